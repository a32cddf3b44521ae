export * from "./choice.ts";
export { Play } from "./play.ts";
export { System } from "./system.ts";
export { World } from "./world.ts";
