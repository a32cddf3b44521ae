export type { Act, ActVariant } from "./acts.ts";
export { oldestOf } from "./ages.ts";
export * from "./choice.ts";
export type { Part } from "./part.ts";
export { Play } from "./play.ts";
export { System, secondOf } from "./system.ts";
export { FIRST_COMPONENT, LATE, SURROUNDINGS, World } from "./world.ts";
