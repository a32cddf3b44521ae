import type { Type } from "../../kubernetes/schema.ts";
import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { sameJson } from "../equal.ts";
import { PatchError } from "./error.ts";
import { type Draft, goValue, isList, isMap, kindOf, own, put } from "./json-map.ts";
import { byText, elementKind, inOrderOf, keyed, withoutDuplicates } from "./list.ts";
import { lookupList, lookupMap, type PatchField } from "./lookup.ts";
import { DELETE_FROM_LIST, hasSameKey, RETAIN_KEYS, SET_ELEMENT_ORDER } from "./merge.ts";

export interface DiffOptions {
  readonly changes: boolean;
  readonly deletions: boolean;
  /** Whether to say the order of merged lists. */
  readonly order: boolean;
}

/**
 * The strategic merge patch that makes `modified` of `original`.
 * Source: apimachinery/pkg/util/strategicpatch/patch.go diffMaps.
 */
export function diffMaps(
  original: JsonObject,
  modified: JsonObject,
  schema: Type,
  options: DiffOptions,
  retain = false,
): JsonObject {
  const patch: Draft = {};
  for (const [key, value] of Object.entries(modified)) {
    if (value === undefined) continue;
    if (Object.hasOwn(original, key)) diffField(patch, key, original[key] ?? null, value, schema, options);
    else if (options.changes) put(patch, key, value);
  }
  const gone = Object.keys(original).filter((key) => !Object.hasOwn(modified, key));
  if (options.deletions) for (const key of gone) put(patch, key, null);
  const kept = retain ? Object.keys(modified).filter((key) => modified[key] !== null) : [];
  const isNeeded = Object.keys(patch).length > 0 || gone.some((key) => original[key] !== null);
  if (kept.length > 0 && isNeeded) patch[RETAIN_KEYS] = byText(kept, String);
  return patch as JsonObject;
}

function diffField(patch: Draft, key: string, from: Json, to: Json, schema: Type, options: DiffOptions): void {
  if (key === "$patch") {
    diffDirective(patch, from, to);
  } else if (kindOf(from) !== kindOf(to)) {
    if (options.changes) put(patch, key, to);
  } else if (isMap(from) && isMap(to)) {
    diffMapField(patch, key, from, to, schema, options);
  } else if (isList(from) && isList(to)) {
    diffListField(patch, key, from, to, schema, options);
  } else if (options.changes && from !== to) put(patch, key, to);
}

function diffDirective(patch: Draft, from: Json, to: Json): void {
  if (typeof from !== "string" || typeof to !== "string") throw new PatchError("invalid value for special key: $patch");
  if (from !== to) patch["$patch"] = to;
}

/** What the schema does not know matters only where it differs. */
function lookup(find: typeof lookupMap, schema: Type, key: string, from: Json, to: Json): PatchField | undefined {
  try {
    return find(schema, key);
  } catch (error) {
    if (error instanceof PatchError && sameJson(from, to)) return undefined;
    throw error;
  }
}

function diffMapField(
  patch: Draft,
  key: string,
  from: JsonObject,
  to: JsonObject,
  schema: Type,
  options: DiffOptions,
): void {
  const field = lookup(lookupMap, schema, key, from, to);
  if (field === undefined) return;
  const difference = diffMaps(from, to, field.type, options, field.retainKeys);
  if (Object.keys(difference).length > 0) put(patch, key, difference);
}

function diffListField(
  patch: Draft,
  key: string,
  from: readonly Json[],
  to: readonly Json[],
  schema: Type,
  options: DiffOptions,
): void {
  const field = lookup(lookupList, schema, key, from, to);
  if (field === undefined) return;
  if (!field.merge) {
    if (options.changes && !sameJson(from, to)) put(patch, key, to);
    return;
  }
  const { changed, deleted, order } = diffLists(from, to, field, options);
  if (changed.length > 0) put(patch, key, changed);
  if (deleted.length > 0) patch[`${DELETE_FROM_LIST}/${key}`] = deleted;
  if (order.length > 0) patch[`${SET_ELEMENT_ORDER}/${key}`] = order;
}

interface ListDifference {
  readonly changed: readonly Json[];
  /** Of scalars alone: maps are deleted by items of `changed`. */
  readonly deleted: readonly Json[];
  readonly order: readonly Json[];
}

function diffLists(
  from: readonly Json[],
  to: readonly Json[],
  field: PatchField,
  options: DiffOptions,
): ListDifference {
  if (from.length === 0) return { changed: options.changes ? to : [], deleted: [], order: [] };
  return elementKind(from, to) === "map"
    ? diffListsOfMaps(from, to, field, options)
    : diffListsOfScalars(from, to, options);
}

function diffListsOfScalars(from: readonly Json[], to: readonly Json[], options: DiffOptions): ListDifference {
  const changed: Json[] = [];
  const deleted: Json[] = [];
  inStep(byText(from, goValue), byText(to, goValue), goValue, {
    onlyFrom: (item) => options.deletions && deleted.push(item),
    onlyTo: (item) => options.changes && changed.push(item),
    both: () => {},
  });
  const isOrdered =
    options.order && ((options.deletions && deleted.length > 0) || (options.changes && !sameJson(from, to)));
  return {
    changed: inOrderOf(changed, to, "", "scalar"),
    deleted: withoutDuplicates(deleted),
    order: isOrdered ? to : [],
  };
}

function diffListsOfMaps(
  from: readonly Json[],
  to: readonly Json[],
  field: PatchField,
  options: DiffOptions,
): ListDifference {
  const { mergeKey, type, retainKeys } = field;
  const keyIn = (item: Json) => own(keyed(item, mergeKey), mergeKey) ?? null;
  const textOf = (item: Json) => goValue(keyIn(item));
  const changes: Json[] = [];
  const deletions: Json[] = [];
  inStep(byText(from, textOf), byText(to, textOf), textOf, {
    onlyFrom: (item) => options.deletions && deletions.push({ [mergeKey]: keyIn(item), $patch: "delete" }),
    onlyTo: (item) => options.changes && changes.push(item),
    both: (a, b) => {
      const difference = diffMaps(a as JsonObject, b as JsonObject, type, options, retainKeys);
      if (Object.keys(difference).length > 0) changes.push({ ...difference, [mergeKey]: keyIn(b) });
    },
  });
  const changed = [...inOrderOf(changes, to, mergeKey, "map"), ...deletions];
  const isOrderSame = from.length === to.length && to.every((item, at) => hasSameKey(from[at] ?? null, item, mergeKey));
  const hasNews = options.changes && (changed.length > 0 || !isOrderSame);
  const isOrdered = options.order && (hasNews || (options.deletions && changed.length > 0));
  return { changed, deleted: [], order: isOrdered ? to.map((item) => ({ [mergeKey]: keyIn(item) })) : [] };
}

interface Step {
  onlyFrom(item: Json): unknown;
  onlyTo(item: Json): unknown;
  both(from: Json, to: Json): unknown;
}

/** Walks two sorted lists at once. */
function inStep(from: readonly Json[], to: readonly Json[], textOf: (item: Json) => string, step: Step): void {
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    const [a, b] = [from[i], to[j]];
    const [left, right] = [a === undefined ? undefined : textOf(a), b === undefined ? undefined : textOf(b)];
    if (left !== undefined && left === right) step.both(from[i++] as Json, to[j++] as Json);
    else if (left === undefined || (right !== undefined && left > right)) step.onlyTo(to[j++] as Json);
    else step.onlyFrom(from[i++] as Json);
  }
}
