import type { KubeObject } from "@kubetick/core";
import type { Command, CommandContext } from "../command.ts";
import { isNotFound, KubectlError, usageError } from "../command-error.ts";
import { groupKind, tableFor } from "../print/kinds.ts";
import { itemsOf, type ObjectPrinter, objectPrinter } from "../print/printer.ts";
import { sortBy } from "../print/sort.ts";
import { TABLE_LAYOUT, TabWriter } from "../print/tab-writer.ts";
import type { Table } from "../print/table.ts";
import { type TableOptions, TablePrinter } from "../print/table-printer.ts";
import { type FindOptions, type Found, find, type Info, kindText, throwAll } from "../resources/index.ts";
import { GET_FLAGS } from "./get-flags.ts";
import { watch } from "./get-watch.ts";

/** `kubectl get`. Source: kubectl/pkg/cmd/get/get.go. */
export const get: Command = {
  name: "get",
  flags: GET_FLAGS,
  run(context) {
    validate(context);
    if (context.flags.bool("watch") || context.flags.bool("watch-only")) return watch(context);
    if (context.args.length === 0 && context.flags.list("filename").length === 0) throw nothingAsked(context);
    const found = find(context, { ...findOptions(context), flatten: !isTable(context), continueOnError: true });
    if (isTable(context)) printTables(context, found);
    else printObjects(context, found);
  },
};

function validate({ flags }: CommandContext): void {
  const output = flags.text("output");
  if (flags.text("raw") !== "") throw new KubectlError("--raw is not simulated");
  if (flags.bool("show-labels") && output !== "" && output !== "wide") {
    throw new KubectlError(`--show-labels option cannot be used with ${output} printer`);
  }
  if (flags.list("label-columns").length > 0 && output.startsWith("custom-columns")) {
    throw new KubectlError(`--label-columns option cannot be used with ${output} printer`);
  }
  if (flags.bool("output-watch-events") && !flags.bool("watch") && !flags.bool("watch-only")) {
    throw new KubectlError("--output-watch-events option can only be used with --watch or --watch-only");
  }
}

function nothingAsked({ err, path }: CommandContext): KubectlError {
  err(
    "You must specify the type of resource to get. " +
      'Use "kubectl api-resources" for a complete list of supported resources.\n\n',
  );
  return usageError(
    path,
    "Required resource not specified.\n" +
      'Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
  );
}

export function findOptions({ args, flags }: CommandContext): FindOptions {
  return {
    args,
    typeAlone: true,
    selector: flags.text("selector"),
    fieldSelector: flags.text("field-selector"),
    allNamespaces: flags.bool("all-namespaces"),
    files: flags.list("filename"),
    latest: true,
    subresource: flags.text("subresource"),
  };
}

export function isTable({ flags }: CommandContext): boolean {
  const output = flags.text("output");
  return output === "wide" || (output === "" && flags.text("template") === "");
}

export function printerOf({ flags, host }: CommandContext): ObjectPrinter {
  return objectPrinter(flags.text("output") || "go-template", {
    allowMissingKeys: flags.bool("allow-missing-template-keys"),
    showManagedFields: flags.bool("show-managed-fields"),
    noHeaders: flags.bool("no-headers"),
    template: flags.text("template"),
    tables: true,
    readFile: (path) => host.readFile(path),
  });
}

export function tableOptions({ flags }: CommandContext): TableOptions {
  return {
    wide: flags.text("output") === "wide",
    noHeaders: flags.bool("no-headers"),
    showLabels: flags.bool("show-labels"),
    columnLabels: flags.list("label-columns"),
  };
}

/** The rows of what one request answered: an object, or a list. */
export function tableOf(info: Info, now: number): Table {
  return tableFor(
    groupKind(info.resource.kind, info.resource.group === "" ? "v1" : `${info.resource.group}/v1`),
    rows(info),
    now,
  );
}

function rows({ object }: Info): readonly KubeObject[] {
  return object === undefined ? [] : itemsOf(object);
}

/** Tables of several kinds are separated by empty lines, and say the kind before each name. */
function printTables(context: CommandContext, found: Found): void {
  const { flags, host, namespace, out, err } = context;
  const { infos, errors } = gather(context, found);
  const allNamespaces = flags.bool("all-namespaces");
  const withKind = flags.bool("show-kind") || new Set(infos.map(kindText)).size > 1;
  const writer = new TabWriter(TABLE_LAYOUT);
  let written = false;
  let separatorDue = false;
  const flush = (): void => {
    const text = writer.flush();
    if (text === "") return;
    out(separatorDue ? `\n${text}` : text);
    separatorDue = false;
    written = true;
  };
  let printer: TablePrinter | undefined;
  let last: Info | undefined;
  for (const info of infos) {
    if (printer === undefined || last?.resource !== info.resource) {
      flush();
      writer.forgetWidths();
      separatorDue = last !== undefined && !flags.bool("no-headers") && written;
      printer = new TablePrinter(writer, {
        ...tableOptions(context),
        withNamespace: allNamespaces && info.resource.namespaced,
        kindPrefix: withKind ? kindText(info) : undefined,
      });
      last = info;
    }
    printer.print(sorted(context, tableOf(info, host.now())));
  }
  flush();
  if (!written && errors.length === 0 && !flags.bool("ignore-not-found")) {
    const namespaced = !allNamespaces && infos.every((info) => info.resource.namespaced);
    err(namespaced ? `No resources found in ${namespace} namespace.\n` : "No resources found\n");
  }
  throwAll(errors);
}

/** A table that cannot be sorted is not printed, without a word: kubectl drops the error. */
function sorted({ flags }: CommandContext, table: Table): Table {
  const field = flags.text("sort-by");
  // One row is sorted already, whatever the field is.
  if (field === "" || table.rows.length < 2) return table;
  try {
    return { ...table, rows: sortBy(table.rows, field, (row) => row.object) };
  } catch (error) {
    if (error instanceof KubectlError) return { ...table, rows: [] };
    throw error;
  }
}

/** All that could be read, and the failures, without those that `--ignore-not-found` forgives. */
function gather({ flags }: CommandContext, found: Found): { infos: readonly Info[]; errors: readonly KubectlError[] } {
  const infos: Info[] = [];
  const ignore = (error: KubectlError) => flags.bool("ignore-not-found") && isNotFound(error);
  try {
    found.each((info) => infos.push(info), ignore);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    return { infos, errors: [error] };
  }
  return { infos, errors: [] };
}

/** One object that was named is printed as it is; anything else as one list. */
function printObjects(context: CommandContext, found: Found): void {
  const { flags, out } = context;
  const { infos, errors } = gather(context, found);
  if (found.single) throwAll(errors);
  if (infos.length === 0 && flags.bool("ignore-not-found")) return throwAll(errors);
  const printer = printerOf(context);
  const objects = infos.flatMap((info) => info.object ?? []);
  const [only] = objects;
  try {
    out(printer.print(found.single && only !== undefined && objects.length === 1 ? only : listOf(context, objects)));
  } catch (error) {
    throw error instanceof KubectlError ? error : new KubectlError((error as Error).message);
  }
  throwAll(errors);
}

function listOf({ flags }: CommandContext, objects: readonly KubeObject[]): KubeObject {
  const field = flags.text("sort-by");
  const items = field === "" ? objects : sortBy(objects, field, (object) => object);
  return { apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } } as unknown as KubeObject;
}
