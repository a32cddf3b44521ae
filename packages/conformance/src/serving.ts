import { targetNode } from "./normalise.ts";
import type { Thing } from "./world.ts";

/** How many pods of a DaemonSet are on a node. */
export interface Served {
  readonly pods: number;
  /** Those that are not being deleted. */
  readonly live: number;
  /** Those that are not being deleted, and are ready. */
  readonly ready: number;
}

/** How many pods each DaemonSet, `DaemonSet agent`, has on each node at one moment. */
export type Serving = ReadonlyMap<string, ReadonlyMap<string, Served>>;

export function servingOf(pods: Iterable<Thing>): Serving {
  const serving = new Map<string, Map<string, Served>>();
  for (const pod of pods) {
    const owner = ownerOf(pod);
    if (!owner?.startsWith("DaemonSet ")) continue;
    const nodes = serving.get(owner) ?? new Map<string, Served>();
    const node = targetNode(pod) ?? "no node";
    nodes.set(node, withPod(nodes.get(node) ?? { pods: 0, live: 0, ready: 0 }, pod));
    serving.set(owner, nodes);
  }
  return serving;
}

function withPod({ pods, live, ready }: Served, pod: Thing): Served {
  const isLive = !pod.metadata.deletionTimestamp;
  return { pods: pods + 1, live: live + (isLive ? 1 : 0), ready: ready + (isLive && isReady(pod) ? 1 : 0) };
}

/** How many live pods it has on the node where it has most. */
export function mostOnANode(serving: Serving, owner: string): number {
  return Math.max(0, ...[...(serving.get(owner)?.values() ?? [])].map(({ live }) => live));
}

/** The nodes on which it has a ready pod. */
export function nodesServed(serving: Serving, owner: string): string[] {
  return [...(serving.get(owner) ?? [])].filter(([, { ready }]) => ready > 0).map(([node]) => node);
}

/**
 * On how many nodes it has a ready pod and another that is not ready yet. Two that are ready are not counted: the
 * controller counts them no more, and when it deletes the old one depends on how quick it is.
 */
export function nodesSurged(serving: Serving, owner: string): number {
  return [...(serving.get(owner)?.values() ?? [])].filter(({ live, ready }) => ready > 0 && live > ready).length;
}

/** The controller of a pod: `DaemonSet agent`. */
export function ownerOf(pod: Thing): string | undefined {
  const owner = (pod.metadata.ownerReferences ?? []).find(({ controller }: Thing) => controller);
  return owner === undefined ? undefined : `${owner.kind} ${owner.name}`;
}

/** Who has marked a pod as failed may have left its conditions as they were. */
function isReady(pod: Thing): boolean {
  if (pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded") return false;
  return (pod.status?.conditions ?? []).some(({ type, status }: Thing) => type === "Ready" && status === "True");
}
