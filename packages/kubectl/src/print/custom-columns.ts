import { KubectlError } from "../command-error.ts";
import { escapeTerminal } from "./escape.ts";
import { findResults, goValue } from "./jsonpath/evaluate.ts";
import type { Template } from "./jsonpath/nodes.ts";
import { parseTemplate } from "./jsonpath/parse.ts";
import { TABLE_LAYOUT, TabWriter } from "./tab-writer.ts";

interface CustomColumn {
  readonly header: string;
  readonly path: Template;
}

/**
 * Prints `-o custom-columns=NAME:.metadata.name,…`.
 *
 * Source: kubectl/pkg/cmd/get/customcolumn.go.
 */
export class CustomColumnsPrinter {
  readonly #columns: readonly CustomColumn[];
  #headersDue: boolean;

  constructor(spec: string, noHeaders: boolean) {
    if (spec === "") throw new KubectlError("custom-columns format specified but no custom columns given");
    this.#columns = spec.split(",").map(parseColumn);
    this.#headersDue = !noHeaders;
  }

  print(objects: readonly unknown[], writer: TabWriter = new TabWriter(TABLE_LAYOUT)): string {
    if (this.#headersDue) writer.write(`${this.#columns.map((column) => column.header).join("\t")}\n`);
    this.#headersDue = false;
    for (const object of objects) writer.write(`${this.#columns.map((c) => cell(c, object)).join("\t")}\n`);
    return writer.flush();
  }
}

function parseColumn(part: string): CustomColumn {
  const colon = part.indexOf(":");
  if (colon < 0) throw new KubectlError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
  return { header: part.slice(0, colon), path: parseTemplate(relaxedPath(part.slice(colon + 1))) };
}

/** Takes `metadata.name` with or without the dot and the braces. Source: customcolumn.go RelaxedJSONPathExpression. */
export function relaxedPath(expression: string): string {
  if (expression === "") return expression;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (match === null) {
    throw new KubectlError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${match[1] ?? match[2]}}`;
}

function cell({ path }: CustomColumn, object: unknown): string {
  const values = findResults(path, object, true).flat();
  return values.length === 0 ? "<none>" : values.map((value) => escapeTerminal(goValue(value))).join(",");
}
