import type { ApiResource } from "../../kubernetes/resources.ts";
import type { Json, JsonObject, Status } from "../../kubernetes/types.ts";
import type { KubeObject, PatchType } from "../request.ts";

// STAND-IN until the patches are here: every patch is a merge patch.
export function applyPatch(stored: KubeObject, patch: Json, _type: PatchType, _resource: ApiResource): Json | Status {
  return merge(stored as unknown as Json, patch);
}
function merge(target: Json | undefined, patch: Json): Json {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const base = typeof target === "object" && target !== null && !Array.isArray(target) ? { ...(target as JsonObject) } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete (base as Record<string, unknown>)[key];
    else (base as Record<string, unknown>)[key] = merge((base as JsonObject)[key], value as Json);
  }
  return base;
}
