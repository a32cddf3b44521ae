import type { KubeObject } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { isNotFound, KubectlError, StatusError } from "../command-error.ts";
import { toJsonLine } from "../print/json.ts";
import { type Info, requestFor } from "../resources/index.ts";
import { withLastApplied } from "./last-applied.ts";
import { sameJson } from "./merge-patch.ts";
import { validationOf, writeOptions } from "./options.ts";
import { changePatch, patchRequest } from "./patches.ts";
import { resultPrinter } from "./print-result.ts";

/** What became of an edit. Source: pkg/cmd/util/editor/editoptions.go editResults. */
export class EditResults {
  readonly reasons: { readonly head: string; readonly causes: readonly string[] }[] = [];
  invalid = 0;
  missing = 0;
  retryable = 0;

  /** Notes a failure, and returns what is said about it. */
  add(error: KubectlError, { resource, name }: Info): string {
    const what = `${resource.resource} ${JSON.stringify(name)}`;
    if (isNotFound(error)) {
      this.missing++;
      return `error: ${what} could not be found on the server`;
    }
    if (!(error instanceof StatusError) || error.status.reason !== "Invalid") {
      this.retryable++;
      return `error: ${what} could not be patched: ${error.message}`;
    }
    this.invalid++;
    const causes = (error.status.details?.causes ?? []).map((cause) => `${cause.field}: ${cause.message}`);
    this.reasons.push({ head: `${what} was not valid`, causes });
    return `error: ${what} is invalid`;
  }

  invalidFile({ resource, name }: Info): string {
    this.invalid++;
    return `error: ${resource.resource} ${JSON.stringify(name)} is invalid`;
  }
}

/** Sends what was changed, object by object. Source: editoptions.go visitToPatch. */
export function saveEdits(
  context: CommandContext,
  originals: readonly Info[],
  updated: readonly Info[],
  results: EditResults,
): void {
  const print = resultPrinter(context);
  for (const info of updated) {
    const original = originals.find((o) => o.object?.metadata.uid === info.object?.metadata.uid);
    if (original === undefined) throw new KubectlError("no original object found for the edited object");
    const before = original.object as KubeObject;
    const after = edited(context, before, info.object as KubeObject);
    if (sameJson(before, after)) {
      print(after, "skipped");
      continue;
    }
    if (changesIdentity(before, after)) throw new KubectlError("At least one of apiVersion, kind and name was changed");
    const patch = changePatch(original, before, after);
    if (context.flags.bool("output-patch")) context.out(`Patch: ${toJsonLine(patch.body)}\n`);
    try {
      const request = {
        ...requestFor(original, "patch"),
        ...patchRequest(patch),
        ...writeOptions("none", validationOf(context)),
      };
      const subresource = context.flags.text("subresource");
      print(context.send<KubeObject>(subresource === "" ? request : { ...request, subresource }), "edited");
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      context.err(`${results.add(error, info)}\n`);
    }
  }
}

/** The editor does not show managedFields: the edit keeps them. */
function edited(context: CommandContext, before: KubeObject, after: KubeObject): KubeObject {
  const { managedFields } = before.metadata;
  const whole = managedFields === undefined ? after : { ...after, metadata: { ...after.metadata, managedFields } };
  return context.flags.bool("save-config") ? withLastApplied(whole) : whole;
}

function changesIdentity(before: KubeObject, after: KubeObject): boolean {
  return (
    before.apiVersion !== after.apiVersion || before.kind !== after.kind || before.metadata.name !== after.metadata.name
  );
}
