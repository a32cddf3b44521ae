import type { KubeObject } from "@kubetick/core";
import { goValue } from "../print/jsonpath/evaluate.ts";
import { sortedKeys } from "../print/labels.ts";
import { describeEventsOf } from "./events.ts";
import { describeLabelsAndAnnotations, describeName } from "./metadata.ts";
import { smartLabel } from "./smart-label.ts";
import { DescribeText } from "./text.ts";
import type { DescribeWorld } from "./world.ts";

/** What the first lines have said already. */
const SKIPPED: ReadonlySet<string> = new Set([
  ".metadata.managedFields",
  ".metadata.name",
  ".metadata.namespace",
  ".metadata.labels",
  ".metadata.annotations",
]);

/** Describes an object of any kind by its fields. Source: kubectl/pkg/describe genericDescriber. */
export function describeGeneric(object: KubeObject, world: DescribeWorld): string {
  const text = new DescribeText();
  describeName(text, object);
  describeLabelsAndAnnotations(text, object);
  describeFields(text, 0, object, "");
  describeEventsOf(text, world, object);
  return text.finish();
}

function describeFields(text: DescribeText, level: number, fields: object, path: string): void {
  for (const name of sortedKeys(fields)) {
    const value = (fields as Readonly<Record<string, unknown>>)[name];
    const at = `${path}.${name}`;
    if (value === undefined || SKIPPED.has(at)) continue;
    if (typeof value !== "object" || value === null) {
      text.line(level, `${smartLabel(name)}:\t${goValue(value)}`);
      continue;
    }
    text.line(level, `${smartLabel(name)}:`);
    if (!Array.isArray(value)) describeFields(text, level + 1, value, at);
    else for (const item of value) describeItem(text, level + 1, item, at);
  }
}

function describeItem(text: DescribeText, level: number, item: unknown, path: string): void {
  if (typeof item !== "object" || item === null || Array.isArray(item)) text.line(level, goValue(item));
  else describeFields(text, level, item, path);
}
