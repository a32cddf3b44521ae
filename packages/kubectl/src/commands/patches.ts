import type { ApiRequest, Json, JsonObject, KubeObject, PatchType } from "@kubetick/core";
import type { Info } from "../resources/index.ts";
import { mergePatch } from "./merge-patch.ts";

export interface Patch {
  readonly patchType: PatchType;
  readonly body: JsonObject;
}

export function isEmptyPatch({ body }: Patch): boolean {
  return Object.keys(body).length === 0;
}

/** The patch that makes `after` of `before`: strategic for built-in kinds, a JSON merge patch for others. */
export function changePatch(_info: Info, before: KubeObject, after: KubeObject): Patch {
  return { patchType: "merge", body: mergePatch(before as unknown as Json, after as unknown as Json) };
}

/** The patch of `apply`: what `modified` says, and without what only `original` said. */
export function applyPatch(_info: Info, original: Json | undefined, modified: KubeObject, current: KubeObject): Patch {
  const changed = keep(mergePatch(current as unknown as Json, modified as unknown as Json), "changes");
  const removed = original === undefined ? {} : keep(mergePatch(original, modified as unknown as Json), "removals");
  return { patchType: "merge", body: merged(changed, removed) };
}

function keep(patch: JsonObject, which: "changes" | "removals"): JsonObject {
  const entries = Object.entries(patch).flatMap(([key, value]): [string, Json][] => {
    if (value === null) return which === "removals" ? [[key, null]] : [];
    if (isObject(value)) {
      const inner = keep(value, which);
      return Object.keys(inner).length === 0 ? [] : [[key, inner]];
    }
    return which === "changes" && value !== undefined ? [[key, value]] : [];
  });
  return Object.fromEntries(entries);
}

function merged(a: JsonObject, b: JsonObject): JsonObject {
  const entries = Object.entries(b).map(([key, value]): [string, Json | undefined] => {
    const old = Object.hasOwn(a, key) ? a[key] : undefined;
    return [key, isObject(old) && isObject(value) ? merged(old, value) : value];
  });
  return { ...a, ...Object.fromEntries(entries) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a patch request carries. */
export function patchRequest({ patchType, body }: Patch): Pick<ApiRequest, "patchType" | "body"> {
  return { patchType, body };
}
