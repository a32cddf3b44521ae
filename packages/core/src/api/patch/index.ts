import { type ApiResource, apiVersionOf } from "../../kubernetes/resources.ts";
import { schemaForKind } from "../../kubernetes/schema.ts";
import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { versionError } from "../decode/convert.ts";
import { type Decoded, type DecodeOptions, judge, readFields } from "../decode/index.ts";
import { patchedKindError } from "../decode/kind.ts";
import { findProblems } from "../decode/problems.ts";
import { invalid as invalidField } from "../field-error.ts";
import { goJson } from "../go-text.ts";
import type { KubeObject, PatchType } from "../request.ts";
import {
  badRequest,
  type Failure,
  invalid,
  requestTooLarge,
  unknownError,
  unknownPatchType,
  unprocessable,
  unsupportedMediaType,
} from "../status.ts";
import { conversionError } from "./conversion.ts";
import { PatchError } from "./error.ts";
import { goValue, isList, isMap, kindOf } from "./json-map.ts";
import { jsonMergePatch } from "./json-merge.ts";
import { jsonPatch, MAX_JSON_PATCH_OPERATIONS } from "./json-patch.ts";
import { OPERATIONS } from "./operations.ts";
import { strategicMergePatch } from "./strategic.ts";

export { PatchConflict, PatchError, PreconditionFailed } from "./error.ts";
export { createMergePatch, jsonMergePatch, threeWayMergePatch } from "./json-merge.ts";
export { jsonPatch, MAX_JSON_PATCH_OPERATIONS } from "./json-patch.ts";
export { strategicMergePatch, threeWayStrategicPatch, twoWayMergePatch } from "./strategic.ts";

/**
 * The stored object with the patch applied and decoded; `stored` itself where nothing changes. Never throws for JSON.
 * Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go jsonPatcher, smpPatcher.
 */
export function patchObject(
  stored: KubeObject,
  patch: Json,
  type: PatchType,
  resource: ApiResource,
  options: DecodeOptions = {},
): Decoded | Failure {
  try {
    if (type === "strategic") return patchStrategically(stored, patch, options);
    if (type === "merge") return mergeJson(stored, patch, resource, options);
    return type === "json" ? patchJson(stored, patch, resource, options) : unknownPatchType();
  } catch (error) {
    if (error instanceof PatchError) return failureOf(error);
    throw error;
  }
}

/** Source: patch.go interpretStrategicMergePatchError. */
function failureOf(error: PatchError): Failure {
  if (error.kind === "badRequest") return badRequest(error.message);
  return error.kind === "unprocessable" ? unprocessable() : unknownError(error.message);
}

const CUSTOM_MEDIA_TYPES = [
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/apply-patch+yaml",
];

function patchStrategically(stored: KubeObject, patch: Json, options: DecodeOptions): Decoded | Failure {
  const schema = schemaForKind(stored.apiVersion, stored.kind);
  if (schema === undefined) return unsupportedMediaType(CUSTOM_MEDIA_TYPES);
  if (patch === null) return { object: stored, warnings: [] };
  if (!isMap(patch)) return badRequest(notAMap(patch));
  const original = stored as unknown as JsonObject;
  const patched = strategicMergePatch(original, patch, schema);
  if (patched === original) return { object: stored, warnings: [] };
  // What the patch says of the kind is lost on the way from the outcome to an object.
  const { object, error, unknownFields } = readFields(patched, stored.apiVersion, stored.kind, isStrict(options));
  const text = goValue(patch);
  if (error !== undefined) return invalidPatch(text, conversionError(schema, patched) ?? error);
  const version = versionError(object);
  if (version !== undefined) return unknownError(version);
  return orInvalid(judge(object, sorted(unknownFields), options.fieldValidation), text);
}

function notAMap(patch: Json): string {
  const kind = kindOf(patch);
  const word = kind === "slice" ? "array" : kind === "int64" || kind === "float64" ? "number" : kind;
  return `json: cannot unmarshal ${word} into Go value of type map[string]interface {}`;
}

function isStrict({ fieldValidation }: DecodeOptions): boolean {
  return fieldValidation !== "Ignore";
}

function mergeJson(stored: KubeObject, patch: Json, resource: ApiResource, options: DecodeOptions): Decoded | Failure {
  if (patch === null) return badRequest("Invalid JSON Patch");
  if (!isMap(patch))
    return badRequest(isStrict(options) ? `error decoding patch: ${notAMap(patch)}` : "Invalid JSON Patch");
  const patched = jsonMergePatch(stored as unknown as JsonObject, patch);
  return outcome(stored, patched, resource, [], options);
}

function patchJson(stored: KubeObject, patch: Json, resource: ApiResource, options: DecodeOptions): Decoded | Failure {
  const { error, unknownFields } = findProblems(OPERATIONS, patch);
  if (error !== undefined)
    return badRequest(isStrict(options) ? `error decoding patch: ${error}` : looseError(patch, error));
  const operations = (patch ?? []) as readonly (JsonObject | null)[];
  if (operations.length > MAX_JSON_PATCH_OPERATIONS) {
    const limit = MAX_JSON_PATCH_OPERATIONS;
    return requestTooLarge(`The allowed maximum operations in a JSON patch is ${limit}, got ${operations.length}`);
  }
  const patched = jsonPatch(
    stored as unknown as Json,
    operations.map((operation) => operation ?? {}),
  );
  const problems = isStrict(options) ? unknownFields.map((problem) => `json patch ${problem}`) : [];
  return outcome(stored, patched, resource, problems, options);
}

/** The library's own type, where the server has not looked at the operations before. */
function looseError(patch: Json, error: string): string {
  return isList(patch)
    ? error.replace("handlers.jsonPatchOp", "jsonpatch.Operation")
    : error.replace("[]handlers.jsonPatchOp", "jsonpatch.Patch");
}

/** Decodes what a JSON patch or a merge patch made of the stored object. */
function outcome(
  stored: KubeObject,
  patched: Json,
  resource: ApiResource,
  problems: readonly string[],
  options: DecodeOptions,
): Decoded | Failure {
  if (patched === (stored as unknown as Json)) return orInvalid(judge(stored, problems, options.fieldValidation), "");
  if (!isMap(patched))
    return invalidPatch(goJson(patched), `couldn't get version/kind; json parse error: ${notAMap(patched)}`);
  const wrong = patchedKindError(patched, resource);
  if (wrong !== undefined) return invalidPatch(goJson(patched), wrong);
  const apiVersion =
    typeof patched["apiVersion"] === "string" ? patched["apiVersion"] : apiVersionOf(resource.group, resource.version);
  const { object, error, unknownFields } = readFields(patched, apiVersion, resource.kind, isStrict(options));
  const wrongValue = error ?? versionError(object);
  if (wrongValue !== undefined) return invalidPatch(goJson(patched), wrongValue);
  return orInvalid(judge(object, [...problems, ...sorted(unknownFields)], options.fieldValidation), goJson(patched));
}

/** What a patch makes is written out with its fields in the order of their names, before it is read again. */
function sorted(unknownFields: readonly string[]): readonly string[] {
  return [...unknownFields].sort((a, b) => (a < b ? -1 : 1));
}

function orInvalid(judged: Decoded | { readonly error: string }, patch: string): Decoded | Failure {
  return "error" in judged ? invalidPatch(patch, judged.error) : judged;
}

function invalidPatch(patch: string, why: string): Failure {
  return invalid({ kind: "", group: "", name: "" }, [invalidField("patch", patch, why)]);
}
