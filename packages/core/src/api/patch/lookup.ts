import type { Field, Type } from "../../kubernetes/schema.ts";
import { PatchError } from "./error.ts";

/** What a strategic merge patch needs to know of one field. */
export interface PatchField {
  /** The type of its value; of a list, the type of the elements. */
  readonly type: Type;
  readonly merge: boolean;
  readonly retainKeys: boolean;
  /** Empty where the field has none. */
  readonly mergeKey: string;
}

/** Source: staging/src/k8s.io/apimachinery/third_party/forked/golang/json/fields.go LookupPatchMetadataForStruct. */
export function lookupMap(parent: Type, key: string): PatchField {
  const struct = parent.kind === "pointer" ? parent.element : parent;
  if (struct.kind === "rawObject" || struct.kind === "any") throw missing(struct.go.replace(/^.*\./, ""), key);
  if (struct.kind !== "struct") {
    throw new PatchError(`merging an object in json but data type is not struct, instead is: ${goKind(struct)}`);
  }
  const field = struct.fields.get(key) ?? anyCase(struct.fields, key);
  if (field === undefined) throw missing(struct.name, key);
  const { type, merge, retainKeys, mergeKey = "" } = field;
  return { type, merge, retainKeys, mergeKey };
}

/** Source: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/meta.go LookupPatchMetadataForSlice. */
export function lookupList(parent: Type, key: string): PatchField {
  const field = lookupMap(parent, key);
  const type = field.type.kind === "pointer" ? field.type.element : field.type;
  if (type.kind === "list") {
    if (type.element.kind === "list") throw new PatchError("unexpected slice of slice");
    return { ...field, type: type.element };
  }
  if (field.type.kind === "pointer" || type.kind === "bytes") return { ...field, type };
  throw new PatchError("expected slice or array type, but got: struct");
}

function missing(struct: string, key: string): PatchError {
  return new PatchError(`unable to find api field in struct ${struct} for the json field "${key}"`);
}

function anyCase(fields: ReadonlyMap<string, Field>, key: string): Field | undefined {
  const wanted = key.toLowerCase();
  return [...fields.values()].find((field) => field.name.toLowerCase() === wanted);
}

export function goKind(type: Type): string {
  if (type.kind === "list" || type.kind === "bytes") return "slice";
  if (type.kind === "pointer") return "ptr";
  return ["map", "string", "bool", "int32", "int64", "float64"].includes(type.kind) ? type.kind : "struct";
}
