import type { KubeObject, Millis } from "@kubetick/core";
import { isFailure } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { type Info, requestFor } from "../resources/index.ts";

/** How long `delete` waits without `--timeout`, where kubectl waits for a week: one hour of virtual time. */
export const DELETE_PATIENCE: Millis = 3_600_000;

/**
 * Lets time pass until the objects are gone, or others have their names. Source: pkg/cmd/wait/delete.go IsDeleted.
 * @throws KubectlError `timed out waiting for the condition on …`.
 */
export function waitForDeletion(
  context: CommandContext,
  deleted: readonly (Info & { readonly uid?: string })[],
  timeout: Millis,
): void {
  const until = context.host.now() + (timeout > 0 ? timeout : DELETE_PATIENCE);
  for (const info of deleted) {
    while (exists(context, info)) {
      if (!context.host.proceed(until) && exists(context, info)) {
        throw new KubectlError(`timed out waiting for the condition on ${info.resource.plural}/${info.name}`);
      }
    }
  }
}

function exists(context: CommandContext, info: Info & { readonly uid?: string }): boolean {
  const response = context.host.request({ ...requestFor(info, "get"), by: "kubectl" });
  if (isFailure(response)) return false;
  return info.uid === undefined || (response.body as KubeObject).metadata.uid === info.uid;
}
