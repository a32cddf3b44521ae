import { type KubeObject, PatchError, patchedLocally } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";
import type { Info } from "../resources/index.ts";
import type { Patch } from "./patches.ts";

/** What a patch would make of an object, as `--dry-run=client` shows it. */
export function applyLocally(_info: Info, object: KubeObject, patch: Patch): KubeObject {
  try {
    return patchedLocally(object, patch);
  } catch (error) {
    if (error instanceof PatchError) throw new KubectlError(error.message);
    throw error;
  }
}
