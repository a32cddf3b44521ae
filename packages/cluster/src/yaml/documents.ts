import type { Json } from "@kubetick/core";
import { readYaml } from "./read.ts";

/**
 * The documents of a text, YAML or JSON, in order; empty ones are left out. A generator, since the documents before a broken
 * one still count. Source: apimachinery/pkg/util/yaml decoder.go; cli-runtime/pkg/resource/visitor.go StreamVisitor.
 * @throws Error with the words of kubectl
 */
export function* readDocuments(text: string): Generator<Json> {
  if (/^\s*\{/.test(text)) {
    const json = jsonStream(text);
    if (json !== undefined) return yield* json;
  }
  for (const part of splitDocuments(text)) {
    const value = parsed(part, text);
    if (value !== null && value !== undefined) yield value;
  }
}

/** JSON objects one after another, as Go's decoder reads them; undefined where the text is something else. */
function jsonStream(text: string): readonly Json[] | undefined {
  try {
    return [JSON.parse(text) as Json];
  } catch {
    return undefined;
  }
}

function* splitDocuments(text: string): Generator<string> {
  let part = "";
  for (const line of text.split(/(?<=\n)/)) {
    if (!line.startsWith("---")) {
      part += line;
      continue;
    }
    const after = line.slice(3).trim();
    if (after !== "" && !after.startsWith("#")) throw new Error(`invalid Yaml document separator: ${after}`);
    if (part !== "") yield part;
    part = "";
  }
  if (part !== "") yield part;
}

function parsed(part: string, text: string): Json {
  try {
    return readYaml(part);
  } catch (error) {
    const message = (error as Error).message;
    if (/^\s*\{/.test(text) && message.includes("did not find expected")) throw new Error("unexpected EOF");
    throw new Error(`error converting YAML to JSON: ${message}`);
  }
}
