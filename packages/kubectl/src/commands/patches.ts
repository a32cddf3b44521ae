import {
  type ApiRequest,
  type ComputedPatch,
  type Json,
  type KubeObject,
  PatchError,
  threeWayPatch,
  twoWayPatch,
} from "@kubetick/core";
import { KubectlError } from "../command-error.ts";
import type { Info } from "../resources/index.ts";

export type Patch = ComputedPatch;

export function isEmptyPatch({ body }: Patch): boolean {
  return Object.keys(body).length === 0;
}

/** The patch that makes `after` of `before`: strategic for built-in kinds, a JSON merge patch for others. */
export function changePatch(_info: Info, before: KubeObject, after: KubeObject): Patch {
  return computed(() => twoWayPatch(before, after));
}

/** The patch of `apply`: what `modified` says, and without what only `original` said. */
export function applyPatch(_info: Info, original: Json | undefined, modified: KubeObject, current: KubeObject): Patch {
  return computed(() => threeWayPatch(original, modified, current));
}

function computed(compute: () => Patch): Patch {
  try {
    return compute();
  } catch (error) {
    if (error instanceof PatchError) throw new KubectlError(error.message);
    throw error;
  }
}

/** What a patch request carries. */
export function patchRequest({ patchType, body }: Patch): Pick<ApiRequest, "patchType" | "body"> {
  return { patchType, body };
}
