import type {
  NodeAffinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PreferredSchedulingTerm,
} from "../../../kubernetes/types.ts";
import { child, forbidden, invalid, required } from "../../field-error.ts";
import { isDns1123Subdomain, isLabelValue } from "../names.ts";
import { eachItem, type FieldErrors, invalidEach, NO_ERRORS, textOf, validateQualifiedName } from "./check.ts";

/** Source: pkg/apis/core/validation/validation.go validateNodeAffinity. */
export function validateNodeAffinity(affinity: NodeAffinity, path: string): FieldErrors {
  const needed = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  return [
    ...(needed === undefined
      ? NO_ERRORS
      : validateNodeSelector(needed, child(path, "requiredDuringSchedulingIgnoredDuringExecution"))),
    ...eachItem(
      affinity.preferredDuringSchedulingIgnoredDuringExecution,
      child(path, "preferredDuringSchedulingIgnoredDuringExecution"),
      validatePreferredTerm,
    ),
  ];
}

function validateNodeSelector(selector: NodeSelector, path: string): FieldErrors {
  const at = child(path, "nodeSelectorTerms");
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) return [required(at, "must have at least one node selector term")];
  return eachItem(terms, at, (term, termPath) => validateTerm(term, true, termPath));
}

/** What is only preferred may have odd values: such a term matches nothing, and does no harm. */
function validatePreferredTerm(term: PreferredSchedulingTerm, path: string): FieldErrors {
  return [
    ...validateWeight(term.weight, child(path, "weight")),
    ...validateTerm(term.preference ?? {}, false, child(path, "preference")),
  ];
}

export function validateWeight(weight: number | undefined, path: string): FieldErrors {
  const value = weight ?? 0;
  return value > 0 && value <= 100 ? NO_ERRORS : [invalid(path, value, "must be in the range 1-100")];
}

function validateTerm(term: NodeSelectorTerm, checkValues: boolean, path: string): FieldErrors {
  return [
    ...eachItem(term.matchExpressions, child(path, "matchExpressions"), (requirement, at) =>
      validateRequirement(requirement, checkValues, at),
    ),
    ...eachItem(term.matchFields, child(path, "matchFields"), validateFieldRequirement),
  ];
}

function validateRequirement(requirement: NodeSelectorRequirement, checkValues: boolean, path: string): FieldErrors {
  const values = requirement.values ?? [];
  const at = child(path, "values");
  return [
    ...validateOperator(textOf(requirement.operator), values.length, path),
    ...validateQualifiedName(textOf(requirement.key), child(path, "key")),
    ...(checkValues
      ? eachItem(values, at, (value, valuePath) => invalidEach(valuePath, value, isLabelValue(value)))
      : NO_ERRORS),
  ];
}

function validateOperator(operator: string, count: number, path: string): FieldErrors {
  const at = child(path, "values");
  switch (operator) {
    case "In":
    case "NotIn":
      return count > 0 ? NO_ERRORS : [required(at, "must be specified when `operator` is 'In' or 'NotIn'")];
    case "Exists":
    case "DoesNotExist":
      if (count === 0) return NO_ERRORS;
      return [forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case "Gt":
    case "Lt":
      return count === 1 ? NO_ERRORS : [required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(child(path, "operator"), operator, "not a valid selector operator")];
  }
}

/** A term about a field of the node: its name, the only one there is. Source: validation.go ValidateNodeFieldSelectorRequirement. */
function validateFieldRequirement(requirement: NodeSelectorRequirement, path: string): FieldErrors {
  const [operator, key] = [textOf(requirement.operator), textOf(requirement.key)];
  const values = requirement.values ?? [];
  const known = operator === "In" || operator === "NotIn";
  const single = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  return [
    ...(known ? NO_ERRORS : [invalid(child(path, "operator"), operator, "not a valid selector operator")]),
    ...(known && values.length !== 1 ? [required(child(path, "values"), single)] : NO_ERRORS),
    ...(key === "metadata.name"
      ? eachItem(values, child(path, "values"), (value, at) => invalidEach(at, value, isDns1123Subdomain(value)))
      : [invalid(child(path, "key"), key, "not a valid field selector key")]),
  ];
}
