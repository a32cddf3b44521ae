import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { sameJson } from "../equal.ts";
import { noListOfLists, PatchError } from "./error.ts";
import { goTypeOf, goValue, isMap, kindOf, own } from "./json-map.ts";

/** What the merging and the comparing of lists have in common. Source: apimachinery/pkg/util/strategicpatch/patch.go. */

/** Go compares list elements by identity of scalars; maps by their merge key. */
export function keyOf(item: Json, mergeKey: string): Json | undefined {
  return isMap(item) ? own(item, mergeKey) : undefined;
}

export function noMergeKey(item: JsonObject, mergeKey: string): PatchError {
  return new PatchError(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`);
}

export function badType(expected: string, actual: Json): PatchError {
  return new PatchError(`expected a ${expected}, but received a ${goTypeOf(actual)}`);
}

/** The item as a map that has the merge key. */
export function keyed(item: Json, mergeKey: string): JsonObject {
  if (!isMap(item)) throw badType("map[string]interface {}", item);
  if (!Object.hasOwn(item, mergeKey)) throw noMergeKey(item, mergeKey);
  return item;
}

/** Whether the lists hold maps or scalars: all of one type, or an error. Source: sliceElementType. */
export function elementKind(...lists: readonly (readonly Json[])[]): "map" | "scalar" {
  let first: string | undefined;
  for (const item of lists.flat(1)) {
    const kind = kindOf(item);
    if (kind === "slice") throw noListOfLists();
    first ??= kind;
    if (kind !== first) {
      throw new PatchError(`list element types are not identical: ${goValue(lists as unknown as Json)}`);
    }
  }
  if (first === undefined) throw new PatchError("no elements in any of the given slices");
  return first === "map" ? "map" : "scalar";
}

function indexIn(list: readonly Json[], item: Json, mergeKey: string, kind: "map" | "scalar"): number {
  if (kind === "scalar") return list.indexOf(item);
  const wanted = keyOf(item, mergeKey);
  return list.findIndex((other) => sameJson(keyOf(other, mergeKey), wanted));
}

export function isDelete(item: Json): boolean {
  return isMap(item) && own(item, "$patch") === "delete";
}

/** The list in the order of another one, deletions last; an item that the other one lacks stays in its place. */
export function inOrderOf(
  list: readonly Json[],
  order: readonly Json[],
  mergeKey: string,
  kind: "map" | "scalar",
): readonly Json[] {
  if (kind === "map") for (const item of [...list, ...order]) keyed(item, mergeKey);
  const kept = kind === "map" ? list.filter((item) => !isDelete(item)) : list;
  const deleted = kind === "map" ? list.filter(isDelete) : [];
  return [...insertionSort(kept, (item) => indexIn(order, item, mergeKey, kind)), ...deleted];
}

/**
 * Go's stable sort of up to 20 items, with a comparison that is no order: an item without a place counts as less than any.
 * Source: sort.SliceStable's insertion sort, normalizeSliceOrder.
 */
function insertionSort(items: readonly Json[], placeOf: (item: Json) => number): Json[] {
  const sorted = items.map((item) => ({ item, place: placeOf(item) }));
  for (let i = 1; i < sorted.length; i++) {
    for (let j = i; j > 0; j--) {
      const [before, here] = [sorted[j - 1], sorted[j]];
      if (before === undefined || here === undefined) break;
      const less = here.place < 0 || before.place < 0 || here.place < before.place;
      if (!less) break;
      [sorted[j - 1], sorted[j]] = [here, before];
    }
  }
  return sorted.map(({ item }) => item);
}

/** Patched and untouched items in one list: each group in its own order, mixed as the server's list was. */
export function interleave(
  patched: readonly Json[],
  serverOnly: readonly Json[],
  patchOrder: readonly Json[],
  serverOrder: readonly Json[],
  mergeKey: string,
  kind: "map" | "scalar",
): readonly Json[] {
  const right = inOrderOf(patched, patchOrder, mergeKey, kind);
  const left = inOrderOf(serverOnly, serverOrder, mergeKey, kind);
  const merged: Json[] = [];
  let at = 0;
  for (const item of right) {
    const place = indexIn(serverOrder, item, mergeKey, kind);
    for (; at < left.length; at++) {
      const other = left[at] as Json;
      const otherPlace = indexIn(serverOrder, other, mergeKey, kind);
      if (place < 0 || otherPlace < 0 || otherPlace >= place) break;
      merged.push(other);
    }
    merged.push(item);
  }
  return [...merged, ...left.slice(at)];
}

/** Items that `order` names, and the others. */
export function partition(
  list: readonly Json[],
  order: readonly Json[],
  mergeKey: string,
): readonly [named: readonly Json[], others: readonly Json[]] {
  const isNamed = (item: Json) =>
    mergeKey === "" ? order.includes(item) : findByKey(order, mergeKey, own(keyed(item, mergeKey), mergeKey)) >= 0;
  const named = list.map(isNamed);
  return [list.filter((_, at) => named[at]), list.filter((_, at) => !named[at])];
}

export function findByKey(list: readonly Json[], mergeKey: string, value: Json | undefined): number {
  for (const [at, item] of list.entries()) {
    if (!isMap(item)) throw new PatchError(`value for key ${at} is not a map`);
    if (Object.hasOwn(item, mergeKey) && sameJson(item[mergeKey], value)) return at;
  }
  return -1;
}

/** Source: deduplicateScalars, which fills the gap of a duplicate with the last item. */
export function withoutDuplicates(list: readonly Json[]): readonly Json[] {
  const items = [...list];
  for (let i = 0; i < items.length - 1; i++) {
    for (let j = i + 1; j < items.length; j++) {
      if (items[i] !== items[j]) continue;
      const last = items.pop() as Json;
      if (j < items.length) items[j] = last;
      j--;
    }
  }
  return items;
}

/** Items by their text, as Go's `%v` prints it. */
export function byText(list: readonly Json[], textOf: (item: Json) => string): Json[] {
  const texts = list.map((item) => ({ item, text: textOf(item) }));
  texts.sort((a, b) => (a.text === b.text ? 0 : a.text < b.text ? -1 : 1));
  return texts.map(({ item }) => item);
}
