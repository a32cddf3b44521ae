import { type Json, type JsonObject, type KubeObject, metadataError } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";

const ADVICE = "if you choose to ignore these errors, turn validation off with --validate=false";

/** What kubectl itself checks of a document before it asks the server. Source: pkg/validation/schema.go getObjectKind. */
export function validateDocument(value: Json, source: string): void {
  const problems = documentProblems(value);
  if (problems.length === 0) return;
  const text = problems.length === 1 ? problems[0] : `[${problems.join(", ")}]`;
  throw new KubectlError(`error validating ${JSON.stringify(source)}: error validating data: ${text}; ${ADVICE}`);
}

function documentProblems(value: Json): readonly string[] {
  if (!isObject(value)) return ["invalid object to validate"];
  const problems: string[] = [];
  for (const field of ["apiVersion", "kind"]) {
    const found = Object.hasOwn(value, field) ? (value[field] ?? null) : null;
    if (found === null) problems.push(`${field} not set`);
    else if (typeof found !== "string") problems.push(`${field} isn't string type`);
    else if (field === "apiVersion" && found.split("/").length > 2)
      problems.push(`unexpected GroupVersion string: ${found}`);
  }
  return problems;
}

/** A document as an object of the API. Source: apimachinery/pkg/apis/meta/v1/unstructured/helpers.go. */
export function decodeDocument(value: Json, source: string): KubeObject {
  const fail = (reason: string): never => {
    throw new KubectlError(`unable to decode ${JSON.stringify(source)}: ${reason}`);
  };
  if (!isObject(value))
    return fail(`json: cannot unmarshal ${goKind(value)} into Go value of type unstructured.detector`);
  const { apiVersion, kind, metadata } = value;
  if (!kind) return fail(`Object 'Kind' is missing in '${JSON.stringify(value)}'`);
  if (typeof kind !== "string") {
    return fail(`json: cannot unmarshal ${goKind(kind)} into Go struct field detector.kind of type string`);
  }
  if (apiVersion !== undefined && typeof apiVersion !== "string") {
    return fail(`json: cannot unmarshal ${goKind(apiVersion)} into Go struct field detector.apiVersion of type string`);
  }
  const wrong = metadataError({ metadata: metadata ?? null });
  if (wrong !== undefined) return fail(wrong);
  return { ...value, metadata: metadata ?? {} } as unknown as KubeObject;
}

/** Whether a document is a list of objects: it has `items`. */
export function listItems(object: KubeObject): readonly KubeObject[] | undefined {
  const items = Object.hasOwn(object, "items") ? (object as unknown as { items: unknown }).items : undefined;
  return Array.isArray(items) ? (items as readonly KubeObject[]) : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function goKind(value: Json | undefined): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
