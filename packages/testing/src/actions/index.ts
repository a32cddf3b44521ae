export { describeAction } from "./describe.ts";
export { requestsOf } from "./requests.ts";
export type { Strategy, TaintEffect, UserAction, Which } from "./user-action.ts";
