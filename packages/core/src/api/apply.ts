import { schemaForKind } from "../kubernetes/schema.ts";
import type { Json, JsonObject } from "../kubernetes/types.ts";
import { goJson } from "./go-text.ts";
import {
  createMergePatch,
  jsonMergePatch,
  strategicMergePatch,
  threeWayMergePatch,
  threeWayStrategicPatch,
  twoWayMergePatch,
} from "./patch/index.ts";
import type { KubeObject, PatchType } from "./request.ts";

/** Where `apply` keeps what was applied last. */
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** A patch that has been computed from two or three versions of an object. */
export interface ComputedPatch {
  readonly patchType: PatchType;
  readonly body: JsonObject;
}

/** Source: kubectl/pkg/cmd/apply/patcher.go: these may not change. */
const UNCHANGED = ["apiVersion", "kind", "metadata.name"];

/** What was last applied to the object, if anything. Source: kubectl/pkg/util/apply.go GetOriginalConfiguration. */
export function lastApplied(object: KubeObject): string | undefined {
  const { annotations } = object.metadata;
  return annotations && Object.hasOwn(annotations, LAST_APPLIED) ? annotations[LAST_APPLIED] : undefined;
}

/** The object with itself, as JSON, in its annotation. Source: kubectl/pkg/util/apply.go CreateApplyAnnotation. */
export function withLastApplied<T extends KubeObject>(object: T): T {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {};
  const bare = withAnnotations(object, annotations);
  return withAnnotations(object, { ...annotations, [LAST_APPLIED]: `${goJson(sorted(bare as unknown as Json))}\n` });
}

function withAnnotations<T extends KubeObject>(object: T, annotations: Readonly<Record<string, string>>): T {
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** With the keys of every object in order, as Go writes a map. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined) as [string, Json][];
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sorted(field)]));
}

/**
 * The patch of `apply`: what `modified` adds to or changes in `current`, and what it lacks that was applied last.
 * Strategic for kinds with a schema, otherwise a JSON merge patch. Throws `PatchError`.
 * Source: kubectl/pkg/cmd/apply/patcher.go patchSimple.
 */
export function threeWayPatch(original: Json | undefined, modified: KubeObject, current: KubeObject): ComputedPatch {
  const schema = schemaForKind(current.apiVersion, current.kind);
  const before = isObject(original) ? original : {};
  const [after, now] = [modified, current] as unknown as [JsonObject, JsonObject];
  if (schema === undefined) return { patchType: "merge", body: threeWayMergePatch(before, after, now, UNCHANGED) };
  return { patchType: "strategic", body: threeWayStrategicPatch(before, after, now, schema, UNCHANGED) };
}

/** The patch that makes `after` of `before`, as kubectl's edit, set and label send it. Throws `PatchError`. */
export function twoWayPatch(before: KubeObject, after: KubeObject): ComputedPatch {
  const schema = schemaForKind(before.apiVersion, before.kind);
  const [from, to] = [before, after] as unknown as [JsonObject, JsonObject];
  if (schema === undefined) return { patchType: "merge", body: createMergePatch(from, to) };
  return { patchType: "strategic", body: twoWayMergePatch(from, to, schema) };
}

/** What a computed patch would make of an object, before any defaulting. Throws `PatchError`. */
export function patchedLocally(object: KubeObject, { patchType, body }: ComputedPatch): KubeObject {
  const schema = schemaForKind(object.apiVersion, object.kind);
  const original = object as unknown as JsonObject;
  const patched =
    patchType === "strategic" && schema !== undefined
      ? strategicMergePatch(original, body, schema)
      : jsonMergePatch(original, body);
  return patched as unknown as KubeObject;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
