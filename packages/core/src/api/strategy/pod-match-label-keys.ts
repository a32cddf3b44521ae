import type { LabelSelector, PodAffinityTerm, PodSpec, TopologySpreadConstraint } from "../../kubernetes/types.ts";
import { change, changeEach } from "../default/pod-fill.ts";

type Labels = Readonly<Record<string, string>>;

/**
 * `matchLabelKeys` and `mismatchLabelKeys` are written out: the pod's own values join the label selector.
 * Source: pkg/registry/core/pod/strategy.go mutatePodAffinity, mutateTopologySpreadConstraints.
 */
export function mergeMatchLabelKeys(spec: PodSpec, labels: Labels): PodSpec {
  const s = change(spec, "topologySpreadConstraints", (constraints) =>
    changeEach(constraints, (constraint) => withSelector(constraint, labels)),
  );
  return change(s, "affinity", (affinity) => {
    const withPods = change(affinity, "podAffinity", (terms) => mergeTerms(terms, labels));
    return change(withPods, "podAntiAffinity", (terms) => mergeTerms(terms, labels));
  });
}

type Terms = NonNullable<NonNullable<PodSpec["affinity"]>["podAffinity"]>;

function mergeTerms<T extends Terms>(terms: T, labels: Labels): T {
  const merge = (term: PodAffinityTerm) => withSelector(term, labels);
  const preferred = change<Terms, "preferredDuringSchedulingIgnoredDuringExecution">(
    terms,
    "preferredDuringSchedulingIgnoredDuringExecution",
    (list) => changeEach(list, (weighted) => change(weighted, "podAffinityTerm", merge)),
  );
  return change(preferred, "requiredDuringSchedulingIgnoredDuringExecution", (list) => changeEach(list, merge)) as T;
}

function withSelector<T extends PodAffinityTerm | TopologySpreadConstraint>(term: T, labels: Labels): T {
  const { labelSelector } = term;
  const matchLabelKeys = term.matchLabelKeys ?? [];
  const mismatchLabelKeys = "mismatchLabelKeys" in term ? (term.mismatchLabelKeys ?? []) : [];
  const added = [...expressions(matchLabelKeys, "In", labels), ...expressions(mismatchLabelKeys, "NotIn", labels)];
  // Without a selector the term matches nothing, whatever its keys.
  if (labelSelector === undefined || added.length === 0) return term;
  return {
    ...term,
    labelSelector: { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...added] },
  };
}

function expressions(
  keys: readonly string[],
  operator: string,
  labels: Labels,
): NonNullable<LabelSelector["matchExpressions"]> {
  return keys
    .filter((key) => Object.hasOwn(labels, key))
    .map((key) => ({ key, operator, values: [labels[key] ?? ""] }));
}
