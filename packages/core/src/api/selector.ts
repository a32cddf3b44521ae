import type { LabelSelector } from "../kubernetes/types.ts";
import { aggregateFieldErrors } from "./field-error.ts";
import {
  allOf,
  formatRequirement,
  type LabelMatcher,
  type LabelOperator,
  type LabelRequirement,
  type Labels,
  NOTHING,
  requirementErrors,
  sortedByKey,
} from "./selector-requirement.ts";

/** `LabelSelector` objects. Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go. */
export { type FieldRequirement, fieldSelectorMatcher, parseFieldSelector } from "./selector-fields.ts";
export {
  allOf,
  EVERYTHING,
  formatRequirement,
  hasLabels,
  type LabelMatcher,
  type LabelOperator,
  type LabelRequirement,
  type Labels,
  labelValue,
  NOTHING,
} from "./selector-requirement.ts";
export { labelSelectorTextMatcher, parseLabelSelector } from "./selector-text.ts";

const OPERATOR_OF_KIND: ReadonlyMap<string, LabelOperator> = new Map([
  ["In", "in"],
  ["NotIn", "notin"],
  ["Exists", "exists"],
  ["DoesNotExist", "!"],
] satisfies [string, LabelOperator][]);

/** The requirements of a `LabelSelector` object, sorted by key; or what is wrong with it, in the server's words. */
export function labelSelectorRequirements(selector: LabelSelector): readonly LabelRequirement[] | string {
  const requirements: LabelRequirement[] = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]): LabelRequirement => ({ key, operator: "=", values: [value] }),
  );
  for (const { key, operator: word, values = [] } of selector.matchExpressions ?? []) {
    const operator = OPERATOR_OF_KIND.get(word);
    if (operator === undefined) return `${JSON.stringify(word)} is not a valid label selector operator`;
    requirements.push({ key, operator, values });
  }
  for (const requirement of requirements) {
    const errors = requirementErrors(requirement);
    if (errors.length > 0) return aggregateFieldErrors(errors);
  }
  return sortedByKey(requirements);
}

const compiled = new WeakMap<LabelSelector, LabelMatcher>();

/**
 * Compiles a `LabelSelector`, once per object. None selects nothing, an empty one everything. One that is not valid
 * selects nothing; validation refuses it before it is stored.
 */
export function labelSelectorMatcher(selector: LabelSelector | undefined): LabelMatcher {
  if (selector === undefined) return NOTHING;
  const known = compiled.get(selector);
  if (known !== undefined) return known;
  const requirements = labelSelectorRequirements(selector);
  const matcher = typeof requirements === "string" ? NOTHING : allOf(requirements);
  compiled.set(selector, matcher);
  return matcher;
}

/** Whether `selector` selects an object with these labels. */
export function matchesLabelSelector(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  return labelSelectorMatcher(selector)(labels);
}

/** A `LabelSelector` in one line, as kubectl shows it: `app=web,tier in (a,b)`, or `<none>`. Source: FormatLabelSelector. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  if (selector === undefined) return "<none>";
  const requirements = labelSelectorRequirements(selector);
  if (typeof requirements === "string") return "<error>";
  return requirements.length === 0 ? "<none>" : requirements.map(formatRequirement).join(",");
}
