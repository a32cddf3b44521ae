export { type ClusterConstraints, type ClusterPlan, cluster, clusterOf, manifest } from "./cluster.ts";
export {
  type DaemonSetConstraints,
  daemonSet,
  type NearlyValid,
  nearlyValidDaemonSet,
  type WrittenDaemonSet,
} from "./daemon-set.ts";
export { type FaultConstraints, faultNames, faults, type InterleavingConstraints, interleaving } from "./faults.ts";
export { choices, type History, type HistoryConstraints, history, type Move, moves } from "./history.ts";
export { type ActionKind, actionKinds, type UserActionConstraints, userAction } from "./user-action.ts";
export { behaviour, images, labels, node, nodes, strategy, type TaintValue, taint, taints } from "./values.ts";
