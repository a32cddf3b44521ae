import type { KubeObject, Taint, Toleration } from "@kubetick/core";
import { shorten, utf8Length } from "../print/bytes.ts";
import { compare, type StringMap, sortedKeys } from "../print/labels.ts";
import type { DescribeText } from "./text.ts";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** Longer annotations get lines of their own, and are cut. In bytes. Source: kubectl/pkg/describe maxAnnotationLen. */
const LONGEST_ANNOTATION = 140;

/** `Name`, `Namespace`, the first lines of most descriptions. */
export function describeName(text: DescribeText, { metadata }: KubeObject): void {
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
}

export function describeLabelsAndAnnotations(text: DescribeText, { metadata }: KubeObject): void {
  describeLabels(text, "Labels", metadata.labels);
  describeAnnotations(text, "Annotations", metadata.annotations);
}

/** A title, then values below each other in the second column. */
export function describeList(text: DescribeText, title: string, values: readonly string[]): void {
  const lines = values.length === 0 ? ["<none>"] : values;
  for (const [i, line] of lines.entries()) text.line(0, `${i === 0 ? `${title}:` : ""}\t${line}`);
}

/** Source: kubectl/pkg/describe printLabelsMultiline. */
export function describeLabels(text: DescribeText, title: string, labels: StringMap | undefined): void {
  describeList(
    text,
    title,
    sortedKeys(labels).map((key) => `${key}=${labels?.[key] ?? ""}`),
  );
}

/** Source: kubectl/pkg/describe printAnnotationsMultiline. */
export function describeAnnotations(text: DescribeText, title: string, annotations: StringMap | undefined): void {
  const keys = sortedKeys(annotations).filter((key) => key !== LAST_APPLIED);
  if (keys.length === 0) return text.line(0, `${title}:\t<none>`);
  text.write(0, `${title}:\t`);
  for (const [i, key] of keys.entries()) {
    if (i > 0) text.write(0, "\t");
    describeAnnotation(text, key, (annotations?.[key] ?? "").replace(/\n$/, ""));
  }
}

function describeAnnotation(text: DescribeText, key: string, value: string): void {
  const length = utf8Length(value) + utf8Length(key) + 2;
  if (length <= LONGEST_ANNOTATION && !value.includes("\n")) return text.line(0, `${key}: ${value}`);
  text.line(0, `${key}:`);
  for (const line of value.split("\n")) text.line(0, `\t  ${shorten(line, LONGEST_ANNOTATION - 2)}`);
}

/** Source: kubectl/pkg/describe printTaintsMultilineWithIndent; api/core/v1/taint.go ToString. */
export function describeTaints(text: DescribeText, taints: readonly Taint[] | undefined): void {
  const sorted = [...(taints ?? [])].sort((a, b) => compare(`${a.effect},${a.key}`, `${b.effect},${b.key}`));
  describeList(text, "Taints", sorted.map(taintText));
}

export function taintText({ key, value, effect }: Taint): string {
  if (!effect) return value ? `${key}=${value}:` : key;
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`;
}

/** Source: kubectl/pkg/describe printTolerationsMultilineWithIndent. */
export function describeTolerations(
  text: DescribeText,
  title: string,
  tolerations: readonly Toleration[] | undefined,
): void {
  const sorted = [...(tolerations ?? [])].sort((a, b) => compare(a.key ?? "", b.key ?? ""));
  describeList(text, title, sorted.map(tolerationText));
}

function tolerationText({ key = "", value, effect, operator, tolerationSeconds }: Toleration): string {
  let text = key;
  if (value) text += `=${value}`;
  if (effect) text += `:${effect}`;
  if (operator === "Exists" && !value) text += text === "" ? "op=Exists" : " op=Exists";
  return tolerationSeconds === undefined ? text : `${text} for ${tolerationSeconds}s`;
}

/** `DaemonSet/name` of the controller, or undefined. Source: kubectl/pkg/describe printController. */
export function controllerName({ metadata }: KubeObject): string | undefined {
  const owner = metadata.ownerReferences?.find((reference) => reference.controller);
  return owner === undefined ? undefined : `${owner.kind}/${owner.name}`;
}
