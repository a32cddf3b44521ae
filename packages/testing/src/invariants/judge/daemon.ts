import { type ClusterView, type DaemonSet, labelSelectorMatcher, type Node, type Pod } from "@kubetick/core";
import type { Placement } from "./placement.ts";
import { placementOn } from "./placement.ts";
import { isAvailable, isLive, nodeNameOf } from "./pods.ts";
import { Remembered } from "./remembered.ts";
import type { Sight } from "./sight.ts";

export const DAEMON_SETS = "daemonsets.apps";

/** The DaemonSets that a controller takes care of: not those on their way out. */
export function daemonSetsOf(view: ClusterView): readonly DaemonSet[] {
  return view.list<DaemonSet>(DAEMON_SETS).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

export function keyOf({ metadata }: DaemonSet | Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** The DaemonSet that has the pod as its own. */
export function ownerOf(view: ClusterView, { metadata }: Pod): DaemonSet | undefined {
  const reference = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (reference?.kind !== "DaemonSet") return undefined;
  const owner = view.get<DaemonSet>(DAEMON_SETS, `${metadata.namespace}/${reference.name}`);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

/** The pods that a DaemonSet owns and selects. */
export function podsOf(view: ClusterView, { metadata, spec }: DaemonSet): readonly Pod[] {
  const selects = labelSelectorMatcher(spec.selector);
  return view.controlledBy<Pod>("pods", metadata.uid).filter((pod) => selects(pod.metadata.labels));
}

/** A node, as somebody saw it, with a DaemonSet's pods on it. */
export interface DaemonNode extends Placement {
  readonly name: string;
  readonly exists: boolean;
  readonly pods: readonly Pod[];
  readonly live: readonly Pod[];
}

export function daemonNode(view: ClusterView, daemonSet: DaemonSet, name: string, pods: readonly Pod[]): DaemonNode {
  const node = view.get<Node>("nodes", name);
  return {
    name,
    exists: node !== undefined,
    ...placementOn(node, daemonSet.spec.template),
    pods,
    live: pods.filter(isLive),
  };
}

/** By the uid of the DaemonSet: several may share a spec. */
const known = new Remembered<Map<string, ReadonlyMap<string, DaemonNode>>>();

/**
 * All nodes, and those names of nodes which pods are for, with the DaemonSet's pods. Remembered: several invariants look at the same
 * pods and nodes, and many states have the same.
 */
export function daemonNodes(view: ClusterView, daemonSet: DaemonSet): ReadonlyMap<string, DaemonNode> {
  const seen = [view.tree("pods"), view.tree("nodes"), daemonSet.spec];
  const ofSeen = known.of(seen, () => new Map());
  const { uid } = daemonSet.metadata;
  const nodes = ofSeen.get(uid) ?? look(view, daemonSet);
  ofSeen.set(uid, nodes);
  return nodes;
}

function look(view: ClusterView, daemonSet: DaemonSet): ReadonlyMap<string, DaemonNode> {
  const pods = byNode(podsOf(view, daemonSet));
  const names = new Set([...view.list<Node>("nodes").map(({ metadata }) => metadata.name), ...pods.keys()]);
  return new Map(Array.from(names, (name) => [name, daemonNode(view, daemonSet, name, pods.get(name) ?? [])]));
}

function byNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const name = nodeNameOf(pod);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [pod]);
    else group.push(pod);
  }
  return groups;
}

export function isServed({ live }: DaemonNode, { spec }: DaemonSet, { now }: Pick<Sight, "now">): boolean {
  return live.some((pod) => isAvailable(pod, spec.minReadySeconds ?? 0, now));
}

export function wantedNodes(nodes: ReadonlyMap<string, DaemonNode>): DaemonNode[] {
  return [...nodes.values()].filter(({ wanted }) => wanted);
}
