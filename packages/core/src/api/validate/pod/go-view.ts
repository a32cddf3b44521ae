import type { Json, JsonObject } from "../../../kubernetes/types.ts";
import { GO_LAYOUT } from "./go-layout.data.ts";

interface GoField {
  readonly name: string;
  readonly json: string;
  readonly kind: string;
}

const layouts = new Map<string, readonly GoField[]>();

function layoutOf(type: string): readonly GoField[] | undefined {
  const known = layouts.get(type);
  if (known !== undefined || !Object.hasOwn(GO_LAYOUT, type)) return known;
  const fields = (GO_LAYOUT[type] ?? "")
    .split(" ")
    .filter((text) => text !== "")
    .map(readField);
  layouts.set(type, fields);
  return fields;
}

function readField(text: string): GoField {
  const [names = "", kind = ""] = text.split(":");
  const [name = "", json] = names.split("=");
  return { name, json: json ?? name.charAt(0).toLowerCase() + name.slice(1), kind };
}

/**
 * `value`, of the API's type `type`, as the server's own struct prints as JSON: Go's field names in their order, and
 * nothing left out. Messages show such values: `Invalid value: {"Capabilities":null,"Privileged":true,…}`.
 */
export function goView(type: string, value: object): JsonObject {
  const fields = layoutOf(type) ?? [];
  const source = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(fields.map(({ name, json, kind }) => [name, viewField(kind, source[json])]));
}

function viewField(kind: string, value: unknown): Json {
  if (kind.startsWith("[]")) return Array.isArray(value) ? value.map((item) => viewValue(kind.slice(2), item)) : null;
  if (kind.startsWith("*")) return value === undefined || value === null ? null : viewValue(kind.slice(1), value);
  return viewValue(kind, value);
}

const ZERO: Readonly<Record<string, Json>> = {
  string: "",
  bool: false,
  int: 0,
  intOrString: 0,
  quantity: "0",
  map: null,
  json: null,
};

function viewValue(kind: string, value: unknown): Json {
  if (layoutOf(kind) !== undefined) return goView(kind, (value ?? {}) as object);
  if (value === undefined || value === null) return ZERO[kind] ?? null;
  return kind === "map" ? sortedMap(value as JsonObject) : (value as Json);
}

/** Go prints maps sorted by key. */
function sortedMap(map: JsonObject): JsonObject {
  const keys = Object.keys(map).sort((a, b) => (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, map[key]]));
}
