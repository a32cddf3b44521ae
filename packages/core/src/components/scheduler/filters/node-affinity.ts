import { matchesRequiredNodeAffinity } from "../../../api/node-selector.ts";
import type { Node, NodeSelectorTerm, Pod } from "../../../kubernetes/types.ts";
import { type Filter, unresolvable } from "./filter.ts";

/** A node meets the pod's node selector and required affinity. Source: plugins/nodeaffinity/node_affinity.go Filter. */
export const nodeAffinity: Filter = (pod, { node }) => {
  if (matchesAffinity(pod, node)) return undefined;
  return unresolvable("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
};

export function matchesAffinity(pod: Pod, node: Node): boolean {
  return pod.spec === undefined || matchesRequiredNodeAffinity(pod.spec, node);
}

/**
 * The only nodes that a pod's required affinity can match, as far as their names tell; undefined where names do not
 * limit them. Every daemon pod names one node. Empty where the terms contradict themselves.
 * Source: plugins/nodeaffinity/node_affinity.go PreFilter.
 */
export function pinnedNodes(pod: Pod): readonly string[] | undefined {
  const terms =
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of terms) {
    const named = namesOf(term);
    if (named === undefined) return undefined;
    for (const name of named) names.add(name);
  }
  return [...names].sort((a, b) => (a < b ? -1 : 1));
}

function namesOf(term: NodeSelectorTerm): readonly string[] | undefined {
  let names: readonly string[] | undefined;
  for (const { key, operator, values = [] } of term.matchFields ?? []) {
    if (key !== "metadata.name" || operator !== "In") continue;
    names = names === undefined ? values : names.filter((name) => values.includes(name));
  }
  return names;
}
