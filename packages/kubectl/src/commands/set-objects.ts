import type { KubeObject } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { type Info, requestFor } from "../resources/index.ts";
import { type DryRun, writeOptions } from "./options.ts";
import { changePatch, isEmptyPatch, patchRequest } from "./patches.ts";
import { resultPrinter } from "./print-result.ts";

export interface SetOptions {
  readonly dryRun: DryRun;
  readonly what: "image" | "env";
  /** Failures of single objects are collected here. */
  readonly errors: KubectlError[];
  change(object: KubeObject): KubeObject;
  /** @throws KubectlError where the patch was sent, but the command line was not complete. */
  afterPatch?(): void;
}

/** Patches each object with what `change` makes of it. Source: pkg/cmd/set/helper.go CalculatePatches. */
export function changeObjects(context: CommandContext, infos: readonly Info[], options: SetOptions): void {
  const { dryRun, what } = options;
  const local = context.flags.bool("local");
  const print = resultPrinter(context, dryRun);
  for (const { info, after } of changedObjects(infos, options)) {
    const patch = changePatch(info, info.object as KubeObject, after);
    if (isEmptyPatch(patch)) continue;
    if (local || dryRun === "client") {
      print(after, `${what} updated`);
      continue;
    }
    const sent = send(
      context,
      { ...requestFor(info, "patch"), ...patchRequest(patch), ...writeOptions(dryRun) },
      options,
    );
    if (sent === undefined) continue;
    options.afterPatch?.();
    print(sent, `${what} updated`);
  }
}

/** All objects are changed before the first is sent. */
function changedObjects(infos: readonly Info[], { change, errors }: SetOptions) {
  return infos.flatMap((info) => {
    try {
      return [{ info, after: change(info.object as KubeObject) }];
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      errors.push(new KubectlError(`error: ${info.resource.plural}/${info.name} ${error.message}\n`));
      return [];
    }
  });
}

function send(
  context: CommandContext,

  request: Parameters<CommandContext["send"]>[0],
  { what, errors }: SetOptions,
): KubeObject | undefined {
  try {
    return context.send<KubeObject>(request);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    errors.push(new KubectlError(`failed to patch ${what} update to pod template: ${error.message}`));
    return undefined;
  }
}
