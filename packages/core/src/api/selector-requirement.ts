import { child, type FieldError, index, invalid, key as keyPath, notSupported } from "./field-error.ts";
import { isLabelValue, isQualifiedName } from "./validate/names.ts";

/** Labels, and the requirements that select by them. Source: staging/src/k8s.io/apimachinery/pkg/labels/selector.go. */
export type Labels = Readonly<Record<string, string>>;

/** The operators, in the words that errors and texts use. Source: apimachinery/pkg/selection/operator.go. */
export type LabelOperator = "in" | "notin" | "=" | "==" | "!=" | "gt" | "lt" | "exists" | "!";

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** Says whether an object with these labels is selected. */
export type LabelMatcher = (labels: Labels | undefined) => boolean;

export const EVERYTHING: LabelMatcher = () => true;
export const NOTHING: LabelMatcher = () => false;

export const BINARY_OPERATORS: readonly LabelOperator[] = ["in", "notin", "=", "==", "!=", "gt", "lt"];
const OPERATORS: readonly LabelOperator[] = [...BINARY_OPERATORS, "exists", "!"];

/** The value of a label, or undefined. Safe for names such as `constructor`. */
export function labelValue(labels: Labels | undefined, name: string): string | undefined {
  return labels !== undefined && Object.hasOwn(labels, name) ? labels[name] : undefined;
}

/** What is wrong with a requirement. Source: labels/selector.go NewRequirement. */
export function requirementErrors(requirement: LabelRequirement, path = ""): readonly FieldError[] {
  const { key, values } = requirement;
  const keyErrors = isQualifiedName(key);
  const valuesPath = child(path, "values");
  const errors = keyErrors.length === 0 ? [] : [invalid(child(path, "key"), key, keyErrors.join("; "))];
  errors.push(...operatorErrors(requirement, path));
  for (const [i, value] of values.entries()) {
    const messages = isLabelValue(value);
    if (messages.length > 0) errors.push(invalid(keyPath(index(valuesPath, i), key), value, messages.join("; ")));
  }
  return errors;
}

function operatorErrors({ operator, values }: LabelRequirement, path: string): readonly FieldError[] {
  const valuesPath = child(path, "values");
  const wrong = (detail: string) => [invalid(valuesPath, values, detail)];
  switch (operator) {
    case "in":
    case "notin":
      return values.length > 0 ? [] : wrong("for 'in', 'notin' operators, values set can't be empty");
    case "=":
    case "==":
    case "!=":
      return values.length === 1 ? [] : wrong("exact-match compatibility requires one single value");
    case "exists":
    case "!":
      return values.length === 0 ? [] : wrong("values set must be empty for exists and does not exist");
    case "gt":
    case "lt":
      return [
        ...(values.length === 1 ? [] : wrong("for 'Gt', 'Lt' operators, exactly one value is required")),
        ...values.flatMap((value, i) => {
          const detail = "for 'Gt', 'Lt' operators, the value must be an integer";
          return parseInt64(value) === undefined ? [invalid(index(valuesPath, i), value, detail)] : [];
        }),
      ];
    default:
      return [notSupported(child(path, "operator"), operator, OPERATORS)];
  }
}

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** A whole number of 64 bits, as Go's `strconv.ParseInt` reads it; undefined if it is none. */
export function parseInt64(text: string): bigint | undefined {
  if (!/^[-+]?[0-9]+$/.test(text) || text.length > 512) return undefined;
  const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return value >= MIN_INT64 && value <= MAX_INT64 ? value : undefined;
}

/** Compiles one requirement. A requirement that is not valid matches nothing. */
export function requirementMatcher({ key, operator, values }: LabelRequirement): LabelMatcher {
  const only = values[0];
  switch (operator) {
    case "in":
    case "=":
    case "==":
      if (values.length === 1) return (labels) => labelValue(labels, key) === only;
      return (labels) => isOneOf(labelValue(labels, key), values);
    case "notin":
    case "!=":
      return (labels) => !isOneOf(labelValue(labels, key), values);
    case "exists":
      return (labels) => labelValue(labels, key) !== undefined;
    case "!":
      return (labels) => labelValue(labels, key) === undefined;
    case "gt":
    case "lt":
      return compareMatcher(key, operator, values);
    default:
      return NOTHING;
  }
}

function isOneOf(value: string | undefined, values: readonly string[]): boolean {
  return value !== undefined && values.includes(value);
}

function compareMatcher(key: string, operator: "gt" | "lt", values: readonly string[]): LabelMatcher {
  const bound = values.length === 1 ? parseInt64(values[0] ?? "") : undefined;
  if (bound === undefined) return NOTHING;
  return (labels) => {
    const value = parseInt64(labelValue(labels, key) ?? "");
    return value !== undefined && (operator === "gt" ? value > bound : value < bound);
  };
}

/** Compiles requirements that must all hold. */
export function allOf(requirements: readonly LabelRequirement[]): LabelMatcher {
  if (requirements.length === 0) return EVERYTHING;
  const matchers = requirements.map(requirementMatcher);
  const [only] = matchers;
  if (matchers.length === 1 && only !== undefined) return only;
  return (labels) => matchers.every((matches) => matches(labels));
}

export function sortedByKey(requirements: readonly LabelRequirement[]): readonly LabelRequirement[] {
  return [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Whether `labels` hold all of `wanted`, as a pod's `nodeSelector` asks. */
export function hasLabels(labels: Labels | undefined, wanted: Labels | undefined): boolean {
  if (wanted === undefined) return true;
  for (const name of Object.keys(wanted)) if (labelValue(labels, name) !== wanted[name]) return false;
  return true;
}

/** A requirement as text: `a=b`, `a in (b,c)`, `!a`. */
export function formatRequirement({ key, operator, values }: LabelRequirement): string {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join(",");
  switch (operator) {
    case "exists":
      return key;
    case "!":
      return `!${key}`;
    case "in":
    case "notin":
      return `${key} ${operator} (${sorted})`;
    case "gt":
      return `${key}>${sorted}`;
    case "lt":
      return `${key}<${sorted}`;
    default:
      return `${key}${operator}${sorted}`;
  }
}
