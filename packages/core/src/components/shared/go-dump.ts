import { type ParsedQuantity, quantityOf } from "../../api/quantity.ts";
import { type StructType, schemaForStruct, type Type } from "../../kubernetes/schema.ts";
import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { parseTime } from "../../time.ts";
import { compareBytes, forEachByte } from "./utf8.ts";

/**
 * A pod template as the real controllers print it for a hash: `(v1.PodTemplateSpec){ObjectMeta:(v1.ObjectMeta){Name:…`.
 * `template` is in the form in which the API stores it, defaults and all. The Go value is taken to have come through
 * protobuf, as everything does that a controller gets: there, an empty list or map is none.
 * Source: k8s.io/utils dump/dump.go ForHash, which is `%#v` of github.com/davecgh/go-spew (spew/format.go).
 */
export function dumpTemplate(template: object): string {
  return dump(schemaForStruct("PodTemplateSpec") as StructType, template as JsonObject);
}

/** With its type in front, as the fields of a struct are printed. */
function dump(type: Type, value: Json | undefined): string {
  if (type.kind !== "pointer") return `(${type.go})${contents(type, value)}`;
  const isNil = value === undefined || value === null;
  return `(*${type.go})${isNil ? "<nil>" : contents(type.element, value)}`;
}

/** Without its type, as items are printed. Absent and null are the zero value. */
function contents(type: Type, value: Json | undefined): string {
  switch (type.kind) {
    case "struct":
      return struct(type, (value ?? {}) as JsonObject);
    case "list":
      return list(type.element, (value ?? []) as readonly Json[]);
    case "map":
      return map(type.element, (value ?? {}) as JsonObject);
    case "string":
      return (value ?? "") as string;
    case "bool":
      return String(value ?? false);
    case "int32":
    case "int64":
      return String(value ?? 0);
    case "quantity":
      return quantity(quantityOf((value ?? "0") as string));
    case "time":
      return time(value as string | null | undefined);
    case "intOrString":
      return intOrString((value ?? 0) as number | string);
    case "any":
      return managedFields(value ?? null);
    default:
      throw new TypeError(`no pod template has a ${type.kind} here`);
  }
}

function struct(type: StructType, value: JsonObject): string {
  const members = type.members.map((member) => {
    const held = member.name === undefined ? value : value[member.name];
    return `${member.goName}:${dump(member.type, held)}`;
  });
  return `{${members.join(" ")}}`;
}

function list(element: Type, items: readonly Json[]): string {
  return items.length === 0 ? "<nil>" : `[${items.map((item) => contents(element, item)).join(" ")}]`;
}

function map(element: Type, entries: JsonObject): string {
  const keys = Object.keys(entries).sort(compareBytes);
  return keys.length === 0
    ? "<nil>"
    : `map[${keys.map((key) => `${key}:${contents(element, entries[key])}`).join(" ")}]`;
}

/** Source: staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go IntOrString. */
function intOrString(value: number | string): string {
  const isText = typeof value === "string";
  return `{Type:(intstr.Type)${isText ? 1 : 0} IntVal:(int32)${isText ? 0 : value} StrVal:(string)${isText ? value : ""}}`;
}

/** Source: staging/src/k8s.io/apimachinery/pkg/api/resource/{quantity,amount}.go. */
function quantity({ mantissa, exponent, format, text = "", wide }: ParsedQuantity): string {
  const int64 = wide ? [0, 0] : [mantissa, exponent];
  return [
    `{i:(resource.int64Amount){value:(int64)${int64[0]} scale:(resource.Scale)${int64[1]}}`,
    `d:(resource.infDecAmount){Dec:(*inf.Dec)${wide ? bigDecimal(mantissa, exponent) : "<nil>"}}`,
    `s:(string)${text}`,
    `Format:(resource.Format)${format}}`,
  ].join(" ");
}

/** The decimal places of all big decimals: ParseQuantity rounds them to nano. */
const SCALE = 9;
/** What has more digits is not written out: the real controller takes gigabytes for it. */
const MAX_DIGITS = 4096;

function bigDecimal(mantissa: bigint, exponent: number): string {
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const unscaled = exponent + SCALE > MAX_DIGITS ? magnitude : magnitude * 10n ** BigInt(exponent + SCALE);
  return `{unscaled:(big.Int){neg:(bool)${mantissa < 0n} abs:(big.nat)[${words(unscaled).join(" ")}]} scale:(inf.Scale)${SCALE}}`;
}

/** The 64-bit words of a number, the lowest first. */
function words(value: bigint): readonly bigint[] {
  const result: bigint[] = [];
  for (let rest = value; rest > 0n; rest >>= 64n) result.push(BigInt.asUintN(64, rest));
  return result;
}

/** Seconds from year 1, where Go's time starts, to 1970. Source: Go's time/time.go unixToInternal. */
const YEAR_1_TO_1970 = 62_135_596_800;

/** The zone of a process that finds no /etc/localtime. Source: Go's time/zoneinfo_unix.go initLocal. */
const UTC =
  "{name:(string)UTC zone:([]time.zone)<nil> tx:([]time.zoneTrans)<nil> extend:(string) cacheStart:(int64)0 cacheEnd:(int64)0 cacheZone:(*time.zone)<nil>}";

/** Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/time_proto.go Unmarshal. */
function time(value: string | null | undefined): string {
  const isZero = value === null || value === undefined;
  const seconds = isZero ? 0 : parseTime(value) / 1000 + YEAR_1_TO_1970;
  return `{Time:(time.Time){wall:(uint64)0 ext:(int64)${seconds} loc:(*time.Location)${isZero ? "<nil>" : UTC}}}`;
}

/** Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go FieldsV1. */
function managedFields(value: Json): string {
  const bytes: number[] = [];
  forEachByte(JSON.stringify(value), (byte) => bytes.push(byte));
  return `{Raw:([]uint8)[${bytes.join(" ")}]}`;
}
