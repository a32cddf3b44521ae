import type { Field, StructType, Type } from "../../kubernetes/schema.ts";
import { schemaForStruct } from "../../kubernetes/schema.ts";
import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { Mismatch, readScalar, zeroScalar } from "./scalar.ts";

/** What was met on the way that the caller must look at more closely. */
export interface Findings {
  mismatches: number;
  unknownFields: number;
}

/** The maximum depth of a value. Go's decoder allows 10,000; no kind but CustomResourceDefinition nests without end. */
const MAX_DEPTH = 500;

/**
 * The value as the server would store it and write it back: without unknown fields, without empty fields that Go leaves
 * out, with empty fields that Go writes, quantities and times in their canonical text. The same reference where that is
 * what it is already. Counts in `findings` what does not fit; such values are passed through.
 */
export function canonical(type: Type, value: Json, findings: Findings, depth = 0): Json {
  switch (type.kind) {
    case "struct":
      return canonicalStruct(type, value, findings, depth);
    case "list":
      return canonicalList(type.element, value, findings, depth);
    case "map":
      return canonicalMap(type.element, value, findings, depth);
    case "pointer":
      return value === null ? null : canonical(type.element, value, findings, depth);
    default: {
      const read = readScalar(type, value);
      if (!(read instanceof Mismatch)) return read;
      findings.mismatches++;
      return value;
    }
  }
}

/** Specs and templates that are canonical already, with the type they are canonical as. Only a memo: objects are immutable. */
const known = new WeakMap<object, StructType>();

function isRemembered(type: StructType): boolean {
  return type.name.endsWith("Spec");
}

function canonicalStruct(type: StructType, value: Json, findings: Findings, depth: number): Json {
  if (value === null) return zeroStruct(type);
  if (!isObject(value) || depth > MAX_DEPTH) {
    findings.mismatches++;
    return value;
  }
  const remembered = isRemembered(type);
  if (remembered && known.get(value) === type) return value;
  const before = findings.mismatches;
  const result = rebuildStruct(type, value, findings, depth);
  if (remembered && findings.mismatches === before) known.set(result, type);
  return result;
}

function rebuildStruct(type: StructType, value: JsonObject, findings: Findings, depth: number): JsonObject {
  // Only names of the schema's fields get in here, so plain assignment is safe.
  let changed: Record<string, Json | undefined> | undefined;
  let dropped = false;
  for (const key of Object.keys(value)) {
    const field = type.fields.get(key);
    const given = value[key];
    if (field === undefined && given !== undefined) findings.unknownFields++;
    const kept = field === undefined || given === undefined ? undefined : canonicalField(field, given, findings, depth);
    if (kept === given && given !== undefined) continue;
    changed ??= ownFields(type, value);
    changed[key] = kept;
    dropped ||= kept === undefined;
  }
  // No field has the name of something that every object inherits, so what is read is the value's own.
  for (const field of writtenFields(type)) {
    if (value[field.name] !== undefined) continue;
    changed ??= ownFields(type, value);
    changed[field.name] = zeroOf(field.type);
  }
  if (changed === undefined) return value;
  return dropped ? withoutUndefined(changed) : changed;
}

/** A new object and no `delete`: that would make the engine keep the object as a slow dictionary. */
function withoutUndefined(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: Record<string, Json> = {};
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}

function ownFields(type: StructType, value: JsonObject): Record<string, Json | undefined> {
  const copy: Record<string, Json | undefined> = {};
  for (const key of Object.keys(value)) if (type.fields.has(key)) copy[key] = value[key];
  return copy;
}

/** Undefined where Go would leave the field out. */
function canonicalField(field: Field, value: Json, findings: Findings, depth: number): Json | undefined {
  const result = canonical(field.type, value, findings, depth + 1);
  return (field.omitEmpty && isEmpty(field.type, result)) || (field.omitZero && result === null) ? undefined : result;
}

/** Whether `omitempty` leaves the value out. It never does so for structs, nor for types that are structs in Go. */
function isEmpty(type: Type, value: Json): boolean {
  switch (type.kind) {
    case "list":
    case "bytes":
      return value === null || (value as string | readonly Json[]).length === 0;
    case "map":
      return value === null || (isObject(value) && Object.keys(value).length === 0);
    case "pointer":
    case "any":
      return value === null;
    case "string":
      return value === "";
    case "bool":
      return value === false;
    case "int32":
    case "int64":
    case "float64":
      return value === 0;
    default:
      return false;
  }
}

const written = new WeakMap<StructType, readonly Field[]>();

/** The fields that are written even where they are empty. */
function writtenFields(type: StructType): readonly Field[] {
  const found = written.get(type);
  if (found !== undefined) return found;
  const fields = [...type.fields.values()].filter(
    (f) => !f.omitZero && !(f.omitEmpty && isEmpty(f.type, emptyOf(f.type))),
  );
  written.set(type, fields);
  return fields;
}

/** As `zeroOf`, but not looking into structs: some contain themselves, behind a pointer. */
function emptyOf(type: Type): Json {
  return type.kind === "struct" ? {} : zeroOf(type);
}

const zeros = new WeakMap<StructType, JsonObject>();

/** The zero value of a type as the server writes it: of a struct, the fields that are never left out. */
function zeroOf(type: Type): Json {
  if (type.kind === "struct") return zeroStruct(type);
  return type.kind === "list" || type.kind === "map" || type.kind === "pointer" ? null : zeroScalar(type);
}

function zeroStruct(type: StructType): JsonObject {
  const found = zeros.get(type);
  if (found !== undefined) return found;
  const zero = Object.freeze(Object.fromEntries(writtenFields(type).map((f) => [f.name, zeroOf(f.type)])));
  zeros.set(type, zero);
  return zero;
}

/**
 * The zero value of a struct by its Go name, as the server writes it: that of `DaemonSetStatus` has four counts of 0.
 * Throws where there is no such struct.
 */
export function zeroValue(struct: string): JsonObject {
  const type = schemaForStruct(struct);
  if (type === undefined) throw new Error(`no struct of the API is named ${struct}`);
  return zeroStruct(type);
}

function canonicalList(element: Type, value: Json, findings: Findings, depth: number): Json {
  if (value === null) return null;
  if (!Array.isArray(value)) {
    findings.mismatches++;
    return value;
  }
  let changed: Json[] | undefined;
  for (let at = 0; at < value.length; at++) {
    const item = value[at] as Json | undefined;
    const result = canonical(element, item ?? null, findings, depth + 1);
    if (result === item) continue;
    changed ??= [...value];
    changed[at] = result;
  }
  return changed ?? value;
}

function canonicalMap(element: Type, value: Json, findings: Findings, depth: number): Json {
  if (value === null) return null;
  if (!isObject(value)) {
    findings.mismatches++;
    return value;
  }
  let changed: [string, Json][] | undefined;
  const keys = Object.keys(value);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    const given = value[key];
    const result = given === undefined ? undefined : canonical(element, given, findings, depth + 1);
    if (result === given && given !== undefined) {
      changed?.push([key, given]);
      continue;
    }
    changed ??= keys.slice(0, at).map((earlier): [string, Json] => [earlier, value[earlier] as Json]);
    if (result !== undefined) changed.push([key, result]);
  }
  // The keys are the user's: fromEntries defines them, so that `__proto__` is a key like any other.
  return changed === undefined ? value : Object.fromEntries(changed);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
