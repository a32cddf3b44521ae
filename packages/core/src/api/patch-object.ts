import type { Json } from "../kubernetes/types.ts";
import type { ClusterState } from "../machine/state.ts";
import { type Call, existing, type Handled, nameOf } from "./call.ts";
import { isStatus, Refused } from "./failure.ts";
import { patchObject } from "./patch/index.ts";
import { replace, requireName } from "./update.ts";

/** PATCH: the stored object with the patch applied, decoded and then treated like an update. Source: apiserver endpoints/handlers/patch.go. */
export function patch(state: ClusterState, call: Call): Handled {
  const stored = existing(state, call);
  const { body, patchType = "strategic" } = call.request;
  const patched = patchObject(stored, (body ?? null) as Json, patchType, call.resource, {
    fieldValidation: call.options.fieldValidation ?? "Warn",
  });
  if (isStatus(patched)) throw new Refused(patched);
  const { object, warnings } = patched;
  requireName(object, nameOf(call));
  return replace(state, call, stored, object, warnings);
}
