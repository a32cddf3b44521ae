import type { Pod } from "../../kubernetes/types.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { type PluginName, type Rejection, rejection } from "./filters/index.ts";
import { pinnedNodes } from "./filters/node-affinity.ts";
import type { NodeInfo } from "./node-info.ts";
import { bestNode } from "./score.ts";
import type { Snapshot } from "./snapshot.ts";

/** A node's name, or why there is none. */
export type Placement = { readonly node: string } | { readonly diagnosis: Diagnosis };

/**
 * Looks for a node. A pod that names its nodes, as daemon pods do, is tried on these alone.
 * Source: pkg/scheduler/schedule_one.go schedulePod, findNodesThatFitPod.
 */
export function findNode(pod: Pod, nodes: Snapshot): Placement {
  const pinned = pinnedNodes(pod);
  if (pinned?.length === 0) return { diagnosis: conflicting(nodes.size) };
  const nominated = nominatedNode(pod, nodes);
  if (nominated !== undefined) return { node: nominated };
  const candidates = pinned === undefined ? nodes.list() : pinned.flatMap((name) => nodes.get(name) ?? []);
  const { feasible, rejections } = filter(pod, candidates);
  const [only] = feasible;
  if (only === undefined) return { diagnosis: diagnose(nodes.size, rejections, pinned !== undefined) };
  const chosen = feasible.length === 1 ? only : (bestNode(pod, feasible) as NodeInfo);
  return { node: chosen.node.metadata.name };
}

/** The node that preemption made room on is tried first. Source: schedule_one.go evaluateNominatedNode. */
function nominatedNode(pod: Pod, nodes: Snapshot): string | undefined {
  const name = pod.status?.nominatedNodeName;
  if (!name) return undefined;
  const info = nodes.get(name);
  return info !== undefined && rejection(pod, info) === undefined ? name : undefined;
}

function filter(
  pod: Pod,
  candidates: readonly NodeInfo[],
): { feasible: readonly NodeInfo[]; rejections: ReadonlyMap<string, Rejection> } {
  const feasible: NodeInfo[] = [];
  const rejections = new Map<string, Rejection>();
  for (const info of candidates) {
    const found = rejection(pod, info);
    if (found === undefined) feasible.push(info);
    else rejections.set(info.node.metadata.name, found);
  }
  return { feasible, rejections };
}

function diagnose(allNodes: number, rejections: ReadonlyMap<string, Rejection>, pinned: boolean): Diagnosis {
  const plugins = new Set<PluginName>([...rejections.values()].map(({ plugin }) => plugin));
  if (!pinned) return { allNodes, rejections, plugins };
  return {
    allNodes,
    rejections,
    plugins: plugins.add("NodeAffinity"),
    absent: "node(s) didn't satisfy plugin(s) [NodeAffinity]",
  };
}

function conflicting(allNodes: number): Diagnosis {
  return {
    allNodes,
    rejections: new Map(),
    preFilter: "pod affinity terms conflict",
    plugins: new Set(["NodeAffinity"]),
  };
}
