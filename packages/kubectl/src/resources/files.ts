import type { Json, KubeObject } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { AggregateFailure, KubectlError } from "../command-error.ts";
import { decodeDocument, listItems, validateDocument } from "./decode.ts";
import { documents } from "./documents.ts";
import type { FindOptions } from "./find.ts";
import type { Info } from "./info.ts";
import type { Mapper } from "./mapping.ts";

interface File {
  /** The name in messages: `STDIN` for `-`. */
  readonly source: string;
  readonly text: string;
}

/** The objects of all files, and whether they come from one file alone. Missing files fail at once, before any object is read. */
export function fileInfos(
  context: CommandContext,
  mapper: Mapper,
  options: FindOptions,
): { readonly items: () => Iterable<Info | KubectlError>; readonly single: boolean } {
  const files = readFiles(context, options.files ?? []);
  const items = function* () {
    for (const file of files) yield* infosOf(file, mapper, options);
  };
  return { items, single: files.length === 1 && files[0]?.source !== STDIN };
}

const STDIN = "STDIN";

function readFiles(context: CommandContext, given: readonly string[]): readonly File[] {
  const expansions = given.map((path) => expanded(context, path));
  if (expansions[0]?.length === 0)
    throw new KubectlError(
      `error reading [${given[0]}]: recognized file extensions are [${FILE_EXTENSIONS.join(" ")}]`,
    );
  const paths = expansions.flat();
  if (paths.filter((path) => path === "-").length > 1) {
    throw new KubectlError("standard input cannot be used for multiple arguments");
  }
  const files: File[] = [];
  const errors: KubectlError[] = [];
  for (const path of paths) {
    try {
      files.push({ source: path === "-" ? STDIN : path, text: context.host.readFile(path) });
    } catch {
      errors.push(new KubectlError(`the path ${JSON.stringify(path)} does not exist`));
    }
  }
  if (errors.length > 0) throw new AggregateFailure(errors);
  return files;
}

const FILE_EXTENSIONS = [".json", ".yaml", ".yml"];

/**
 * The files that a path stands for: itself, or what a folder has of objects, in the order of names.
 * Source: cli-runtime/pkg/resource/visitor.go ExpandPathsToFileVisitors.
 */
function expanded(context: CommandContext, path: string): readonly string[] {
  if (/^https?:\/\//.test(path)) throw new KubectlError(`URLs (-f ${path}) are not simulated: nothing is fetched`);
  const entries = path === "-" ? undefined : context.host.listFolder?.(path);
  if (entries === undefined) return [path];
  const recursive = context.flags.bool("recursive");
  const folderPath = cleaned(path);
  return [...entries]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, folder }) => {
      const inside = cleaned(`${folderPath}/${name}`);
      if (folder) return recursive ? expanded(context, inside) : [];
      return FILE_EXTENSIONS.some((extension) => name.endsWith(extension)) ? [inside] : [];
    });
}

/** Source: path/filepath Clean, but for `..`. */
function cleaned(path: string): string {
  const parts = path.split("/").filter((part, at) => part !== "." && (part !== "" || at === 0));
  return parts.join("/") || ".";
}

/** A document that cannot be parsed ends its file: what was read before it counts. */
function* infosOf({ source, text }: File, mapper: Mapper, options: FindOptions): Generator<Info | KubectlError> {
  try {
    for (const document of documents(text, source)) {
      if (options.validate) validateDocument(document, source);
      yield* documentInfos(document, source, mapper, options.flatten ?? true);
    }
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    yield error;
  }
}

function* documentInfos(
  document: Json,
  source: string,
  mapper: Mapper,
  flatten: boolean,
): Generator<Info | KubectlError> {
  let object: KubeObject;
  try {
    object = decodeDocument(document, source);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    return yield error;
  }
  const items = flatten ? listItems(object) : undefined;
  if (items !== undefined) return yield* itemInfos(items, source, mapper);
  const info = infoOf(object, source, mapper);
  yield info ?? unknownKind(object, source);
}

function* itemInfos(items: readonly KubeObject[], source: string, mapper: Mapper): Generator<Info | KubectlError> {
  const errors: KubectlError[] = [];
  for (const item of items) {
    const nested = listItems(item);
    if (nested !== undefined) {
      yield* itemInfos(nested, source, mapper);
      continue;
    }
    const object = decodeDocument(item as unknown as Json, source);
    const info = infoOf(object, source, mapper);
    if (info === undefined) errors.push(new KubectlError(`unable to recognize ${noMatches(object)}`));
    else yield info;
  }
  if (errors.length > 0) yield new AggregateFailure(errors);
}

function infoOf(object: KubeObject, source: string, mapper: Mapper): Info | undefined {
  const mapping = mapper.forKind(object.apiVersion ?? "", object.kind);
  if (mapping === undefined) return undefined;
  const { name, namespace } = object.metadata;
  return { ...mapping, object, source, name: textOf(name), namespace: textOf(namespace) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function noMatches(object: KubeObject): string {
  return `no matches for kind ${JSON.stringify(object.kind)} in version ${JSON.stringify(object.apiVersion ?? "")}`;
}

function unknownKind(object: KubeObject, source: string): KubectlError {
  const { name, namespace } = object.metadata;
  const quoted = [textOf(name), textOf(namespace), source].map((text) => JSON.stringify(text));
  return new KubectlError(
    `resource mapping not found for name: ${quoted[0]} namespace: ${quoted[1]} from ${quoted[2]}: ${noMatches(object)}\n` +
      "ensure CRDs are installed first",
  );
}
