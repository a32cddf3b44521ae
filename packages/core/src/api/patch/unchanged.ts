import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { PreconditionFailed } from "./error.ts";
import { goValue, isMap, own } from "./json-map.ts";

/** Throws where the patch touches one of the paths. Source: apimachinery/pkg/util/mergepatch/util.go RequireKeyUnchanged. */
export function requireUnchanged(patch: JsonObject, paths: readonly string[]): void {
  const isTouched = (path: string) => {
    let value: Json | undefined = patch;
    for (const key of path.split(".")) value = isMap(value) ? own(value, key) : undefined;
    return value !== undefined;
  };
  if (paths.some(isTouched)) throw new PreconditionFailed(`precondition failed for: ${goValue(patch)}`);
}
