import type { Pod } from "../../../kubernetes/types.ts";
import type { NodeInfo } from "../node-info.ts";
import type { Filter, Rejection } from "./filter.ts";
import { nodeAffinity } from "./node-affinity.ts";
import { nodeName } from "./node-name.ts";
import { nodePorts } from "./node-ports.ts";
import { nodeResourcesFit } from "./node-resources-fit.ts";
import { nodeUnschedulable } from "./node-unschedulable.ts";
import { taintToleration } from "./taint-toleration.ts";

export type { Filter, PluginName, Rejection } from "./filter.ts";

/** In the order in which the default profile asks them. Source: pkg/scheduler/apis/config/v1/default_plugins.go. */
const FILTERS: readonly Filter[] = [
  nodeName,
  nodeUnschedulable,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
];

/** The first reason why a node cannot take the pod. Source: framework/runtime/framework.go RunFilterPlugins. */
export function rejection(pod: Pod, info: NodeInfo): Rejection | undefined {
  for (const filter of FILTERS) {
    const found = filter(pod, info);
    if (found !== undefined) return found;
  }
  return undefined;
}
