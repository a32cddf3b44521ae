import { readYaml } from "@kubetick/cluster";
import type { Json, JsonObject } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { find, type Info } from "../resources/index.ts";
import { sameJson } from "./merge-patch.ts";

const SOURCE = "edited-file";

function parsed(text: string): Json | undefined {
  try {
    return readYaml(text);
  } catch {
    return undefined;
  }
}

/** Without the lines that are comments. Source: pkg/cmd/util ManualStrip. */
export function stripComments(text: string): string {
  const lines = text.split("\n").filter((line) => !line.startsWith("#"));
  return lines.join("\n");
}

/** Whether two texts mean the same; where they mean nothing, whether they are the same but for comments. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [parsed(a), parsed(b)];
  if (left !== undefined && right !== undefined) return sameJson(left, right);
  return left === right && stripComments(a) === stripComments(b);
}

/** Whether kubectl's own check passes: a document has a kind and a version. Source: pkg/validation/schema.go getObjectKind. */
export function isValidEdit(text: string): boolean {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { apiVersion, kind } = value as JsonObject;
  return typeof apiVersion === "string" && typeof kind === "string";
}

export function hasLines(text: string): boolean {
  return text.split("\n").some((line) => line.trim() !== "" && !line.trim().startsWith("#"));
}

/** The objects of the edited text. @throws KubectlError where it cannot be read. */
export function parseEdited(context: CommandContext, text: string): readonly Info[] {
  const host = { ...context.host, readFile: () => text };
  const infos = find({ ...context, host, enforceNamespace: false }, { files: [SOURCE], continueOnError: true }).infos();
  for (const info of infos) requireNamespace(context, info);
  return infos;
}

function requireNamespace(context: CommandContext, { resource, namespace }: Info): void {
  if (!resource.namespaced || namespace === context.namespace) return;
  throw new KubectlError(
    `the namespace from the provided object ${JSON.stringify(namespace)} does not match the namespace ` +
      `${JSON.stringify(context.namespace)}. You must pass '--namespace=${namespace}' to perform this operation.`,
  );
}
