import type { Pod } from "../../../kubernetes/types.ts";
import type { NodeInfo } from "../node-info.ts";

/** Why a node cannot take a pod. */
export interface Rejection {
  readonly plugin: PluginName;
  readonly reasons: readonly string[];
  /** No pod that leaves the node would help, so preemption does not look at it. */
  readonly unresolvable: boolean;
}

export type PluginName =
  | "NodeName"
  | "NodeUnschedulable"
  | "TaintToleration"
  | "NodeAffinity"
  | "NodePorts"
  | "NodeResourcesFit";

/** Undefined where the node can take the pod. */
export type Filter = (pod: Pod, info: NodeInfo) => Rejection | undefined;

export function unresolvable(plugin: PluginName, reason: string): Rejection {
  return { plugin, reasons: [reason], unresolvable: true };
}
