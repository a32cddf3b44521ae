export * from "./actions/index.ts";
export type { ClusterPlan, History, Move, NearlyValid, WrittenDaemonSet } from "./arbitraries/index.ts";
export * as arbitraries from "./arbitraries/index.ts";
export { clusterOf } from "./arbitraries/index.ts";
export * from "./invariants/index.ts";
