import type { Type } from "../../kubernetes/schema.ts";
import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { sameJson } from "../equal.ts";
import { badElementOrder, badPrimitiveList, badRetainKeys, PatchError } from "./error.ts";
import { type Draft, goValue, isList, isMap, kindOf, own, put, unlessSame } from "./json-map.ts";
import {
  badType,
  elementKind,
  findByKey,
  interleave,
  isDelete,
  keyed,
  keyOf,
  noMergeKey,
  partition,
  withoutDuplicates,
} from "./list.ts";
import { lookupList, lookupMap, type PatchField } from "./lookup.ts";

export const DELETE_FROM_LIST = "$deleteFromPrimitiveList";
export const SET_ELEMENT_ORDER = "$setElementOrder";
export const RETAIN_KEYS = "$retainKeys";

export interface MergeOptions {
  /** True on the server: directives act on the original. False where two patches become one: directives are kept. */
  readonly act: boolean;
}

/**
 * Merges a patch into an object. Returns `original` itself where nothing changes.
 * Source: apimachinery/pkg/util/strategicpatch/patch.go mergeMap.
 */
export function mergeMap(original: JsonObject, patch: JsonObject, schema: Type, options: MergeOptions): JsonObject {
  if (Object.hasOwn(patch, "$patch")) return wholeMap(patch);
  const draft: Draft = { ...original };
  const rest: Draft = { ...patch };
  retainKeys(draft, rest, options);
  mergeOrderedLists(draft, rest, schema, options);
  for (const [key, value] of Object.entries(rest)) mergeKey(draft, key, value ?? null, schema, options);
  return unlessSame(original, draft as JsonObject);
}

function wholeMap(patch: JsonObject): JsonObject {
  const { $patch: directive, ...rest } = patch;
  if (directive === "replace") return rest;
  if (directive === "delete") return {};
  throw new PatchError(`unknown patch type: ${goValue(directive)} in map: ${goValue(patch)}`);
}

function mergeKey(draft: Draft, key: string, value: Json, schema: Type, options: MergeOptions): void {
  if (!key.startsWith(DELETE_FROM_LIST)) mergeField(draft, key, value, schema, options);
  else if (options.act) deleteScalars(draft, key, value, schema);
  else put(draft, key, value);
}

function deleteScalars(draft: Draft, key: string, value: Json, schema: Type): void {
  const name = nameIn(key, DELETE_FROM_LIST);
  const current = own(draft, name);
  if (value === null) delete draft[name];
  else if (isList(current) && isList(value)) put(draft, name, deleteFrom(current, value, lookupList(schema, name)));
}

function deleteFrom(current: readonly Json[], value: readonly Json[], field: PatchField): Json {
  if (current.length === 0 && value.length === 0) return current;
  if (elementKind(current, value) === "scalar") return current.filter((item) => !value.includes(item));
  return mergeListOfMaps(current, value, field, { act: true });
}

function mergeField(draft: Draft, key: string, value: Json, schema: Type, options: MergeOptions): void {
  if (value === null) {
    delete draft[key];
    if (!options.act) put(draft, key, null);
    return;
  }
  const current = own(draft, key);
  if (kindOf(current) !== kindOf(value) || current === undefined || current === null) {
    const taken = cleaned(options.act ? withoutNulls(value) : value);
    if (taken === undefined) delete draft[key];
    else put(draft, key, taken);
  } else if (isMap(current) && isMap(value)) {
    put(draft, key, mergeMap(current, value, lookupMap(schema, key).type, options));
  } else if (isList(current) && isList(value)) {
    const field = lookupList(schema, key);
    put(draft, key, field.merge ? mergeList(current, value, field, options) : value);
  } else put(draft, key, value);
}

/** Source: applyRetainKeysDirective. */
function retainKeys(draft: Draft, rest: Draft, options: MergeOptions): void {
  if (!Object.hasOwn(rest, RETAIN_KEYS)) return;
  const list = rest[RETAIN_KEYS] ?? null;
  delete rest[RETAIN_KEYS];
  if (options.act) retainOnly(draft, rest, list);
  else keepDirective(draft, RETAIN_KEYS, list, retainKeysDiffer);
}

function retainOnly(draft: Draft, rest: Draft, list: Json): void {
  if (!isList(list)) throw badRetainKeys();
  for (const [key, value] of Object.entries(rest)) {
    if (value === null || key.startsWith(DELETE_FROM_LIST) || key.startsWith(SET_ELEMENT_ORDER)) continue;
    if (!list.includes(key)) throw badRetainKeys();
  }
  for (const key of Object.keys(draft)) if (!list.includes(key)) delete draft[key];
}

function retainKeysDiffer(a: Json, b: Json): PatchError {
  const why = "this may happen when calculating the 3-way diff patch";
  return new PatchError(`${goValue(a)} and ${goValue(b)} are not deep equal: ${why}`);
}

function keepDirective(draft: Draft, key: string, value: Json, differ: (a: Json, b: Json) => PatchError): void {
  const kept = own(draft, key);
  if (kept === undefined) put(draft, key, value);
  else if (!sameJson(kept, value)) throw differ(kept, value);
}

/** The lists for which the patch says an order. Source: mergePatchIntoOriginal. */
function mergeOrderedLists(draft: Draft, rest: Draft, schema: Type, options: MergeOptions): void {
  for (const key of Object.keys(rest).filter((name) => name.startsWith(SET_ELEMENT_ORDER))) {
    const order = rest[key] ?? null;
    if (!options.act) keepDirective(draft, key, order, badElementOrder);
    delete rest[key];
    if (!isList(order)) throw badType("[]interface {}", order);
    const name = nameIn(key, SET_ELEMENT_ORDER);
    const original = listOrNothing(own(draft, name));
    const patch = listOrNothing(own(rest, name));
    const field = lookupList(schema, name);
    checkOrder(patch ?? [], order, field.mergeKey);
    const merged = mergeToOrder(original, patch, field, options);
    if (merged === undefined) continue;
    const kind = elementKind(original ?? [], patch ?? []);
    const [named, others] = partition(merged, order, field.mergeKey);
    put(draft, name, interleave(named, others, order, original ?? [], field.mergeKey, kind));
    delete rest[name];
  }
}

function mergeToOrder(
  original: readonly Json[] | undefined,
  patch: readonly Json[] | undefined,
  field: PatchField,
  options: MergeOptions,
): readonly Json[] | undefined {
  if (patch === undefined) return original;
  if (original === undefined) return cleaned(patch) as readonly Json[];
  return field.merge ? mergeList(original, patch, field, options) : patch;
}

function listOrNothing(value: Json | undefined): readonly Json[] | undefined {
  if (value === undefined || isList(value)) return value;
  throw badType("[]interface {}", value);
}

/** The name of the list that a directive's key is about. */
function nameIn(key: string, prefix: string): string {
  const slash = key.indexOf("/");
  if (slash < 0 || key.slice(0, slash) !== prefix) {
    throw prefix === DELETE_FROM_LIST ? badPrimitiveList() : badElementOrder();
  }
  return key.slice(slash + 1);
}

/** The items of the patch have to come in the order that it asks for. Source: validatePatchWithSetOrderList. */
function checkOrder(patch: readonly Json[], order: readonly Json[], mergeKey: string): void {
  if (patch.length === 0 || order.length === 0) return;
  if (mergeKey !== "") for (const item of patch) if (!isMap(item)) throw badType("map[string]interface {}", item);
  const items = patch.filter((item) => !(mergeKey !== "" && isDelete(item)));
  let at = 0;
  let next = 0;
  while (at < items.length && next < order.length) {
    const [item, wanted] = [items[at] as Json, order[next] as Json];
    if (isMap(item) && Object.hasOwn(item, "$patch")) {
      at++;
      continue;
    }
    if (hasSameKey(item, wanted, mergeKey)) at++;
    next++;
  }
  if (at < items.length && next >= order.length) {
    throw new PatchError(
      `The order in patch list:\n${goValue(patch)}\n doesn't match ${SET_ELEMENT_ORDER} list:\n${goValue(order)}\n`,
    );
  }
}

export function hasSameKey(left: Json, right: Json, mergeKey: string): boolean {
  if (mergeKey === "") return left === right;
  return sameJson(own(keyed(left, mergeKey), mergeKey), own(keyed(right, mergeKey), mergeKey));
}

/** Source: mergeSlice. */
function mergeList(
  original: readonly Json[],
  patch: readonly Json[],
  field: PatchField,
  options: MergeOptions,
): readonly Json[] {
  if (original.length === 0 && patch.length === 0) return original;
  if (elementKind(original, patch) === "map") return mergeListOfMaps(original, patch, field, options);
  const merged = withoutDuplicates([...original, ...patch]);
  const [named, others] = partition(merged, patch, field.mergeKey);
  return interleave(named, others, patch, original, field.mergeKey, "scalar");
}

function mergeListOfMaps(
  original: readonly Json[],
  patch: readonly Json[],
  field: PatchField,
  options: MergeOptions,
): readonly Json[] {
  const { mergeKey, type } = field;
  if (mergeKey === "") throw new PatchError(`cannot merge lists without merge key for ${type.kind}`);
  const [left, items] = applySpecialItems(original, patch, mergeKey);
  const merged = [...left];
  for (const item of items) {
    const at = findByKey(merged, mergeKey, own(keyed(item, mergeKey), mergeKey));
    if (at < 0) merged.push(item);
    else merged[at] = mergeMap(merged[at] as JsonObject, item as JsonObject, type, options);
  }
  const [named, others] = partition(merged, items, mergeKey);
  return interleave(named, others, items, left, mergeKey, "map");
}

/** Source: mergeSliceWithSpecialElements. */
function applySpecialItems(
  original: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
): readonly [original: readonly Json[], patch: readonly Json[]] {
  let left = original;
  let replace = false;
  const items: Json[] = [];
  for (const item of patch) {
    const directive = isMap(item) ? own(item, "$patch") : undefined;
    if (directive === undefined) items.push(item);
    else if (directive === "replace") replace = true;
    else if (directive === "delete") left = withoutKey(left, item as JsonObject, mergeKey);
    else if (directive === "merge") throw new PatchError("merging lists cannot yet be specified in the patch");
    else throw new PatchError(`unknown patch type: ${goValue(directive)} in map: ${goValue(item)}`);
  }
  return replace ? [items, []] : [left, items];
}

function withoutKey(list: readonly Json[], item: JsonObject, mergeKey: string): readonly Json[] {
  if (!Object.hasOwn(item, mergeKey)) throw noMergeKey(item, mergeKey);
  return list.filter((other) => !(isMap(other) && sameJson(keyOf(other, mergeKey), item[mergeKey])));
}

/** The value without what is there for the patch alone; undefined where all of it is. Source: removeDirectives. */
function cleaned(value: Json): Json | undefined {
  if (isList(value)) return value.map(cleaned).filter((item) => item !== undefined);
  if (!isMap(value)) return value;
  if (Object.hasOwn(value, "$patch")) return undefined;
  const entries = Object.entries(value).map(([key, item]) => [key, cleaned(item ?? null)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** Source: discardNullValuesFromPatch: fields that are null, but not items of lists. */
function withoutNulls(value: Json): Json {
  if (isList(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item ?? null)]));
}
