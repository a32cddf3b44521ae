import type { Json, KubeObject } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { type Found, find, type Info, requestFor } from "../resources/index.ts";
import { mergePatch } from "./merge-patch.ts";
import { type DryRun, dryRunOf, filesOf, writeOptions } from "./options.ts";
import type { Changes } from "./pairs.ts";
import { resultPrinter } from "./print-result.ts";

type Values = { readonly [key: string]: string };

/** What `label` and `annotate` differ in. */
export interface MetadataChange {
  readonly what: "label" | "annotation";
  readonly field: "labels" | "annotations";
  /** @throws KubectlError where a value would be overwritten. */
  checkOverwrite(values: Values, changes: Changes): void;
  operation(before: KubeObject, changes: Changes): string;
}

export function changeMetadata(
  context: CommandContext,
  resources: readonly string[],
  changes: Changes,
  change: MetadataChange,
): void {
  const dryRun = dryRunOf(context);
  const list = context.flags.bool("list");
  if (list && context.flags.text("output") !== "") {
    throw new KubectlError("--list and --output may not be specified together");
  }
  validate(context, resources, changes, change, dryRun);
  const found = findObjects(context, resources);
  const version = context.flags.text("resource-version");
  if (!found.single && version !== "")
    throw new KubectlError("--resource-version may only be used with a single resource");
  const print = resultPrinter(context, dryRun);
  found.each((info) => {
    const before = info.object as KubeObject;
    if (change.what === "label" && !list && dryRun !== "client") sayMissing(context, before, changes);
    const after = changed(before, changes, change, context.flags.bool("overwrite"));
    if (list) return listValues(context, info, after, change, found.single);
    const sent = send(context, info, before, after, { changes, change, dryRun, version });
    print(change.what === "label" ? after : sent, change.operation(before, changes));
  });
}

function validate(
  context: CommandContext,
  resources: readonly string[],
  { set, removed }: Changes,
  { what }: MetadataChange,
  dryRun: DryRun,
): void {
  const given = context.flags;
  if (given.bool("all") && given.text("selector") !== "") {
    throw new KubectlError("cannot set --all and --selector at the same time");
  }
  if (given.bool("all") && given.text("field-selector") !== "") {
    throw new KubectlError("cannot set --all and --field-selector at the same time");
  }
  const files = filesOf(context);
  const example = what === "label" ? "pod" : "rsrc";
  if (given.bool("local")) {
    if (dryRun === "server") {
      throw new KubectlError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
    }
    if (resources.length > 0) {
      throw new KubectlError(
        `can only use local files by -f ${example}.yaml or --filename=${example}.json when --local=true is set`,
      );
    }
    if (files.length === 0) {
      throw new KubectlError(`one or more files must be specified as -f ${example}.yaml or --filename=${example}.json`);
    }
  } else if (resources.length === 0 && files.length === 0) {
    throw new KubectlError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (set.size === 0 && removed.length === 0 && !given.bool("list")) {
    throw new KubectlError(`at least one ${what} update is required`);
  }
}

function findObjects(context: CommandContext, resources: readonly string[]): Found {
  const local = context.flags.bool("local");
  return find(context, {
    files: filesOf(context),
    continueOnError: true,
    ...(!local && {
      args: resources,
      latest: true,
      selector: context.flags.text("selector"),
      fieldSelector: context.flags.text("field-selector"),
      allNamespaces: context.flags.bool("all-namespaces"),
      typeAlone: context.flags.bool("all"),
    }),
  });
}

function changed(before: KubeObject, changes: Changes, change: MetadataChange, overwrite: boolean): KubeObject {
  const values: Values = before.metadata[change.field] ?? {};
  if (!overwrite) change.checkOverwrite(values, changes);
  const kept = Object.entries(values).filter(([key]) => !changes.removed.includes(key));
  const next = Object.fromEntries([...kept, ...changes.set]);
  const { [change.field]: _, ...metadata } = before.metadata;
  if (Object.keys(next).length === 0) return { ...before, metadata } as KubeObject;
  return { ...before, metadata: { ...metadata, [change.field]: next } } as KubeObject;
}

function sayMissing(context: CommandContext, { metadata }: KubeObject, { removed }: Changes): void {
  if (context.flags.bool("local")) return;
  for (const key of removed) {
    if (!Object.hasOwn(metadata.labels ?? {}, key)) context.out(`label ${JSON.stringify(key)} not found.\n`);
  }
}

interface Sending {
  readonly changes: Changes;
  readonly change: MetadataChange;
  readonly dryRun: DryRun;
  readonly version: string;
}

function send(
  context: CommandContext,
  info: Info,
  before: KubeObject,
  after: KubeObject,
  sending: Sending,
): KubeObject {
  const { changes, change, dryRun, version } = sending;
  if (dryRun === "client" || context.flags.bool("local")) return after;
  if (change.what === "label") {
    if (change.operation(before, changes) === "not labeled") return after;
  }
  const body = mergePatch(before as unknown as Json, after as unknown as Json);
  const metadata = { ...(body.metadata as object | undefined), ...(version !== "" && { resourceVersion: version }) };
  return context.send<KubeObject>({
    ...requestFor(info, "patch"),
    patchType: "merge",
    body: Object.keys(metadata).length === 0 ? body : { ...body, metadata },
    ...writeOptions(dryRun),
  });
}

function listValues(
  context: CommandContext,
  info: Info,
  object: KubeObject,
  change: MetadataChange,
  single: boolean,
): void {
  const indent = single ? "" : " ";
  if (!single) context.out(`Listing ${change.field} for ${info.resource.kind}.${info.resource.group}/${info.name}:\n`);
  for (const [key, value] of Object.entries(object.metadata[change.field] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    context.out(`${indent}${key}=${value}\n`);
  }
}
