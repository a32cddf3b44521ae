/** What others need of the explorer's inside. */

export { loopFault } from "./endless.ts";
export { differing, isSameHistory, ONE_END } from "./ends/ends.ts";
export { interchangeableNodes } from "./interchangeable.ts";
export { Keys } from "./keys.ts";
export { COMES_TO_REST } from "./liveness.ts";
export { unrestFrom, unresting } from "./unrest.ts";
