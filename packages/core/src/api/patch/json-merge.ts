import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { sameJson } from "../equal.ts";
import { type Draft, isList, isMap, kindOf, own, put, unlessSame } from "./json-map.ts";
import { requireUnchanged } from "./unchanged.ts";

/**
 * Applies a JSON merge patch (RFC 7386). Returns `original` itself where nothing changes.
 * Source: gopkg.in/evanphx/json-patch.v4 merge.go.
 */
export function jsonMergePatch(original: JsonObject, patch: JsonObject): JsonObject {
  const draft: Draft = { ...original };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const current = own(draft, key);
    if (value === null) delete draft[key];
    else if (current === undefined || current === null) put(draft, key, withoutNulls(value));
    else if (isMap(current)) put(draft, key, isMap(value) ? jsonMergePatch(current, value) : value);
    else put(draft, key, withoutNulls(value));
  }
  return unlessSame(original, draft as JsonObject);
}

function withoutNulls(value: Json): Json {
  if (isList(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item ?? null)]));
}

/** The JSON merge patch that makes `modified` of `original`. Source: json-patch.v4 merge.go getDiff. */
export function createMergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: Draft = {};
  for (const [key, to] of Object.entries(modified)) {
    const from = own(original, key);
    if (to === undefined) continue;
    if (from === undefined || kindOf(from) !== kindOf(to)) put(patch, key, to);
    else if (isMap(from) && isMap(to)) {
      const difference = createMergePatch(from, to);
      if (Object.keys(difference).length > 0) put(patch, key, difference);
    } else if (!sameJson(from, to)) put(patch, key, to);
  }
  for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) put(patch, key, null);
  return patch as JsonObject;
}

/**
 * As `threeWayStrategicPatch`, for kinds without a schema: lists are replaced whole.
 * Source: apimachinery/pkg/util/jsonmergepatch/patch.go CreateThreeWayJSONMergePatch.
 */
export function threeWayMergePatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
  unchanged: readonly string[] = [],
): JsonObject {
  const changes = withoutDeletions(createMergePatch(current, modified));
  const deletions = onlyDeletions(createMergePatch(original, modified));
  const patch = jsonMergePatch(deletions, changes);
  requireUnchanged(patch, unchanged);
  return patch;
}

function withoutDeletions(patch: JsonObject): JsonObject {
  return filtered(patch, (value) => {
    if (!isMap(value)) return value === null ? undefined : value;
    return Object.keys(value).length === 0 ? value : unlessEmpty(withoutDeletions(value));
  });
}

function onlyDeletions(patch: JsonObject): JsonObject {
  return filtered(patch, (value) => {
    if (value === null) return null;
    return isMap(value) ? unlessEmpty(onlyDeletions(value)) : undefined;
  });
}

function unlessEmpty(map: JsonObject): JsonObject | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}

function filtered(patch: JsonObject, keep: (value: Json) => Json | undefined): JsonObject {
  const entries = Object.entries(patch).map(([key, value]) => [key, keep(value ?? null)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
