import { KubectlError } from "../../command-error.ts";
import { toJsonLine } from "../json.ts";
import { findResults, JsonPathError } from "./evaluate.ts";
import { goSyntax } from "./go-syntax.ts";
import type { Template } from "./nodes.ts";
import { parseTemplate } from "./parse.ts";

export interface JsonPathPrinter {
  /** The text of one object, or of a list. Throws a KubectlError in kubectl's words. */
  print(object: unknown): string;
}

/** Source: cli-runtime/pkg/printers/jsonpath.go JSONPathPrinter. */
export function jsonPathPrinter(template: string, allowMissingKeys: boolean): JsonPathPrinter {
  const parsed = parse(template);
  return {
    print(object) {
      try {
        const results = findResults(parsed, object, allowMissingKeys);
        return results.map((values) => values.map(valueText).join(" ")).join("");
      } catch (error) {
        if (!(error instanceof JsonPathError)) throw error;
        throw new KubectlError(
          `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${error.message}. ` +
            `Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n` +
            `\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`,
        );
      }
    },
  };
}

function parse(template: string): Template {
  try {
    return parseTemplate(template);
  } catch (error) {
    throw new KubectlError(`error parsing jsonpath ${template}, ${(error as Error).message}`);
  }
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return typeof value === "object" ? toJsonLine(value) : String(value);
}
