import type { LabelSelector } from "../../kubernetes/types.ts";

/** A selector without any condition: it would select everything. */
export function isEmptySelector({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}
