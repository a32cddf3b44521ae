import type { KubeObject } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { AggregateFailure, KubectlError, StatusError } from "../command-error.ts";
import { readArguments, type Wanted } from "./arguments.ts";
import { listItems } from "./decode.ts";
import { fileInfos } from "./files.ts";
import { fetch, type Info, requestFor } from "./info.ts";
import { gvrText, Mapper, type Mapping } from "./mapping.ts";

/** What a command asks of the objects that it works on. Source: cli-runtime/pkg/resource/builder.go Builder. */
export interface FindOptions {
  readonly args?: readonly string[];
  /** Whether a type alone means all of its objects. */
  readonly typeAlone?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
  readonly files?: readonly string[];
  /** Whether kubectl itself checks that documents have a kind. */
  readonly validate?: boolean;
  /** Objects of files are replaced by what the server has. */
  readonly latest?: boolean;
  /** Lists are given as their items; true unless told otherwise. */
  readonly flatten?: boolean;
  readonly continueOnError?: boolean;
  /** Objects that are only named are fetched; true unless told otherwise. */
  readonly requireObject?: boolean;
  readonly singleType?: boolean;
  readonly subresource?: string;
}

/** The objects found. They are read from the server while they are visited. */
export class Found {
  readonly #items: () => Iterable<Info | KubectlError>;
  readonly #decorate: (info: Info) => Info;
  readonly #continueOnError: boolean;
  /** Whether the command line named one object. */
  readonly single: boolean;
  /** Whether it named objects or files, and not only types. */
  readonly named: boolean;

  constructor(
    items: () => Iterable<Info | KubectlError>,
    decorate: (info: Info) => Info,
    options: FindOptions,
    kind: { readonly single: boolean; readonly named: boolean },
  ) {
    this.#items = items;
    this.#decorate = decorate;
    this.#continueOnError = options.continueOnError ?? false;
    this.single = kind.single;
    this.named = kind.named;
  }

  /** Visits the objects in order. @throws KubectlError the failures that `ignore` does not take, once all were visited. */
  each(visit: (info: Info) => void, ignore: (error: KubectlError) => boolean = () => false): void {
    const errors: KubectlError[] = [];
    for (const item of this.#items()) {
      try {
        if (item instanceof KubectlError) throw item;
        visit(this.#decorate(item));
      } catch (error) {
        if (!(error instanceof KubectlError)) throw error;
        if (!this.#continueOnError && !ignore(error)) throw error;
        errors.push(error);
      }
    }
    throwAll(errors.filter((error) => !ignore(error)));
  }

  /** All of them at once. @throws KubectlError where any of them failed. */
  infos(ignore?: (error: KubectlError) => boolean): readonly Info[] {
    const infos: Info[] = [];
    this.each((info) => infos.push(info), ignore);
    return infos;
  }

  /** What could be read, and what failed. */
  partial(): { readonly infos: readonly Info[]; readonly error?: KubectlError } {
    const infos: Info[] = [];
    try {
      this.each((info) => infos.push(info));
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      return { infos, error };
    }
    return { infos };
  }
}

/** Throws one failure as it is, and several together. */
export function throwAll(errors: readonly KubectlError[]): void {
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : new AggregateFailure(errors);
}

export function find(context: CommandContext, options: FindOptions): Found {
  const mapper = new Mapper(context);
  const files = options.files ?? [];
  const selector = (options.selector ?? "").trim();
  const fieldSelector = (options.fieldSelector ?? "").trim();
  if (options.all && (selector !== "" || fieldSelector !== "")) {
    throw new KubectlError("setting 'all' parameter but found a non empty selector. ");
  }
  const wanted = readArguments(options.args ?? [], (name) => mapper.category(name));
  if (files.length > 0) return findInFiles(context, mapper, options, wanted);
  const typeAlone = options.typeAlone === true && wanted.types.length > 0 && wanted.names.length === 0;
  if (options.all || typeAlone || selector !== "" || fieldSelector !== "") {
    return findBySelector(context, mapper, options, wanted, { selector, fieldSelector });
  }
  if (wanted.tuples.length > 0) return findByTuple(context, mapper, options, wanted);
  if (wanted.names.length > 0) return findByName(context, mapper, options, wanted);
  for (const type of wanted.types) mapper.forArgument(type);
  if (wanted.types.length > 0) throw new KubectlError("resource(s) were provided, but no name was specified");
  throw new MissingResource(
    "You must provide one or more resources by argument or filename.\n" +
      "Example resource specifications include:\n" +
      "   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'",
  );
}

/** Nothing was asked for: some commands say so in other words. */
export class MissingResource extends KubectlError {
  override name = "MissingResource";
}

function findInFiles(context: CommandContext, mapper: Mapper, options: FindOptions, wanted: Wanted): Found {
  if (wanted.types.length > 0 && wanted.names.length === 0) {
    throw new KubectlError(
      "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
    );
  }
  if (wanted.names.length > 0)
    throw new KubectlError(
      "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
    );
  if (wanted.tuples.length > 0)
    throw new KubectlError("resource/name arguments cannot be provided when a path is specified");
  const { items, single } = fileInfos(context, mapper, options);
  const decorate = (info: Info) => latest(context, inNamespace(context, info), options);
  return new Found(items, decorate, options, { single, named: true });
}

function latest(context: CommandContext, info: Info, options: FindOptions): Info {
  if (options.latest !== true || info.name === "") return info;
  return { ...fetch(context, info, options.subresource), ...(info.source !== undefined && { source: info.source }) };
}

/** Source: cli-runtime/pkg/resource/visitor.go SetNamespace, RequireNamespace, FilterNamespace. */
function inNamespace(context: CommandContext, info: Info): Info {
  if (!info.resource.namespaced) return setNamespace(info, "");
  if (info.namespace === "") return setNamespace(info, context.namespace);
  if (context.enforceNamespace && info.namespace !== context.namespace) {
    throw new KubectlError(
      `the namespace from the provided object ${JSON.stringify(info.namespace)} does not match the namespace ` +
        `${JSON.stringify(context.namespace)}. You must pass '--namespace=${info.namespace}' to perform this operation.`,
    );
  }
  return info;
}

function setNamespace(info: Info, namespace: string): Info {
  const { object } = info;
  if (object === undefined) return { ...info, namespace };
  if (namespace !== "")
    return { ...info, namespace, object: { ...object, metadata: { ...object.metadata, namespace } } };
  if (object.metadata.namespace === undefined) return { ...info, namespace };
  const { namespace: _, ...metadata } = object.metadata;
  return { ...info, namespace, object: { ...object, metadata } };
}

interface Selectors {
  readonly selector: string;
  readonly fieldSelector: string;
}

function findBySelector(
  context: CommandContext,
  mapper: Mapper,
  options: FindOptions,
  wanted: Wanted,
  by: Selectors,
): Found {
  if (wanted.names.length > 0) throw new KubectlError("name cannot be provided when a selector is specified");
  if (wanted.tuples.length > 0) {
    throw new KubectlError("selectors and the all flag cannot be used when passing resource/name arguments");
  }
  if (wanted.types.length === 0) throw new KubectlError("at least one resource must be specified to use a selector");
  if (options.subresource) throw new KubectlError("subresource cannot be used when bulk resources are specified");
  const mappings = mappingsOf(mapper, wanted, options);
  const namespace = options.allNamespaces ? "" : context.namespace;
  const items = function* () {
    for (const mapping of mappings) yield* listInfos(context, mapping, namespace, by, options.flatten ?? true);
  };
  return new Found(items, (info) => info, options, { single: false, named: false });
}

function mappingsOf(mapper: Mapper, wanted: Wanted, options: FindOptions): readonly Mapping[] {
  if (options.singleType && wanted.types.length > 1)
    throw new KubectlError("you may only specify a single resource type");
  const seen = new Map<string, Mapping>();
  for (const type of wanted.types) {
    const mapping = mapper.forArgument(type);
    seen.set(`${mapping.resource.resource} ${mapping.version}`, mapping);
  }
  return [...seen.values()];
}

function* listInfos(
  context: CommandContext,
  mapping: Mapping,
  namespace: string,
  by: Selectors,
  flatten: boolean,
): Generator<Info | KubectlError> {
  const info: Info = { ...mapping, namespace: mapping.resource.namespaced ? namespace : "", name: "" };
  let list: KubeObject;
  try {
    list = context.send<KubeObject>({
      ...requestFor(info, "list"),
      options: {
        ...(by.selector !== "" && { labelSelector: by.selector }),
        ...(by.fieldSelector !== "" && { fieldSelector: by.fieldSelector }),
      },
    });
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    return yield enhanceListError(error, mapping, by);
  }
  if (!flatten) return yield { ...info, object: list };
  for (const object of listItems(list) ?? []) {
    const { name = "", namespace: own = "" } = object.metadata;
    yield { ...mapping, namespace: own, name, object };
  }
}

/** Source: cli-runtime/pkg/resource/selector.go EnhanceListError. */
function enhanceListError(error: KubectlError, mapping: Mapping, { selector, fieldSelector }: Selectors): KubectlError {
  if (!(error instanceof StatusError) || !["BadRequest", "NotFound"].includes(error.status.reason ?? "")) return error;
  const subject = JSON.stringify(gvrText(mapping));
  const quoted = [selector, fieldSelector].map((text) => JSON.stringify(text));
  const what =
    selector === "" && fieldSelector === ""
      ? `Unable to list ${subject}`
      : `Unable to find ${subject} that match label selector ${quoted[0]}, field selector ${quoted[1]}`;
  return new StatusError({ ...error.status, message: `${what}: ${error.message}` });
}

function findByTuple(context: CommandContext, mapper: Mapper, options: FindOptions, wanted: Wanted): Found {
  const mappings = new Map(wanted.tuples.map(({ type }) => [type, mapper.forArgument(type)]));
  const kinds = new Set([...mappings.values()].map((m) => m.resource.resource));
  if (options.singleType && kinds.size > 1) throw new KubectlError("you may only specify a single resource type");
  const infos = wanted.tuples.map(({ type, name }) => namedInfo(context, mappings.get(type) as Mapping, name, options));
  return new Found(() => infos, retrieve(context, options), options, { single: infos.length === 1, named: true });
}

function findByName(context: CommandContext, mapper: Mapper, options: FindOptions, wanted: Wanted): Found {
  if (wanted.types.length > 1) throw new KubectlError("you must specify only one resource");
  const mapping = mapper.forArgument(wanted.types[0] ?? "");
  const infos = wanted.names.map((name) => namedInfo(context, mapping, name, options));
  return new Found(() => infos, retrieve(context, options), options, { single: infos.length === 1, named: true });
}

function namedInfo(context: CommandContext, mapping: Mapping, name: string, options: FindOptions): Info {
  if (!mapping.resource.namespaced) return { ...mapping, namespace: "", name };
  if (options.allNamespaces) throw new KubectlError("a resource cannot be retrieved by name across all namespaces");
  return { ...mapping, namespace: context.namespace, name };
}

function retrieve(context: CommandContext, options: FindOptions): (info: Info) => Info {
  return (info) => (options.requireObject === false ? info : fetch(context, info, options.subresource));
}
