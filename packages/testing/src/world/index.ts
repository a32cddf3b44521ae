export { oldestOf } from "./ages.ts";
export * from "./choice.ts";
export type { Part } from "./part.ts";
export { type Act, type ActVariant, Play } from "./play.ts";
export { System, secondOf } from "./system.ts";
export { FIRST_COMPONENT, LATE, SURROUNDINGS, World } from "./world.ts";
