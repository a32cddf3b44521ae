import type { Affinity, Node, NodeSelectorRequirement, NodeSelectorTerm } from "../../kubernetes/types.ts";
import { type Labels, labelOf, meetsRequirement } from "./label-selector.ts";

/**
 * Whether a pod with this node selector and this affinity may be on the node: all labels of the selector, and any of
 * the required terms. A term without conditions, or with one that cannot be read, matches nothing.
 * Source: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go RequiredNodeAffinity.Match.
 */
export function matchesRequiredNodeAffinity(node: Node, nodeSelector: Labels | undefined, affinity: Affinity | undefined): boolean {
  for (const [key, value] of Object.entries(nodeSelector ?? {})) if (labelOf(node.metadata.labels, key) !== value) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || (required.nodeSelectorTerms ?? []).some((term) => matchesTerm(node, term));
}

/** Whether a node matches a term: all of its expressions and all of its fields. */
export function matchesTerm(node: Node, { matchExpressions = [], matchFields = [] }: NodeSelectorTerm): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  if (!matchExpressions.every(isReadable) || !matchFields.every(isReadableField)) return false;
  return (
    matchExpressions.every((requirement) => meetsRequirement(requirement, node.metadata.labels)) &&
    matchFields.every((requirement) => meetsField(requirement, node.metadata.name))
  );
}

function isReadable({ operator, values = [] }: NodeSelectorRequirement): boolean {
  switch (operator) {
    case "In":
    case "NotIn":
      return values.length > 0;
    case "Exists":
    case "DoesNotExist":
      return values.length === 0;
    case "Gt":
    case "Lt":
      return values.length === 1 && /^[+-]?\d+$/.test(values[0] as string);
    default:
      return false;
  }
}

function isReadableField({ operator, values = [] }: NodeSelectorRequirement): boolean {
  return (operator === "In" || operator === "NotIn") && values.length === 1;
}

/** The only field of a node is its name; any other counts as empty. */
function meetsField({ key, operator, values = [] }: NodeSelectorRequirement, name: string): boolean {
  const value = key === "metadata.name" ? name : "";
  return (value === values[0]) === (operator === "In");
}
