import type { KubeObject } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { toJson } from "../print/json.ts";
import { jsonPathPrinter } from "../print/jsonpath/print.ts";
import { objectName } from "../print/name.ts";
import { toYaml } from "../print/yaml/emitter.ts";
import type { DryRun } from "./options.ts";

const FORMATS =
  "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml";

/** Prints an object that a command has worked on; `operation` says what was done: `created`. */
export type PrintResult = (object: KubeObject, operation: string) => void;

/**
 * `daemonset.apps/x configured`, or what `-o` asks for.
 * Source: cli-runtime/pkg/genericclioptions/print_flags.go, printers/name.go.
 * @throws KubectlError where `-o` names no known format.
 */
export function resultPrinter(context: CommandContext, dryRun: DryRun = "none"): PrintResult {
  const output = context.flags.text("output");
  const print = printerFor(context, output.toLowerCase(), output, dryRun);
  const keepManagedFields = context.flags.bool("show-managed-fields");
  return (object, operation) => print(keepManagedFields ? object : withoutManagedFields(object), operation);
}

function printerFor(context: CommandContext, format: string, output: string, dryRun: DryRun): PrintResult {
  const { out } = context;
  const suffix = dryRun === "none" ? "" : dryRun === "client" ? " (dry run)" : " (server dry run)";
  if (format === "") {
    return (object, operation) => out(`${objectName(object)}${operation === "" ? "" : " "}${operation}${suffix}\n`);
  }
  if (format === "name") return (object) => out(`${objectName(object)}\n`);
  if (format === "json") return (object) => out(toJson(object));
  if (format === "yaml") return yamlPrinter(out);
  const [, path] = /^jsonpath=(.*)$/s.exec(output) ?? [];
  if (path !== undefined) {
    const printer = jsonPathPrinter(path, context.flags.bool("allow-missing-template-keys"));
    return (object) => out(printer.print(object));
  }
  throw new KubectlError(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${FORMATS}`,
  );
}

function yamlPrinter(out: (text: string) => void): PrintResult {
  let count = 0;
  return (object) => {
    if (count++ > 0) out("---\n");
    out(toYaml(object));
  };
}

export function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Whether `-o` asks for the object rather than for what was done. */
export function printsObjects(context: CommandContext): boolean {
  const output = context.flags.text("output");
  return output !== "" && output !== "name";
}
