import type {
  Affinity,
  Node,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PreferredSchedulingTerm,
} from "../kubernetes/types.ts";
import {
  allOf,
  hasLabels,
  type LabelOperator,
  type LabelRequirement,
  type Labels,
  requirementErrors,
} from "./selector-requirement.ts";

/**
 * Which nodes a pod's node selector and node affinity select.
 * Source: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go.
 */
export type NodeMatcher = (node: Node) => boolean;

const NO_NODE: NodeMatcher = () => false;

const OPERATORS: ReadonlyMap<string, LabelOperator> = new Map([
  ["In", "in"],
  ["NotIn", "notin"],
  ["Exists", "exists"],
  ["DoesNotExist", "!"],
  ["Gt", "gt"],
  ["Lt", "lt"],
] satisfies [string, LabelOperator][]);

const terms = new WeakMap<NodeSelectorTerm, NodeMatcher>();

/** Compiles one term, once per object: all its expressions and fields must hold. An empty or invalid one selects no node. */
export function nodeSelectorTermMatcher(term: NodeSelectorTerm): NodeMatcher {
  const known = terms.get(term);
  if (known !== undefined) return known;
  const matcher = compileTerm(term);
  terms.set(term, matcher);
  return matcher;
}

function compileTerm({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm): NodeMatcher {
  if (matchExpressions.length + matchFields.length === 0) return NO_NODE;
  const requirements = matchExpressions.map(labelRequirement);
  const fields = matchFields.map(fieldMatcher);
  if (requirements.some((requirement) => requirement === undefined) || fields.includes(undefined)) return NO_NODE;
  const matchesLabels = allOf(requirements as LabelRequirement[]);
  return (node) => matchesLabels(node.metadata.labels) && fields.every((matches) => matches?.(node));
}

function labelRequirement({ key, operator, values = [] }: NodeSelectorRequirement): LabelRequirement | undefined {
  const known = OPERATORS.get(operator);
  if (known === undefined) return undefined;
  const requirement = { key, operator: known, values };
  return requirementErrors(requirement).length === 0 ? requirement : undefined;
}

/** `metadata.name` is the only field that a node has here; any other is empty. */
function fieldMatcher({ key, operator, values = [] }: NodeSelectorRequirement): NodeMatcher | undefined {
  const [value] = values;
  if (values.length !== 1 || (operator !== "In" && operator !== "NotIn")) return undefined;
  return (node) => ((key === "metadata.name" ? (node.metadata.name ?? "") : "") === value) === (operator === "In");
}

/** Whether any term of the selector selects the node. */
export function matchesNodeSelector(selector: NodeSelector, node: Node): boolean {
  return selector.nodeSelectorTerms.some((term) => nodeSelectorTermMatcher(term)(node));
}

/** What `nodeSelector` and `affinity` of a pod's spec ask of the node. */
export interface NodeRequirements {
  readonly nodeSelector?: Labels;
  readonly affinity?: Affinity;
}

/** Whether the node meets the pod's node selector and its required node affinity. Source: RequiredNodeAffinity.Match. */
export function matchesRequiredNodeAffinity({ nodeSelector, affinity }: NodeRequirements, node: Node): boolean {
  if (!hasLabels(node.metadata.labels, nodeSelector)) return false;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesNodeSelector(required, node);
}

/** The sum of the weights of the preferred terms that select the node. Source: PreferredSchedulingTerms.Score. */
export function preferredNodeScore(preferred: readonly PreferredSchedulingTerm[], node: Node): number {
  let score = 0;
  for (const { weight, preference } of preferred) {
    if (weight !== 0 && nodeSelectorTermMatcher(preference)(node)) score += weight;
  }
  return score;
}
