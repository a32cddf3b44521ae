import type { Node, Pod } from "../../kubernetes/types.ts";
import type { PluginName } from "./filters/index.ts";
import { matchesAffinity } from "./filters/node-affinity.ts";
import { hostPorts, portsConflict } from "./filters/node-ports.ts";
import { fitsEmptyNode, requestedResourcesIncreased } from "./filters/node-resources-fit.ts";
import { toleratesCordon } from "./filters/node-unschedulable.ts";
import { toleratesNode } from "./filters/taint-toleration.ts";

/**
 * What may have changed a filter's mind about a pod. Only the filters that said no are asked; a pod that no filter
 * rejected (there was no node at all) is always tried again.
 * Source: pkg/scheduler/backend/queue/scheduling_queue.go isEntityWorthRequeuing and the QueueingHintFn of each plug-in.
 */
export function worthRetrying(plugins: readonly PluginName[], ask: (plugin: PluginName) => boolean): boolean {
  return plugins.length === 0 || plugins.some(ask);
}

/** Whether a node that was added (`before` is undefined) or changed may let the pod in now. */
export function nodeChangeHelps(plugin: PluginName, pod: Pod, before: Node | undefined, node: Node): boolean {
  switch (plugin) {
    case "NodeName":
    case "NodePorts":
      return before === undefined;
    case "NodeUnschedulable":
      return node.spec?.unschedulable !== true && (before === undefined || before.spec?.unschedulable === true);
    case "TaintToleration":
      return toleratesNode(pod, node) && (before === undefined || !toleratesNode(pod, before));
    case "NodeAffinity":
      return matchesAffinity(pod, node) && (before === undefined || !matchesAffinity(pod, before));
    case "NodeResourcesFit":
      return fitsEmptyNode(pod, node) && (before === undefined || requestedResourcesIncreased(pod, before, node));
  }
}

/** Whether room was made by a pod that is gone: from its node, or from the one whose room preemption kept for it. */
export function podRemovalHelps(plugin: PluginName, pod: Pod, removed: Pod): boolean {
  if (!removed.spec?.nodeName && !removed.status?.nominatedNodeName) return false;
  if (plugin === "NodePorts") return portsConflict(hostPorts(pod), hostPorts(removed));
  return plugin === "NodeResourcesFit";
}

/** Whether a change of the waiting pod itself may help it. */
export function podUpdateHelps(plugin: PluginName, before: Pod, pod: Pod): boolean {
  // Tolerations are only ever added.
  if ((before.spec?.tolerations?.length ?? 0) === (pod.spec?.tolerations?.length ?? 0)) return false;
  return plugin === "TaintToleration" || (plugin === "NodeUnschedulable" && toleratesCordon(pod));
}
