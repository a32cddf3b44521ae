import type { LabelSelector, LabelSelectorRequirement } from "@kubetick/core";

export type StringMap = { readonly [key: string]: string | undefined };

/** Code-unit order, the one order that kubectl's maps are printed in. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sortedKeys(map: object | undefined): string[] {
  return Object.keys(map ?? {}).sort(compare);
}

/** `a=1,b=2`, or `<none>`. Source: apimachinery/pkg/labels FormatLabels. */
export function formatLabels(labels: StringMap | undefined): string {
  const text = sortedKeys(labels)
    .map((key) => `${key}=${labels?.[key] ?? ""}`)
    .join(",");
  return text === "" ? "<none>" : text;
}

/** A label selector in its text form, empty for one that selects all. Source: apimachinery/pkg/labels Selector.String. */
export function selectorString(selector: LabelSelector | undefined): string {
  const terms = sortedKeys(selector?.matchLabels).map((key) => ({
    key,
    text: `${key}=${selector?.matchLabels?.[key]}`,
  }));
  for (const requirement of selector?.matchExpressions ?? []) {
    terms.push({ key: requirement.key, text: requirementString(requirement) });
  }
  return terms
    .sort((a, b) => compare(a.key, b.key))
    .map((term) => term.text)
    .join(",");
}

function requirementString({ key, operator, values }: LabelSelectorRequirement): string {
  const list = [...(values ?? [])].sort(compare).join(",");
  if (operator === "In") return `${key} in (${list})`;
  if (operator === "NotIn") return `${key} notin (${list})`;
  return operator === "DoesNotExist" ? `!${key}` : key;
}

/** A label selector, or `<none>` where it selects all. Source: apimachinery/pkg/apis/meta/v1 FormatLabelSelector. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  const text = selectorString(selector);
  return text === "" ? "<none>" : text;
}
