import type { LabelSelector } from "../../kubernetes/types.ts";

export type Labels = Readonly<Record<string, string>>;

/** The value of a label; undefined where there is none. Labels come from untrusted JSON, so never index them directly. */
export function labelOf(labels: Labels | undefined, key: string): string | undefined {
  return labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** One condition on labels: of a label selector or of a node selector, which both become this in the real code. */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/**
 * Whether labels meet a requirement. An operator that does not exist is met by nothing.
 * Source: staging/src/k8s.io/apimachinery/pkg/labels/selector.go Requirement.Matches.
 */
export function meetsRequirement({ key, operator, values = [] }: Requirement, labels: Labels | undefined): boolean {
  const value = labelOf(labels, key);
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
    case "Lt":
      return value !== undefined && comparesAs(operator, value, values);
    default:
      return false;
  }
}

const INT64 = /^[+-]?\d+$/;

function comparesAs(operator: "Gt" | "Lt", value: string, values: readonly string[]): boolean {
  const [bound] = values;
  if (bound === undefined || values.length !== 1 || !isInt64(value) || !isInt64(bound)) return false;
  return operator === "Gt" ? BigInt(unsigned(value)) > BigInt(unsigned(bound)) : BigInt(unsigned(value)) < BigInt(unsigned(bound));
}

function isInt64(text: string): boolean {
  return INT64.test(text) && BigInt.asIntN(64, BigInt(unsigned(text))) === BigInt(unsigned(text));
}

/** BigInt reads no plus sign. */
function unsigned(text: string): string {
  return text.startsWith("+") ? text.slice(1) : text;
}

/** A selector without any condition: it selects everything (where it is given at all). */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

/**
 * Whether a selector selects labels. No selector selects nothing, an empty one everything.
 * Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector.
 */
export function selects(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labelOf(labels, key) !== value) return false;
  return (selector.matchExpressions ?? []).every((requirement) => meetsRequirement(requirement, labels));
}
