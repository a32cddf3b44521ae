import type { Json, KubeObject } from "@kubetick/core";
import { flags } from "../args.ts";
import {
  CASCADE_FLAGS,
  DRY_RUN_FLAGS,
  FILE_FLAGS,
  fieldManager,
  PRINT_FLAGS,
  SELECTOR_FLAGS,
  VALIDATE_FLAGS,
} from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { AggregateFailure, isConflict, isNotFound, KubectlError, usageError, withSource } from "../command-error.ts";
import { toJsonLine } from "../print/json.ts";
import { fetch, find, gvkText, gvrText, type Info, requestFor, throwAll } from "../resources/index.ts";
import { applyLocally } from "./apply-locally.ts";
import { createObject } from "./create.ts";
import { LAST_APPLIED, lastApplied, withLastApplied, withoutNulls } from "./last-applied.ts";
import { cascadeOf, type DryRun, dryRunOf, filesOf, validationOf, writeOptions } from "./options.ts";
import { applyPatch, isEmptyPatch, type Patch, patchRequest } from "./patches.ts";
import { type PrintResult, printsObjects, resultPrinter } from "./print-result.ts";
import { waitForDeletion } from "./wait-for-deletion.ts";

/** Tries after a conflict. Source: pkg/cmd/apply/patcher.go maxPatchRetry. */
const RETRIES = 5;

/** Client-side apply. Source: pkg/cmd/apply/apply.go. */
export const apply: Command = {
  name: "apply",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...PRINT_FLAGS,
    ...DRY_RUN_FLAGS,
    ...VALIDATE_FLAGS,
    ...CASCADE_FLAGS,
    ...fieldManager("kubectl-client-side-apply"),
    ...flags(
      "--all=false",
      "--force-conflicts=false",
      "--openapi-patch=true",
      "--overwrite=true",
      "--prune=false",
      "--prune-allowlist=[...]",
      "--server-side=false",
      "--subresource=''",
      "--wait=false",
    ),
  ],
  run(context) {
    if (context.args.length > 0) throw usageError(context.path, `Unexpected args: [${context.args.join(" ")}]`);
    const dryRun = dryRunOf(context);
    cascadeOf(context);
    const files = filesOf(context);
    if (files.length === 0) throw new KubectlError("must specify one of -f and -k");
    const validation = validationOf(context);
    validate(context, dryRun);
    const run: Apply = {
      context,
      dryRun,
      validation,
      print: resultPrinter(context, dryRun),
      quiet: printsObjects(context),
    };
    const found = find(context, {
      files,
      validate: validation !== "Ignore",
      continueOnError: true,
      selector: context.flags.text("selector"),
    });
    const { infos, error } = found.partial();
    const errors = error === undefined ? [] : [error];
    if (infos.length === 0 && errors.length === 0) throw new KubectlError("no objects passed to apply");
    for (const info of infos) {
      try {
        applyOne(run, info);
      } catch (failure) {
        if (!(failure instanceof KubectlError)) throw failure;
        errors.push(failure);
      }
    }
    throwAll(errors.map((e) => (e instanceof AggregateFailure && errors.length === 1 ? new AggregateFailure([e]) : e)));
  },
};

interface Apply {
  readonly context: CommandContext;
  readonly dryRun: DryRun;
  readonly validation: "Strict" | "Warn" | "Ignore";
  readonly print: PrintResult;
  /** Whether `-o` prints objects, so that `unchanged` is not said. */
  readonly quiet: boolean;
}

function validate({ flags: given }: CommandContext, dryRun: DryRun): void {
  if (given.bool("force-conflicts") && !given.bool("server-side")) {
    throw new KubectlError("--force-conflicts only works with --server-side");
  }
  if (dryRun === "client" && given.bool("server-side")) {
    throw new KubectlError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  }
  if (given.bool("force") && given.bool("server-side"))
    throw new KubectlError("--force cannot be used with --server-side");
  if (dryRun === "server" && given.bool("force"))
    throw new KubectlError("--dry-run=server cannot be used with --force");
  if (given.bool("all") && given.text("selector") !== "") {
    throw new KubectlError("cannot set --all and --selector at the same time");
  }
  if (given.bool("server-side")) throw new KubectlError("--server-side is not simulated");
  if (given.bool("prune")) throw new KubectlError("--prune is not simulated");
  if (given.text("subresource") !== "") throw new KubectlError("--subresource can only be specified for --server-side");
}

function applyOne(run: Apply, info: Info): void {
  const { context } = run;
  const desired = info.object as KubeObject;
  const { generateName } = desired.metadata;
  if (info.name === "" && generateName)
    throw new KubectlError(`from ${generateName}: cannot use generate name with apply`);
  const modified = withLastApplied(desired);
  const current = currentOf(context, info);
  if (current === undefined) {
    const created = createObject(context, info, withoutNulls(modified), run.dryRun, run.validation);
    run.print(created, "created");
    return;
  }
  warnWithoutAnnotation(context, { ...info, object: current });
  const { object, changed } = patched(run, info, modified, current);
  if (object.metadata.deletionTimestamp) {
    context.err(`Warning: Detected changes to resource ${object.metadata.name} which is currently being deleted.\n`);
  }
  run.print(object, changed || run.quiet ? "configured" : "unchanged");
}

function currentOf(context: CommandContext, info: Info): KubeObject | undefined {
  try {
    if (info.name === "") throw new KubectlError("resource name may not be empty");
    return fetch(context, info).object;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw withSource(`retrieving current configuration of:\n${infoText(info)}\nfrom server for:`, info.source, error);
  }
}

/** Source: cli-runtime/pkg/resource/visitor.go Info.String. */
function infoText(info: Info): string {
  const [name, namespace] = [info.name, info.namespace].map((text) => JSON.stringify(text));
  return `Resource: "${gvrText(info)}", GroupVersionKind: "${gvkText(info)}"\nName: ${name}, Namespace: ${namespace}`;
}

function warnWithoutAnnotation(context: CommandContext, info: Info): void {
  if (lastApplied(info.object as KubeObject) !== undefined) return;
  context.err(
    `Warning: resource ${info.resource.plural}/${info.name} is missing the ${LAST_APPLIED} annotation which is required by ` +
      "kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create " +
      "--save-config or kubectl apply. The missing annotation will be patched automatically.\n",
  );
}

interface Patched {
  readonly object: KubeObject;
  readonly changed: boolean;
}

/** Source: pkg/cmd/apply/patcher.go Patch. */
function patched(run: Apply, info: Info, modified: KubeObject, first: KubeObject): Patched {
  let current = first;
  for (let tries = 0; ; tries++) {
    const patch = applyPatch(info, originalOf(current), modified, current);
    if (isEmptyPatch(patch)) return { object: current, changed: false };
    try {
      return { object: sendPatch(run, info, patch, current), changed: true };
    } catch (error) {
      if (isConflict(error) && tries < RETRIES) {
        current = fetch(run.context, info).object as KubeObject;
        continue;
      }
      if (run.context.flags.bool("force") && (isConflict(error) || isInvalid(error)))
        return replaced(run, info, modified);
      throw patchFailure(info, patch, error);
    }
  }
}

function originalOf(current: KubeObject): Json | undefined {
  const text = lastApplied(current);
  if (text === undefined || text === "") return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function sendPatch({ context, dryRun, validation }: Apply, info: Info, patch: Patch, current: KubeObject): KubeObject {
  if (dryRun === "client") return applyLocally(info, current, patch);
  return context.send<KubeObject>({
    ...requestFor(info, "patch"),
    ...patchRequest(patch),
    ...writeOptions(dryRun, validation),
  });
}

function isInvalid(error: unknown): boolean {
  return (
    error instanceof KubectlError && "status" in error && (error.status as { reason?: string }).reason === "Invalid"
  );
}

function patchFailure(info: Info, { body }: Patch, error: unknown): unknown {
  const inner = withSource("patching", info.source, error);
  return withSource(`applying patch:\n${toJsonLine(body)}\nto:\n${infoText(info)}\nfor:`, info.source, inner);
}

/** `--force`: deletes the object and creates it anew. */
function replaced(run: Apply, info: Info, modified: KubeObject): Patched {
  const { context } = run;
  const grace = context.flags.int("grace-period");
  context.send({
    ...requestFor(info, "delete"),
    options: { propagationPolicy: cascadeOf(context), gracePeriodSeconds: Math.max(grace, 0) },
  });
  waitForDeletion(context, [info], context.flags.duration("timeout"));
  return { object: createObject(context, info, modified, run.dryRun, run.validation), changed: true };
}
