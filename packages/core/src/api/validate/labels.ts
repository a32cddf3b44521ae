import type { LabelSelector, LabelSelectorRequirement } from "../../kubernetes/types.ts";
import { child, type FieldError, forbidden, index, invalid, required } from "../field-error.ts";
import type { Labels } from "../selector.ts";
import { isLabelValue, isQualifiedName } from "./names.ts";

/** Labels and label selectors. Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go. */

export function validateLabelName(name: string, path: string): readonly FieldError[] {
  return isQualifiedName(name).map((message) => invalid(path, name, message));
}

const valid = new WeakSet<Labels>();

/** Labels found valid are remembered by identity: the same object is not looked at twice. */
export function validateLabels(labels: Labels | undefined, path: string): readonly FieldError[] {
  if (labels === undefined || valid.has(labels)) return [];
  const errors = Object.keys(labels)
    .sort()
    .flatMap((name) => [...validateLabelName(name, path), ...validateLabelValue(labels[name] ?? "", path)]);
  if (errors.length === 0) valid.add(labels);
  return errors;
}

function validateLabelValue(value: string, path: string): readonly FieldError[] {
  return isLabelValue(value).map((message) => invalid(path, value, message));
}

/** Source: ValidateLabelSelector. */
export function validateLabelSelector(selector: LabelSelector | null | undefined, path: string): readonly FieldError[] {
  if (selector === undefined || selector === null) return [];
  const expressions = child(path, "matchExpressions");
  return [
    ...validateLabels(selector.matchLabels, child(path, "matchLabels")),
    ...(selector.matchExpressions ?? []).flatMap((expression, i) =>
      validateRequirement(expression, index(expressions, i)),
    ),
  ];
}

/** A selector with its fields in the order of the Go struct, and its labels sorted. */
export function selectorAsGoPrintsIt({ matchLabels, matchExpressions }: LabelSelector) {
  return {
    ...(matchLabels !== undefined && { matchLabels: sortedLabels(matchLabels) }),
    ...(matchExpressions !== undefined && {
      matchExpressions: matchExpressions.map(({ key, operator, values }) => ({ key, operator, values })),
    }),
  };
}

export function sortedLabels(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Source: ValidateLabelSelectorRequirement. */
function validateRequirement(requirement: LabelSelectorRequirement, path: string): readonly FieldError[] {
  const { key, values = [] } = requirement;
  return [
    ...validateOperator(requirement, path),
    ...validateLabelName(key, child(path, "key")),
    ...values.flatMap((value, i) => validateLabelValue(value, index(child(path, "values"), i))),
  ];
}

function validateOperator({ operator, values = [] }: LabelSelectorRequirement, path: string): readonly FieldError[] {
  const valuesPath = child(path, "values");
  switch (operator) {
    case "In":
    case "NotIn":
      return values.length > 0 ? [] : [required(valuesPath, "must be specified when `operator` is 'In' or 'NotIn'")];
    case "Exists":
    case "DoesNotExist": {
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      return values.length === 0 ? [] : [forbidden(valuesPath, detail)];
    }
    default:
      return [invalid(child(path, "operator"), operator, "not a valid selector operator")];
  }
}
