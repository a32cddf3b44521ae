import type { DaemonSet, Node, Pod } from "../../kubernetes/types.ts";
import { controllerIndexOf, indexPrefix } from "../../store/table.ts";
import { diff, emptyTree, get, remove, set, type Tree } from "../../store/tree.ts";
import { claimDecision } from "../shared/claim.ts";
import { controllerOf } from "../shared/controller-ref.ts";
import { type DaemonNode, type DaemonRules, daemonNode } from "./daemon-node.ts";

/** All nodes with the pods of one DaemonSet, and the pods whose owner is to change. */
export interface DaemonNodes {
  readonly byName: Tree<DaemonNode>;
  /** Pods of the DaemonSet that its selector does not select: to be let go. By name. */
  readonly misfits: Tree<Pod>;
  /** Pods of nobody that its selector selects: to be taken in. By name. */
  readonly orphans: Tree<Pod>;
}

/** What daemon nodes are made from: the rules, and the trees of the nodes and of the pods by controller. */
export interface DaemonSources {
  readonly rules: DaemonRules;
  readonly nodes: Tree<Node>;
  readonly pods: Tree<Pod>;
}

const NOTHING: DaemonNodes = { byName: emptyTree(), misfits: emptyTree(), orphans: emptyTree() };

/** The daemon nodes, from scratch. */
export function allDaemonNodes(sources: DaemonSources): DaemonNodes {
  return updatedDaemonNodes({ rules: sources.rules, nodes: emptyTree(), pods: emptyTree() }, NOTHING, sources);
}

/** The daemon nodes of `sources`, from those of earlier ones under the same rules. Costs what has changed in between. */
export function updatedDaemonNodes(before: DaemonSources, known: DaemonNodes, sources: DaemonSources): DaemonNodes {
  const { rules, nodes } = sources;
  const touched = new Touched();
  for (const { key } of diff(before.nodes, nodes)) touched.node(key);
  let { misfits, orphans } = known;
  const { uid, namespace = "" } = rules.daemonSet.metadata;
  const owned = indexPrefix(uid);
  const orphaned = indexPrefix(controllerIndexOf(undefined, namespace));
  for (const { key, before: was, after: is } of diff(before.pods, sources.pods)) {
    if (key.startsWith(owned)) {
      const [from, to] = [placeOf(rules, was), placeOf(rules, is)];
      if (was !== undefined && from.node !== undefined) touched.leaves(from.node, was);
      if (is !== undefined && to.node !== undefined) touched.comes(to.node, is);
      if (from.misfit || to.misfit) misfits = withMember(misfits, was, is, to.misfit);
    } else if (key.startsWith(orphaned)) {
      orphans = withMember(orphans, was, is, is !== undefined && decide(rules.daemonSet, is) === "adopt");
    }
  }
  return { byName: touched.applyTo(known.byName, rules, nodes), misfits, orphans };
}

/** With pods that have just been adopted, which the cache does not show yet. */
export function withAdopted(known: DaemonNodes, { rules, nodes }: DaemonSources, adopted: readonly Pod[]): DaemonNodes {
  const touched = new Touched();
  for (const pod of adopted) {
    const target = rules.variants.nodeOf(pod);
    if (target !== undefined) touched.comes(target, pod);
  }
  return { ...known, byName: touched.applyTo(known.byName, rules, nodes) };
}

function decide(daemonSet: DaemonSet, pod: Pod): ReturnType<typeof claimDecision> {
  return claimDecision(daemonSet, daemonSet.spec.selector, pod);
}

/** Where a pod of the DaemonSet counts: on a node, among the misfits, or nowhere. */
function placeOf(
  { daemonSet, variants }: DaemonRules,
  pod: Pod | undefined,
): { readonly node?: string | undefined; readonly misfit: boolean } {
  if (pod === undefined) return { misfit: false };
  const controller = controllerOf(pod.metadata);
  if (controller?.kind !== "DaemonSet" || controller.name !== daemonSet.metadata.name) return { misfit: false };
  const decision = decide(daemonSet, pod);
  return decision === "keep" ? { node: variants.nodeOf(pod), misfit: false } : { misfit: decision === "release" };
}

function withMember(pods: Tree<Pod>, was: Pod | undefined, is: Pod | undefined, member: boolean): Tree<Pod> {
  const name = (is ?? was)?.metadata.name as string;
  return member && is !== undefined ? set(pods, name, is) : remove(pods, name);
}

/** The nodes to look at again, each with the pods that leave it and that come to it. */
class Touched {
  readonly #nodes = new Map<string, { readonly left: Set<string>; readonly came: Pod[] }>();

  node(name: string): { readonly left: Set<string>; readonly came: Pod[] } {
    let node = this.#nodes.get(name);
    if (node === undefined) {
      node = { left: new Set(), came: [] };
      this.#nodes.set(name, node);
    }
    return node;
  }

  leaves(name: string, pod: Pod): void {
    this.node(name).left.add(pod.metadata.name);
  }

  comes(name: string, pod: Pod): void {
    this.node(name).came.push(pod);
  }

  applyTo(tree: Tree<DaemonNode>, rules: DaemonRules, nodes: Tree<Node>): Tree<DaemonNode> {
    let result = tree;
    for (const [name, { left, came }] of this.#nodes) {
      const before = get(result, name);
      const stayed =
        before === undefined ? [] : [...before.pods, ...before.gone].filter((pod) => !left.has(pod.metadata.name));
      const pods = [...stayed, ...came];
      const node = get(nodes, name);
      result =
        node === undefined && pods.length === 0
          ? remove(result, name)
          : set(result, name, daemonNode(rules, name, node, pods));
    }
    return result;
  }
}
