export type { Batch } from "./batch.ts";
export { ThreadExplorer } from "./explorer.ts";
export { Hand } from "./hand.ts";
export type { StopSignal, ThreadOptions } from "./options.ts";
export type { Level, Task } from "./protocol.ts";
export type { Hire, Thread, ThreadReports } from "./thread.ts";
