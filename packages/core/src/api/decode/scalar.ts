import type { ScalarType } from "../../kubernetes/schema.ts";
import type { Json } from "../../kubernetes/types.ts";
import { canonicalQuantity, QUANTITY_FORMAT_ERROR, quantityError } from "../quantity.ts";
import { formatGoTime, parseGoTime } from "./go-time.ts";

/** Why a value does not fit its type. */
export class Mismatch {
  /** What was found, as Go's JSON decoder calls it (`string`, `number 1.5`); or the whole message, where `go` is undefined. */
  readonly found: string;
  /** The Go type that was expected. */
  readonly go: string | undefined;
  /** Whether decoding stops here: it goes on after the decoder's own errors, and stops at those of a type with its own parser. */
  readonly stops: boolean;

  constructor(found: string, go: string | undefined, stops: boolean) {
    this.found = found;
    this.go = go;
    this.stops = stops;
  }
}

/**
 * The value as the server stores it and writes it back, or why it does not fit. Null reads as the zero value.
 * Source: sigs.k8s.io/json's decoder (literalStore), and the UnmarshalJSON of resource.Quantity, metav1.Time, intstr.IntOrString.
 */
export function readScalar(type: ScalarType, value: Json): Json | Mismatch {
  switch (type.kind) {
    case "string":
      return typeof value === "string" ? value : value === null ? "" : mismatch(value, type.go);
    case "bool":
      return typeof value === "boolean" ? value : value === null ? false : mismatch(value, type.go);
    case "int32":
      return readInteger(value, INT32, type.go, false);
    case "int64":
      return readInteger(value, INT64, type.go, false);
    case "float64":
      return typeof value === "number" ? value : value === null ? 0 : mismatch(value, type.go);
    case "intOrString":
      return typeof value === "string" ? value : readInteger(value, INT32, "int32", true);
    case "quantity":
      return readQuantity(value);
    case "time":
      return readTime(value, false);
    case "microTime":
      return readTime(value, true);
    case "bytes":
      return readBytes(value);
    case "rawObject":
    case "any":
      return value;
  }
}

/** The zero value of a scalar, as the server writes it. */
export function zeroScalar(type: ScalarType): Json {
  return readScalar(type, null) as Json;
}

function mismatch(value: Json, go: string, stops = false): Mismatch {
  return new Mismatch(jsonWord(value), go, stops);
}

/** What Go's decoder calls a value that it cannot use. */
export function jsonWord(value: Json): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "boolean") return "bool";
  return typeof value;
}

const INT32 = 2 ** 31;
const INT64 = 2 ** 63;

function readInteger(value: Json, limit: number, go: string, stops: boolean): Json | Mismatch {
  if (value === null) return 0;
  if (typeof value !== "number") return mismatch(value, go, stops);
  if (Number.isInteger(value) && value >= -limit && value < limit) return value;
  return new Mismatch(`number ${JSON.stringify(value)}`, go, stops);
}

function readQuantity(value: Json): Json | Mismatch {
  if (value === null) return "0";
  if (typeof value !== "string" && typeof value !== "number")
    return new Mismatch(QUANTITY_FORMAT_ERROR, undefined, true);
  const text = String(value).trim();
  const error = quantityError(text);
  return error === undefined ? canonicalQuantity(text) : new Mismatch(error, undefined, true);
}

const WHOLE_UTC_SECONDS = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

function readTime(value: Json, withMicros: boolean): Json | Mismatch {
  if (value === null) return null;
  if (typeof value !== "string") return mismatch(value, "string", true);
  if (!withMicros && WHOLE_UTC_SECONDS.test(value)) return value;
  const time = parseGoTime(value, withMicros);
  return typeof time === "string" ? new Mismatch(time, undefined, true) : formatGoTime(time, withMicros);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function readBytes(value: Json): Json | Mismatch {
  if (value === null) return null;
  if (typeof value !== "string") return mismatch(value, "[]uint8");
  const text = value.replace(/[\r\n]/g, "");
  if (BASE64.test(text)) return text;
  return new Mismatch(`illegal base64 data at input byte ${firstBadByte(text)}`, undefined, false);
}

/** Source: Go's encoding/base64 decodeQuantum. */
function firstBadByte(text: string): number {
  const good = /^[A-Za-z0-9+/]*/.exec(text)?.[0].length ?? 0;
  // Cut short: Go names the start of the group of four that is not whole.
  return good === text.length ? good - (good % 4) : good;
}
