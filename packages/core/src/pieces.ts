/**
 * The pieces of which the machine is made, for those who let things happen in other ways than `tick` does: the explorer
 * of the testing kit. All are pure functions of plain data.
 */
export { handleTrusted } from "./api/handle.ts";
export { generatedName, generatedUid } from "./api/identity.ts";
export { Context } from "./machine/context.ts";
export type { SyncInput, Timers } from "./machine/state.ts";
export { beginSync, continueSync } from "./machine/sync.ts";
export { NO_TIMERS, withoutTimer, withTimer } from "./machine/timers.ts";
export { formatHash, type Hash, hashJson, hashTree } from "./store/hash.ts";
export { EMPTY_LOG } from "./store/log.ts";
export { EMPTY_TABLE, type Table, type Tables, withObject } from "./store/table.ts";
export { emptyTree, first, firstKey, fromEntries, get, has, remove, set, size, values } from "./store/tree.ts";
