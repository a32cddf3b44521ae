import type { KubeObject } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";
import { CustomColumnsPrinter } from "./custom-columns.ts";
import { toJson, toJsonLine } from "./json.ts";
import { jsonPathPrinter } from "./jsonpath/print.ts";
import { objectName } from "./name.ts";
import { TABLE_LAYOUT, TabWriter } from "./tab-writer.ts";
import { toYaml } from "./yaml/emitter.ts";

/** Prints whole objects, for every `-o` but the tables. A list is an object with `items`. */
export interface ObjectPrinter {
  /** The text of one object. `eventType` wraps it in a watch event. */
  print(object: KubeObject, eventType?: string): string;
}

export interface ObjectPrinterOptions {
  readonly allowMissingKeys?: boolean;
  readonly showManagedFields?: boolean;
  readonly noHeaders?: boolean;
  /** `--template`. */
  readonly template?: string;
  /** Whether tables are a format of the command: they are listed among the allowed ones. */
  readonly tables?: boolean;
  /** Whether custom columns are. */
  readonly readFile?: (path: string) => string;
}

const OBJECT_FORMATS = [
  ...["go-template", "go-template-file", "json", "jsonpath", "jsonpath-as-json", "jsonpath-file", "kyaml", "name"],
  ...["template", "templatefile", "yaml"],
];
const WITHOUT_ARGUMENT: ReadonlySet<string> = new Set(["json", "kyaml", "name", "yaml"]);
const TABLE_FORMATS = ["custom-columns", "custom-columns-file", "wide"];

/**
 * The printer for an `-o` value such as `yaml` or `jsonpath={.metadata.name}`.
 *
 * Source: cli-runtime/pkg/genericclioptions/print_flags.go, kubectl/pkg/cmd/get/get_flags.go ToPrinter.
 * @throws KubectlError where there is no such format, or its template cannot be read.
 */
export function objectPrinter(output: string, options: ObjectPrinterOptions = {}): ObjectPrinter {
  const equals = output.indexOf("=");
  const format = equals < 0 ? output : output.slice(0, equals);
  const argument = equals < 0 ? (options.template ?? "") : output.slice(equals + 1);
  // Only templates and columns take an argument.
  if (equals >= 0 && WITHOUT_ARGUMENT.has(format)) throw noSuchFormat(output, options);
  try {
    return printerFor(format, argument, output, options);
  } catch (error) {
    throw error instanceof KubectlError ? error : new KubectlError((error as Error).message);
  }
}

function printerFor(format: string, argument: string, output: string, options: ObjectPrinterOptions): ObjectPrinter {
  switch (format) {
    case "json":
      return {
        print: (object, type) => (type === undefined ? toJson(shown(object, options)) : eventLine(object, type)),
      };
    case "yaml":
      return yamlPrinter(options);
    case "name":
      return {
        print: (object) =>
          itemsOf(object)
            .map((item) => `${objectName(item)}\n`)
            .join(""),
      };
    case "jsonpath":
      return pathPrinter(template(argument), options);
    case "jsonpath-file":
      return pathPrinter(read(template(argument), options), options);
    case "custom-columns":
      return columnsPrinter(argument, options);
    case "go-template":
    case "template":
    case "go-template-file":
    case "templatefile":
    case "jsonpath-as-json":
    case "custom-columns-file":
    case "kyaml":
      template(format === "kyaml" ? format : argument);
      throw new KubectlError(`the output format ${JSON.stringify(format)} is not simulated`);
    default:
      throw noSuchFormat(output, options);
  }
}

function noSuchFormat(output: string, { tables = false }: ObjectPrinterOptions): KubectlError {
  const formats = [...OBJECT_FORMATS, ...(tables ? TABLE_FORMATS : [])].sort();
  return new KubectlError(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, ` +
      `allowed formats are: ${formats.join(",")}`,
  );
}

function template(argument: string): string {
  if (argument === "") throw new KubectlError("template format specified but no template given");
  return argument;
}

function read(path: string, { readFile }: ObjectPrinterOptions): string {
  try {
    return readFile?.(path) ?? "";
  } catch {
    throw new KubectlError(`error reading --template ${path}, open ${path}: no such file or directory\n`);
  }
}

function yamlPrinter(options: ObjectPrinterOptions): ObjectPrinter {
  let separator = "";
  return {
    print(object, type) {
      const printed = shown(object, options);
      const text = separator + toYaml(type === undefined ? printed : { object: printed, type });
      separator = "---\n";
      return text;
    },
  };
}

function eventLine(object: KubeObject, type: string): string {
  return `{"type":${JSON.stringify(type)},"object":${toJsonLine(object)}}\n`;
}

function pathPrinter(path: string, { allowMissingKeys = true }: ObjectPrinterOptions): ObjectPrinter {
  return jsonPathPrinter(path, allowMissingKeys);
}

function columnsPrinter(spec: string, { noHeaders = false }: ObjectPrinterOptions): ObjectPrinter {
  const printer = new CustomColumnsPrinter(spec, noHeaders);
  // One writer for all, so that the columns of a watch keep their widths.
  const writer = new TabWriter(TABLE_LAYOUT);
  return {
    print: (object, type) => printer.print(type === undefined ? itemsOf(object) : [{ type, object }], writer),
  };
}

export function itemsOf(object: KubeObject): readonly KubeObject[] {
  const { items } = object as KubeObject & { readonly items?: unknown };
  return Array.isArray(items) ? (items as readonly KubeObject[]) : [object];
}

/** Without the managed fields, which are shown only where asked for. Source: cli-runtime/pkg/printers/managedfields.go. */
function shown(object: KubeObject, { showManagedFields = false }: ObjectPrinterOptions): KubeObject {
  if (showManagedFields) return object;
  const { items } = object as KubeObject & { readonly items?: unknown };
  if (Array.isArray(items)) return { ...object, items: items.map(withoutManagedFields) } as KubeObject;
  return withoutManagedFields(object);
}

function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
