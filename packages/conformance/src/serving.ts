import { targetNode } from "./normalise.ts";
import type { Thing } from "./world.ts";

/** The pods of a DaemonSet on a node that are not being deleted. */
export interface Served {
  readonly live: number;
  /** Those that are ready. */
  readonly ready: number;
}

/** How many pods each DaemonSet, `DaemonSet agent`, has on each node at one moment. */
export type Serving = ReadonlyMap<string, ReadonlyMap<string, Served>>;

export function servingOf(pods: Iterable<Thing>): Serving {
  const serving = new Map<string, Map<string, Served>>();
  for (const pod of pods) {
    const owner = ownerOf(pod);
    if (!owner?.startsWith("DaemonSet ") || pod.metadata.deletionTimestamp) continue;
    const nodes = serving.get(owner) ?? new Map<string, Served>();
    const node = targetNode(pod) ?? "no node";
    const { live, ready } = nodes.get(node) ?? { live: 0, ready: 0 };
    nodes.set(node, { live: live + 1, ready: ready + (isReady(pod) ? 1 : 0) });
    serving.set(owner, nodes);
  }
  return serving;
}

/** A DaemonSet that has a ready pod somewhere. */
export function servesAny(serving: Serving, owner: string): boolean {
  return [...(serving.get(owner)?.values() ?? [])].some(({ ready }) => ready > 0);
}

/** How many pods it has on the node where it has most. */
export function mostOnANode(serving: Serving, owner: string): number {
  return Math.max(0, ...[...(serving.get(owner)?.values() ?? [])].map(({ live }) => live));
}

/**
 * On how many nodes it has no ready pod now, and had one before. In a rollout that is `maxUnavailable`, whichever nodes
 * come first and however quick they are: the controller deletes so many at once before it replaces any.
 */
export function nodesLeft(serving: Serving, owner: string, before: Serving): number {
  const now = serving.get(owner);
  const had = [...(before.get(owner) ?? [])].filter(([, { ready }]) => ready > 0);
  return had.filter(([node]) => (now?.get(node)?.ready ?? 0) === 0).length;
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

function isReady(pod: Thing): boolean {
  return (pod.status?.conditions ?? []).some(({ type, status }: Thing) => type === "Ready" && status === "True");
}
