import type { Json } from "@kubetick/core";
import { type Document, LineCounter, parseDocument, type ScalarTag, type Tags, type YAMLParseError } from "yaml";
import { withIndentedQuotes } from "./quotes.ts";

/** More aliases than this, or more nodes than this through them, are an attack and no manifest. */
const MAX_ALIASES = 100;

const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;

/** YAML 1.1's plain words and numbers, as far as sigs.k8s.io/yaml (goyaml v2) reads them. */
const BOOLEAN: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  identify: (value) => typeof value === "boolean",
  test: new RegExp(`${TRUE.source}|${FALSE.source}`),
  resolve: (text) => TRUE.test(text),
};

const INTEGER: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  identify: (value) => typeof value === "number",
  test: /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+|\d[\d_]*)$/,
  resolve: (text) => integer(text.replaceAll("_", "")),
};

function integer(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[-+]/, "");
  return sign * Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

function tags(base: Tags): Tags {
  const others = base.filter((tag) => typeof tag === "string" || !/:(bool|int)$/.test(tag.tag));
  return [BOOLEAN, INTEGER, ...others];
}

/** One YAML document as JSON. @throws Error with the text that Go's YAML library would give, as far as that is known. */
export function readYaml(text: string): Json {
  const document = parsed(text);
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as Json;
  } catch (failure) {
    if (!(failure instanceof ReferenceError)) throw failure;
    if (/alias count/i.test(failure.message)) throw new Error("yaml: document contains excessive aliasing");
    const [, name = ""] = /Unresolved alias.*: (.*)$/.exec(failure.message) ?? [];
    throw new Error(`yaml: unknown anchor '${name}' referenced`);
  }
}

function parsed(text: string): Document {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    schema: "core",
    customTags: tags,
    merge: true,
    uniqueKeys: false,
    stringKeys: false,
    lineCounter,
    prettyErrors: false,
    logLevel: "silent",
  });
  const [error] = document.errors;
  if (error === undefined) return document;
  const mended = withIndentedQuotes(text);
  if (mended !== undefined) return parsed(mended);
  throw new Error(goyamlError(error, text, lineCounter));
}

/**
 * The words of Go's YAML library for this error. Its scanner counts lines from 1, its parser from 0, and neither names the first.
 * Source: sigs.k8s.io/yaml/goyaml.v2 decode.go fail.
 */
function goyamlError(error: YAMLParseError, text: string, lines: LineCounter): string {
  const { line } = lines.linePos(error.pos[0]);
  const rows = text.split("\n");
  if (error.code === "TAB_AS_INDENT" || /^ *\t/.test(rows[line - 1] ?? "")) {
    return atLine(line, "found a tab character that violates indentation");
  }
  switch (error.code) {
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return atLine(lineOfColon(error.pos[0], text, lines), "mapping values are not allowed in this context");
    case "BAD_SCALAR_START":
      return atLine(line > 1 ? line : 0, "found character that cannot start any token");
    case "BAD_INDENT":
      return atLine(line - 1, `did not find expected ${flowEnd(error.message) ?? "key"}`);
    case "MISSING_CHAR":
      if (/quote/.test(error.message)) return atLine(line, "found unexpected end of stream");
      if (flowEnd(error.message) !== undefined)
        return atLine(line - 1, `did not find expected ${flowEnd(error.message)}`);
      return atLine(line + 1, "could not find expected ':'");
    default:
      return atLine(line - 1, "did not find expected key");
  }
}

function atLine(line: number, problem: string): string {
  return line === 0 ? `yaml: ${problem}` : `yaml: line ${line}: ${problem}`;
}

function flowEnd(message: string): string | undefined {
  if (message.includes("end with a ]") || /flow seq/i.test(message)) return "',' or ']'";
  return message.includes("end with a }") || /flow map/i.test(message) ? "',' or '}'" : undefined;
}

/** The line of the `:` that ends the key which starts here: a plain word may go on over several lines. */
function lineOfColon(start: number, text: string, lines: LineCounter): number {
  const colon = /:(?=\s|$)/.exec(text.slice(start));
  return lines.linePos(start + (colon?.index ?? 0)).line;
}
