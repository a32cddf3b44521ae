import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { sameJson } from "../equal.ts";

/** A JSON object that is being built. Its keys may be anyone's: write through `put`. */
export type Draft = { [key: string]: Json | undefined };

export function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The object's own value of this key; never one of its prototype's. */
export function own(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

export function put(draft: Draft, key: string, value: Json): void {
  if (key !== "__proto__") draft[key] = value;
  // Plain assignment would set the prototype.
  else Object.defineProperty(draft, key, { value, enumerable: true, configurable: true, writable: true });
}

/** `draft`, or `original` where that has the same contents. */
export function unlessSame<T extends Json>(original: T, draft: T): T {
  return sameJson(original, draft) ? original : draft;
}

/** What Go's type switch tells apart. */
export function kindOf(value: Json | undefined): "map" | "slice" | "string" | "bool" | "int64" | "float64" | "invalid" {
  if (value === null || value === undefined) return "invalid";
  if (isList(value)) return "slice";
  if (typeof value === "object") return "map";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  return Number.isInteger(value) ? "int64" : "float64";
}

/** The Go type of a decoded JSON value, as `%s` prints it. */
export function goTypeOf(value: Json | undefined): string {
  const kind = kindOf(value);
  if (kind === "map") return "map[string]interface {}";
  if (kind === "slice") return "[]interface {}";
  return kind === "invalid" ? "%!s(<nil>)" : kind;
}

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`, with sorted keys. */
export function goValue(value: Json | undefined): string {
  if (value === null || value === undefined) return "<nil>";
  if (isList(value)) return `[${value.map(goValue).join(" ")}]`;
  if (!isMap(value)) return String(value);
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return `map[${keys.map((key) => `${key}:${goValue(value[key])}`).join(" ")}]`;
}
