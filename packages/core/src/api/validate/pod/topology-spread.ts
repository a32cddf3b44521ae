import type { TopologySpreadConstraint } from "../../../kubernetes/types.ts";
import { child, duplicate, index, invalid, required } from "../../field-error.ts";
import { validateLabelSelector } from "../labels.ts";
import { type FieldErrors, NO_ERRORS, textOf, validateOneOf, validatePositive } from "./check.ts";
import { validateMatchLabelKeys } from "./pod-affinity.ts";

/** Source: pkg/apis/core/validation/validation.go validateTopologySpreadConstraints. */
export function validateTopologySpread(
  constraints: readonly TopologySpreadConstraint[] | undefined,
  path: string,
): FieldErrors {
  const all = constraints ?? [];
  return all.flatMap((constraint, i) => {
    const at = index(path, i);
    return [
      ...validateKind(constraint, at),
      ...validateNotRepeated(constraint, all.slice(i + 1), at),
      ...validateMinDomains(constraint, child(at, "minDomains")),
      ...validateInclusion(constraint.nodeAffinityPolicy, child(at, "nodeAffinityPolicy")),
      ...validateInclusion(constraint.nodeTaintsPolicy, child(at, "nodeTaintsPolicy")),
      ...validateMatchLabelKeys(constraint, at),
      ...validateLabelSelector(constraint.labelSelector, child(at, "labelSelector")),
    ];
  });
}

function validateKind(constraint: TopologySpreadConstraint, path: string): FieldErrors {
  const action = textOf(constraint.whenUnsatisfiable);
  const empty = textOf(constraint.topologyKey) === "";
  return [
    ...validatePositive(constraint.maxSkew ?? 0, child(path, "maxSkew")),
    ...(empty ? [required(child(path, "topologyKey"), "can not be empty")] : NO_ERRORS),
    ...validateOneOf(action, child(path, "whenUnsatisfiable"), ["DoNotSchedule", "ScheduleAnyway"]),
  ];
}

function validateNotRepeated(
  constraint: TopologySpreadConstraint,
  rest: readonly TopologySpreadConstraint[],
  path: string,
): FieldErrors {
  const { topologyKey = "", whenUnsatisfiable = "" } = constraint;
  const again = rest.some(
    (other) => textOf(other.topologyKey) === topologyKey && textOf(other.whenUnsatisfiable) === whenUnsatisfiable,
  );
  if (!again) return NO_ERRORS;
  return [duplicate(child(path, "{topologyKey, whenUnsatisfiable}"), `{${topologyKey}, ${whenUnsatisfiable}}`)];
}

function validateMinDomains(constraint: TopologySpreadConstraint, path: string): FieldErrors {
  const { minDomains, whenUnsatisfiable = "" } = constraint;
  if (minDomains === undefined) return NO_ERRORS;
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
  return [
    ...validatePositive(minDomains, path),
    ...(whenUnsatisfiable === "DoNotSchedule" ? NO_ERRORS : [invalid(path, minDomains, detail)]),
  ];
}

function validateInclusion(policy: string | undefined, path: string): FieldErrors {
  return policy === undefined ? NO_ERRORS : validateOneOf(policy, path, ["Honor", "Ignore"]);
}
