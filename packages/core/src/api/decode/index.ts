import type { ApiResource } from "../../kubernetes/resources.ts";
import { type StructType, schemaForKind, schemaForStruct } from "../../kubernetes/schema.ts";
import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { isStatus } from "../failure.ts";
import type { KubeObject } from "../request.ts";
import type { Failure } from "../status.ts";
import { canonical, type Findings } from "./canonical.ts";
import { versionError } from "./convert.ts";
import { cannotBeHandled, identify, wrongKind } from "./kind.ts";
import { findProblems, type Problems } from "./problems.ts";

export { zeroValue } from "./canonical.ts";

export interface DecodeOptions {
  /** What to do about unknown fields: refuse, warn, or say nothing. They are dropped in any case. */
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore" | (string & {});
}

export interface Decoded {
  readonly object: KubeObject;
  /** `unknown field "spec.foo"`, with `fieldValidation` Warn. */
  readonly warnings: readonly string[];
}

/** Why a body could not be decoded: the error as Go's decoder words it. */
export interface Undecodable {
  readonly error: string;
}

/**
 * Reads a request's body as an object of `resource`, as the server does: what it says it is, the types of its fields, its
 * unknown fields; and brings it into the form in which the server stores it (see `canonical`). A body that has that form
 * is returned as it is, and its `spec` is remembered by identity, so that decoding it again after a change elsewhere
 * costs only that change. Defaults and validation are not decoding's business. Never throws for JSON.
 *
 * Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go, apimachinery/pkg/runtime/serializer/json/json.go.
 */
export function decodeObject(body: Json, resource: ApiResource, options: DecodeOptions = {}): Decoded | Failure {
  const identity = identify(body, resource);
  if (isStatus(identity)) return identity;
  const wrong = wrongKind(identity, body, resource);
  if (wrong !== undefined) return wrong;
  const decoded = decodeFields((body ?? {}) as JsonObject, identity.apiVersion, identity.kind, options);
  return "error" in decoded ? cannotBeHandled(identity, resource, decoded.error) : decoded;
}

/** As `decodeObject`, for a body that is known to be of this kind. */
export function decodeFields(
  body: JsonObject,
  apiVersion: string,
  kind: string,
  options: DecodeOptions,
): Decoded | Undecodable {
  const { fieldValidation = "Warn" } = options;
  const { object, error, unknownFields } = readFields(body, apiVersion, kind, fieldValidation !== "Ignore");
  const wrong = error ?? versionError(object);
  if (wrong !== undefined) return { error: wrong };
  return judge(object, unknownFields, fieldValidation);
}

/** Refuses, warns or says nothing of what strict decoding found. */
export function judge(
  object: KubeObject,
  problems: readonly string[],
  fieldValidation: DecodeOptions["fieldValidation"],
): Decoded | Undecodable {
  if (problems.length > 0 && fieldValidation === "Strict") return { error: strictError(problems) };
  return { object, warnings: fieldValidation === "Ignore" ? [] : problems };
}

/** An object in the form in which the server stores it, and what was found on the way. */
export interface ReadFields extends Problems {
  readonly object: KubeObject;
}

/** Unknown fields are named only where `strict` asks for it: finding their names is slow. */
export function readFields(body: JsonObject, apiVersion: string, kind: string, strict: boolean): ReadFields {
  const typed = body["apiVersion"] === apiVersion && body["kind"] === kind ? body : { ...body, apiVersion, kind };
  const schema = schemaForKind(apiVersion, kind);
  const findings: Findings = { mismatches: 0, unknownFields: 0 };
  const result = schema === undefined ? canonicalFree(typed, findings) : canonical(schema, typed, findings);
  const object = result as unknown as KubeObject;
  const isFine = findings.mismatches === 0 && (findings.unknownFields === 0 || !strict);
  return isFine ? { object, unknownFields: [] } : { object, ...problemsOf(schema, body) };
}

/** Source: staging/src/k8s.io/apimachinery/pkg/runtime/error.go strictDecodingError.Error. */
export function strictError(problems: readonly string[]): string {
  return `strict decoding error: ${problems.join(", ")}`;
}

function metadataType(): StructType {
  const type = schemaForStruct("ObjectMeta");
  if (type === undefined) throw new Error("the schema has no ObjectMeta");
  return type;
}

/** Of a kind without a schema only the metadata is known. */
function canonicalFree(body: JsonObject, findings: Findings): JsonObject {
  const given = body["metadata"];
  const metadata = canonical(metadataType(), given ?? null, findings);
  return metadata === given ? body : { ...body, metadata };
}

function problemsOf(schema: StructType | undefined, body: JsonObject): Problems {
  if (schema !== undefined) return findProblems(schema, body);
  const { error, unknownFields } = findProblems(metadataType(), body["metadata"] ?? null);
  const prefixed = unknownFields.map((text) => text.replace('"', '"metadata.'));
  return error === undefined ? { unknownFields: prefixed } : { error, unknownFields: prefixed };
}
