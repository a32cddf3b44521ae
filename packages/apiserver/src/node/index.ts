export { agentThrough } from "./agent.ts";
export { connect, type KubeConfigLike } from "./connect.ts";
export { type DispatcherLike, type DispatchHandler, type DispatchOptions, dispatcherThrough } from "./dispatcher.ts";
