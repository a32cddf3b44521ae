import type { Taint, Toleration } from "../kubernetes/types.ts";

/**
 * Taints and the tolerations of them.
 * Source: staging/src/k8s.io/api/core/v1/{taint,toleration}.go, component-helpers/scheduling/corev1/helpers.go.
 */

/**
 * Whether the toleration tolerates the taint. `Lt` and `Gt` never do: they belong to the gate
 * TaintTolerationComparisonOperators, which is off in v1.37.
 */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? "") {
    case "":
    case "Equal":
      return (toleration.value ?? "") === (taint.value ?? "");
    case "Exists":
      return true;
    default:
      return false;
  }
}

/** Whether any of the tolerations tolerates the taint. */
export function tolerationsTolerateTaint(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return tolerations?.some((toleration) => toleratesTaint(toleration, taint)) ?? false;
}

/** The first of the taints that `include` picks (all, if it is left out) which no toleration tolerates, or undefined. */
export function findMatchingUntoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  include: (taint: Taint) => boolean = () => true,
): Taint | undefined {
  return taints?.find((taint) => include(taint) && !tolerationsTolerateTaint(tolerations, taint));
}

/** Whether two taints are the same one: unique by key and effect. Source: Taint.MatchTaint. */
export function isSameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}

/** `key=value:effect`, without the parts that are empty. Source: Taint.ToString. */
export function formatTaint({ key, value = "", effect }: Taint): string {
  const named = value === "" ? key : `${key}=${value}`;
  if (effect) return `${named}:${effect}`;
  return value === "" ? named : `${named}:`;
}

/** Whether `tolerations` hold one with the same key, effect, operator and value. Source: Toleration.MatchToleration. */
export function isSameToleration(a: Toleration, b: Toleration): boolean {
  const same = (x: string | undefined, y: string | undefined) => (x ?? "") === (y ?? "");
  return same(a.key, b.key) && same(a.effect, b.effect) && same(a.operator, b.operator) && same(a.value, b.value);
}

/** The tolerations with `toleration` among them: in place of its like, or at the end. Source: pkg/apis/core/v1/helper AddOrUpdateTolerationInPodSpec. */
export function addOrUpdateToleration(
  tolerations: readonly Toleration[],
  toleration: Toleration,
): readonly Toleration[] {
  const like = tolerations.filter((candidate) => isSameToleration(candidate, toleration));
  if (like.length === 0) return [...tolerations, toleration];
  if (like[0]?.tolerationSeconds === toleration.tolerationSeconds) return tolerations;
  return tolerations.map((candidate) => (like.includes(candidate) ? toleration : candidate));
}
