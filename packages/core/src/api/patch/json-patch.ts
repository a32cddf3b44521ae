import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { sameJson } from "../equal.ts";
import { byteLength } from "../go-text.ts";
import { isDeeperThan, MAX_DEPTH } from "../plain-json.ts";
import { PatchError } from "./error.ts";
import { type Draft, isList, isMap, own, put } from "./json-map.ts";

/** Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go maxJSONPatchOperations. */
export const MAX_JSON_PATCH_OPERATIONS = 10_000;
/** What `copy` may add to a document in all, in bytes. Source: staging/src/k8s.io/apiserver/pkg/server/config.go JSONPatchMaxCopyBytes. */
const MAX_COPIED_BYTES = 3 * 1024 * 1024;

/**
 * Applies a JSON patch (RFC 6902): all of its operations or, with a `PatchError`, none. As the server's: a negative index
 * counts from the end, and `replace` may add a key to an object.
 * Source: gopkg.in/evanphx/json-patch.v4 patch.go.
 */
export function jsonPatch(original: Json, operations: readonly JsonObject[]): Json {
  let document = original;
  let room = MAX_COPIED_BYTES;
  for (const operation of operations) {
    if (own(operation, "op") === "copy") room = checkCopy(document, operation, room);
    document = apply(document, operation);
  }
  return document;
}

function fail(message: string): PatchError {
  return new PatchError(message, "unprocessable");
}

function apply(document: Json, operation: JsonObject): Json {
  const op = own(operation, "op");
  switch (op) {
    case "add":
      return add(document, pathOf(operation, op), op, operandOf(operation));
    case "remove":
      return edit(document, pathOf(operation, op), op, removed);
    case "replace":
      return replace(document, shallow(pathOf(operation, op), operandOf(operation)), operandOf(operation));
    case "test":
      return test(document, pathOf(operation, op), operandOf(operation));
    case "move": {
      const from = fromOf(operation, op);
      const value = read(document, from, op);
      const without = edit(document, from, op, removed);
      return add(without, pathOf(operation, op), op, value ?? null);
    }
    case "copy": {
      const value = read(document, fromOf(operation, op), op) ?? null;
      return add(document, pathOf(operation, op), op, value);
    }
    default:
      throw fail(`Unexpected kind: ${typeof op === "string" ? op : "unknown"}`);
  }
}

function add(document: Json, path: string, op: string, value: Json): Json {
  return edit(document, shallow(path, value), op, (holder, key) => added(holder, key, value));
}

/** The path, where the value is not too deep for it: copies of copies double their depth with every operation. */
function shallow(path: string, value: Json): string {
  if (!isDeeperThan(value, MAX_DEPTH - keysOf(path).length)) return path;
  throw new PatchError(`the outcome of the patch is nested deeper than ${MAX_DEPTH} levels`, "badRequest");
}

function pathOf(operation: JsonObject, op: string): string {
  const path = own(operation, "path");
  if (typeof path !== "string") throw fail(`${op} operation failed to decode path: missing value`);
  return path;
}

function fromOf(operation: JsonObject, op: string): string {
  const from = own(operation, "from");
  if (typeof from !== "string") throw fail(`${op} operation failed to decode from: missing value`);
  return from;
}

function operandOf(operation: JsonObject): Json {
  return own(operation, "value") ?? null;
}

type Holder = JsonObject | readonly Json[];

/** `/a~1b/0` is `a/b`, then `0`. What stands before the first slash is passed over. */
function keysOf(path: string): readonly string[] {
  return path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Copies the document along the path, with `change` done to what holds its last key. */
function edit(document: Json, path: string, op: string, change: (holder: Holder, key: string) => Json): Json {
  const keys = keysOf(path);
  const missing = () => fail(`${op} operation does not apply: doc is missing path: "${path}": missing value`);
  const holders: Holder[] = [];
  let at: Json | undefined = document;
  for (const key of keys) {
    if (!isMap(at) && !isList(at)) throw missing();
    holders.push(at);
    at = childOf(at, key);
  }
  const [last, ...outer] = holders.reverse();
  if (last === undefined) throw missing();
  let result = change(last, keys.at(-1) ?? "");
  for (const [depth, holder] of outer.entries())
    result = withChild(holder, keys[keys.length - 2 - depth] ?? "", result);
  return result;
}

function childOf(holder: Holder, key: string): Json | undefined {
  if (!isList(holder)) return own(holder, key);
  const index = indexOf(key);
  return index === undefined ? undefined : holder.at(index);
}

function withChild(holder: Holder, key: string, child: Json): Json {
  if (isList(holder)) {
    const index = indexOf(key) ?? 0;
    return holder.with(index, child);
  }
  const draft: Draft = { ...holder };
  put(draft, key, child);
  return draft as JsonObject;
}

/** Go's `strconv.Atoi`. */
function indexOf(key: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(key) ? Number(key) : undefined;
}

function added(holder: Holder, key: string, value: Json): Json {
  if (!isList(holder)) return withChild(holder, key, value);
  if (key === "-") return [...holder, value];
  const index = indexOf(key);
  if (index === undefined) throw fail(`value was not a proper array index: '${key}'`);
  const length = holder.length + 1;
  if (index >= length || index < -length) throw invalidIndex(index);
  return holder.toSpliced(index < 0 ? index + length : index, 0, value);
}

function removed(holder: Holder, key: string): Json {
  if (isList(holder)) return holder.toSpliced(existingIndex(holder, key), 1);
  if (!Object.hasOwn(holder, key)) throw fail(`Unable to remove nonexistent key: ${key}: missing value`);
  const { [key]: _, ...rest } = holder;
  return rest;
}

function existingIndex(list: readonly Json[], key: string): number {
  const index = indexOf(key);
  if (index === undefined) throw fail(`strconv.Atoi: parsing "${key}": invalid syntax`);
  if (index >= list.length || index < -list.length) throw invalidIndex(index);
  return index < 0 ? index + list.length : index;
}

function invalidIndex(index: number): PatchError {
  return fail(`Unable to access invalid index: ${index}: invalid index referenced`);
}

function replace(document: Json, path: string, value: Json): Json {
  if (path === "") {
    if (isMap(value) || isList(value)) return value;
    throw fail("replace operation value must be object or array");
  }
  return edit(document, path, "replace", (holder, key) => {
    if (isList(holder)) existingIndex(holder, key);
    return withChild(holder, key, value);
  });
}

/** The value at the path; undefined where an object has no such key. */
function read(document: Json, path: string, op: string): Json | undefined {
  let found: Json | undefined;
  edit(document, path, op, (holder, key) => {
    found = isList(holder) ? holder[existingIndex(holder, key)] : own(holder, key);
    return null;
  });
  return found;
}

function test(document: Json, path: string, value: Json): Json {
  const found = path === "" ? document : (read(document, path, "test") ?? null);
  if (!sameJson(found, value)) throw fail(`testing value ${path} failed: test failed`);
  return document;
}

/** Copies of copies double with every operation: what is left of the allowance, or an error. */
function checkCopy(document: Json, operation: JsonObject, room: number): number {
  const value = read(document, fromOf(operation, "copy"), "copy");
  const left = room - byteLength(JSON.stringify(value ?? null));
  if (left >= 0) return left;
  const size = MAX_COPIED_BYTES - left;
  throw fail(
    `Unable to complete the copy, the accumulated size increase of copy is ${size}, exceeding the limit ${MAX_COPIED_BYTES}`,
  );
}
