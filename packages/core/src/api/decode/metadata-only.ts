import { type StructType, schemaForStruct } from "../../kubernetes/schema.ts";
import type { Json } from "../../kubernetes/types.ts";
import { findProblems } from "./problems.ts";

/** The struct into which clients read the metadata of an object of which they know nothing else. */
function metadataOnly(): StructType | undefined {
  const type = schemaForStruct("ObjectMeta");
  if (type === undefined) return undefined;
  const metadata = {
    name: "metadata",
    type,
    omitEmpty: true,
    omitZero: false,
    via: [],
    merge: false,
    retainKeys: false,
  };
  const name = "metadataOnlyObject";
  return { kind: "struct", go: name, name, fields: new Map([["metadata", metadata]]), members: [] };
}

/**
 * What Go's decoder says of an object's metadata, if it does not fit: `json: cannot unmarshal number into Go struct field
 * ObjectMeta.metadata.labels of type string`.
 * Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/helpers.go unstructuredJSONScheme.
 */
export function metadataError(object: Json): string | undefined {
  const type = metadataOnly();
  return type === undefined ? undefined : findProblems(type, object).error;
}
