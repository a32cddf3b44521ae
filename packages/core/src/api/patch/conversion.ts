import type { Type } from "../../kubernetes/schema.ts";
import type { Json } from "../../kubernetes/types.ts";
import { Mismatch, readScalar } from "../decode/scalar.ts";
import { isList, isMap, kindOf, own } from "./json-map.ts";
import { goKind } from "./lookup.ts";

/**
 * The first thing wrong with the outcome of a strategic merge patch, in the words of the converter that the server uses
 * there in place of the JSON decoder. Undefined where all fits.
 * Source: staging/src/k8s.io/apimachinery/pkg/runtime/converter.go fromUnstructured.
 */
export function conversionError(type: Type, value: Json): string | undefined {
  if (value === null) return undefined;
  switch (type.kind) {
    case "pointer":
      return conversionError(type.element, value);
    case "struct":
      if (!isMap(value)) return `cannot restore struct from: ${kindOf(value)}`;
      return first([...type.fields.values()], (field) => conversionError(field.type, own(value, field.name) ?? null));
    case "map":
      if (!isMap(value)) return `cannot restore map from ${kindOf(value)}`;
      return first(Object.values(value), (item) => conversionError(type.element, item ?? null));
    case "list":
      if (!isList(value)) return `cannot restore slice from ${kindOf(value)}`;
      return first(value, (item) => conversionError(type.element, item));
    default:
      return scalarError(type, value);
  }
}

function first<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const error = check(item);
    if (error !== undefined) return error;
  }
  return undefined;
}

function scalarError(type: Exclude<Type, { element: Type } | { fields: unknown }>, value: Json): string | undefined {
  const read = readScalar(type, value);
  if (!(read instanceof Mismatch)) return undefined;
  if (read.stops) {
    return read.go === undefined ? read.found : `json: cannot unmarshal ${read.found} into Go value of type ${read.go}`;
  }
  const from = kindOf(value);
  if (type.kind === "bytes") {
    return from === "string" ? `error decoding from json: ${read.found}` : `cannot restore slice from ${from}`;
  }
  const isNumeric = ["int32", "int64", "float64"].includes(type.kind);
  const isConvertible = isNumeric ? from === "int64" || from === "float64" : type.kind === "string" && from === "int64";
  return isConvertible ? `cannot convert ${from} to ${type.go}` : `unrecognized type: ${goKind(type)}`;
}
