import { KIND_TYPES, STRUCTS } from "./schema.data.ts";

/** The Go type of a field, as far as its JSON form and its dump depend on it. */
export type Type = ScalarType | StructType | ListType | MapType | PointerType;

export type ScalarKind =
  | "string"
  | "bool"
  | "int32"
  | "int64"
  | "float64"
  | "quantity"
  | "time"
  | "microTime"
  | "intOrString"
  | "bytes"
  | "rawObject"
  | "any";

export interface ScalarType {
  readonly kind: ScalarKind;
  /** As Go prints it in messages: `int32`, `v1.PullPolicy`. */
  readonly go: string;
}

export interface ListType {
  readonly kind: "list";
  readonly go: string;
  readonly element: Type;
}

export interface MapType {
  readonly kind: "map";
  readonly go: string;
  readonly element: Type;
}

/** An optional value: absent and zero differ. */
export interface PointerType {
  readonly kind: "pointer";
  readonly go: string;
  readonly element: Type;
}

export interface StructType {
  readonly kind: "struct";
  readonly go: string;
  /** The Go name without its package: `DaemonSetSpec`. */
  readonly name: string;
  /** In the order of the Go struct, which is that of the server's JSON. */
  readonly fields: ReadonlyMap<string, Field>;
  /** The fields that the Go struct itself has: an embedded struct is one of them. None for what is no struct of the API. */
  readonly members: readonly Member[];
}

/** A field of a Go struct by its Go name, which for an embedded struct is the name of its type. */
export interface Member {
  readonly goName: string;
  readonly type: Type;
  /** Its name in JSON; an embedded struct has none, its fields stand among those around it. */
  readonly name?: string;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  /** False where the server writes the field even if it is empty. */
  readonly omitEmpty: boolean;
  readonly omitZero: boolean;
  /** The Go names of the embedded structs between this struct and the field, as decoding errors show them. */
  readonly via: readonly string[];
  /** How a strategic merge patch treats the field; neither means that it replaces a list and merges a map. */
  readonly merge: boolean;
  readonly retainKeys: boolean;
  readonly mergeKey?: string;
}

const SCALARS: ReadonlyMap<string, ScalarType> = new Map(
  (
    [
      ["s", "string", "string"],
      ["b", "bool", "bool"],
      ["i", "int32", "int32"],
      ["l", "int64", "int64"],
      ["f", "float64", "float64"],
      ["q", "quantity", "resource.Quantity"],
      ["t", "time", "v1.Time"],
      ["u", "microTime", "v1.MicroTime"],
      ["o", "intOrString", "intstr.IntOrString"],
      ["y", "bytes", "[]uint8"],
      ["r", "rawObject", "runtime.RawExtension"],
      ["m", "any", "v1.FieldsV1"],
      ["j", "any", "interface {}"],
    ] as const
  ).map(([code, kind, go]) => [code, { kind, go }]),
);

const FIELD = /^([^=:!]+)(?:=(\w+))?([:!])([^~^+@]+)(~?)(\^?)(\+?)(?:@(.+))?$/;

let lines: ReadonlyMap<string, string> | undefined;
const structs = new Map<string, StructType>();

/** Reading the table of structs is left until the first need, a struct at a time. */
function structLine(id: string): string {
  lines ??= new Map(
    STRUCTS.trim()
      .split("\n")
      .map((line) => [line.split(" ", 1)[0] ?? "", line]),
  );
  return lines.get(id) ?? id;
}

function goName(id: string): string {
  const name = id.slice(id.indexOf("/") + 1);
  return name.includes(".") ? name : `v1.${name}`;
}

/** The struct with this id: its name in `v1`, as in `PodSpec`; `v2.MetricSpec` in another version. */
function structType(id: string): StructType {
  const known = structs.get(id);
  if (known !== undefined) return known;
  const go = goName(id);
  const fields = new Map<string, Field>();
  const members: Member[] = [];
  const type: StructType = { kind: "struct", go, name: go.slice(go.indexOf(".") + 1), fields, members };
  // Registered before its fields are read: some structs contain themselves.
  structs.set(id, type);
  for (const text of structLine(id).split(" ").slice(1)) {
    const { member, fields: read } = text.startsWith(">") ? readEmbedded(text.slice(1)) : readField(text);
    members.push(member);
    for (const field of read) fields.set(field.name, field);
  }
  return type;
}

interface Read {
  readonly member: Member;
  readonly fields: readonly Field[];
}

function readEmbedded(id: string): Read {
  const type = structType(id);
  const fields = [...type.fields.values()].map((f) => ({ ...f, via: [type.name, ...f.via] }));
  return { member: { goName: type.name, type }, fields };
}

function readField(text: string): Read {
  const [, name = "", goName, mark, typeText = "", omitZero, retainKeys, merge, mergeKey] = FIELD.exec(text) ?? [];
  const type = readType(typeText);
  const field: Field = {
    name,
    type,
    omitEmpty: mark === ":",
    omitZero: omitZero === "~",
    via: [],
    merge: merge === "+",
    retainKeys: retainKeys === "^",
    ...(mergeKey !== undefined && { mergeKey }),
  };
  return { member: { goName: goName ?? name.charAt(0).toUpperCase() + name.slice(1), type, name }, fields: [field] };
}

function readType(text: string): Type {
  const scalar = SCALARS.get(text);
  if (scalar !== undefined) return scalar;
  if (text.startsWith("$")) return { kind: "string", go: goName(text.slice(1)) };
  if (text.startsWith("*")) {
    const element = readType(text.slice(1));
    return { kind: "pointer", go: element.go, element };
  }
  const [, name, bracket, rest = ""] = /^(?:\((.+?)\))?([[{])(.*)$/.exec(text) ?? [];
  if (bracket === undefined) return structType(text);
  const element = readType(rest);
  const pointer = element.kind === "pointer" ? "*" : "";
  if (bracket === "[") return { kind: "list", go: name ? goName(name) : `[]${pointer}${element.go}`, element };
  return { kind: "map", go: name ? goName(name) : `map[string]${pointer}${element.go}`, element };
}

let kinds: ReadonlyMap<string, string> | undefined;

/** The type of the objects with this `apiVersion` and `kind`; undefined for a kind that no kube-apiserver serves by itself. */
export function schemaForKind(apiVersion: string, kind: string): StructType | undefined {
  kinds ??= new Map(
    KIND_TYPES.trim()
      .split("\n")
      .map((line) => splitKind(line)),
  );
  const id = kinds.get(`${apiVersion} ${kind}`);
  return id === undefined ? undefined : structType(id);
}

function splitKind(line: string): [string, string] {
  const at = line.lastIndexOf(" ");
  return [line.slice(0, at), line.slice(at + 1)];
}

/** The struct of this name in a `v1` package (`PodSpec`), if there is one. */
export function schemaForStruct(name: string): StructType | undefined {
  return structLine(name) === name ? undefined : structType(name);
}
