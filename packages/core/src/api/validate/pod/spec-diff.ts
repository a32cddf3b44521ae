import type { PodSpec } from "../../../kubernetes/types.ts";
import { goView } from "./go-view.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** Beyond this the text helps nobody, and the time to find it grows with the square of the length. */
const MAX_LINES = 20_000;

/** How two specs differ, as the server shows it. Source: apimachinery/pkg/util/diff/diff.go Diff. */
export function specDiff(old: PodSpec, spec: PodSpec): string {
  const [before, after] = [linesOf(old), linesOf(spec)];
  return before.length + after.length > MAX_LINES ? "" : unifiedDiff(before, after);
}

function linesOf(spec: PodSpec): readonly string[] {
  const text = JSON.stringify(goView("PodSpec", spec), undefined, 1);
  return text.replace(HTML_UNSAFE, escaped).split("\n");
}

/** Go writes these as escapes in JSON. */
const HTML_UNSAFE = /[<>&\u2028\u2029]/g;

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
