import type { StructType } from "../../kubernetes/schema.ts";
import type { JsonObject } from "../../kubernetes/types.ts";
import { diffMaps } from "./diff.ts";
import { mergeMap } from "./merge.ts";
import { requireUnchanged } from "./unchanged.ts";

/**
 * Applies a strategic merge patch. Returns `original` itself where nothing changes. Throws `PatchError`.
 * Source: apimachinery/pkg/util/strategicpatch/patch.go StrategicMergeMapPatch.
 */
export function strategicMergePatch(original: JsonObject, patch: JsonObject, schema: StructType): JsonObject {
  return mergeMap(original, patch, schema, { act: true });
}

/**
 * The strategic merge patch that makes `modified` of `original`, as kubectl edit, set and label send it; `{}` where they
 * are the same. Throws `PreconditionFailed` where the patch touches a path of `unchanged`, such as `metadata.name`.
 * Source: strategicpatch/patch.go CreateTwoWayMergePatch.
 */
export function twoWayMergePatch(
  original: JsonObject,
  modified: JsonObject,
  schema: StructType,
  unchanged: readonly string[] = [],
): JsonObject {
  const patch = diffMaps(original, modified, schema, { changes: true, deletions: true, order: true });
  requireUnchanged(patch, unchanged);
  return patch;
}

/**
 * The patch of `kubectl apply`: what `modified` adds to or changes in `current`, and what it lacks that `original`, the
 * configuration applied last, had. Changes made to the same fields meanwhile are overwritten. Throws `PatchError`.
 * Source: strategicpatch/patch.go CreateThreeWayMergePatch, with overwrite.
 */
export function threeWayStrategicPatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  schema: StructType,
  unchanged: readonly string[] = [],
): JsonObject {
  const changes = diffMaps(current, modified, schema, { changes: true, deletions: false, order: true });
  const deletions = diffMaps(original, modified, schema, { changes: false, deletions: true, order: true });
  const patch = mergeMap(deletions, changes, schema, { act: false });
  requireUnchanged(patch, unchanged);
  return patch;
}
