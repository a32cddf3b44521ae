import { failures, type Json, MAX_BODY_BYTES, type PatchType } from "@kubetick/core";
import { Failed } from "./failed.ts";
import { jsonError } from "./go-json.ts";

const JSON_TYPE = "application/json";
const READABLE = [JSON_TYPE];

const PATCH_TYPES: ReadonlyMap<string, PatchType> = new Map([
  ["application/json-patch+json", "json"],
  ["application/merge-patch+json", "merge"],
  ["application/strategic-merge-patch+json", "strategic"],
]);

/** The media type of a header's value, without parameters. */
export function mediaType(header: string | undefined): string {
  return (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** The type of a patch. Source: the routes of apiserver/pkg/endpoints/installer.go, which take these content types alone. */
export function patchTypeOf(contentType: string | undefined): PatchType {
  const found = PATCH_TYPES.get(mediaType(contentType));
  if (found === undefined) throw new Failed(failures.unknownPatchType());
  return found;
}

/** The body of a PATCH. Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
export function patchBody(text: string): Json {
  requireLength(text);
  return parsed(text, () => "invalid JSON patch");
}

/** The body of a POST or PUT of an object. Source: apiserver/pkg/endpoints/handlers/rest.go transformDecodeError, summarizeData. */
export function objectBody(text: string, contentType: string | undefined, kind: string): Json {
  requireJson(contentType);
  requireLength(text);
  return parsed(text, (error) => {
    const why = `couldn't get version/kind; json parse error: ${error}`;
    return `the object provided is unrecognized (must be of type ${kind}): ${why} (${summarized(text)})`;
  });
}

/** The body of a DELETE. Source: apiserver/pkg/endpoints/handlers/delete.go DeleteResource. */
export function deleteBody(text: string, contentType: string | undefined): Json {
  requireJson(contentType);
  requireLength(text);
  return parsed(text, (error) => `couldn't get version/kind; json parse error: ${error}`);
}

function parsed(text: string, describe: (error: string) => string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Failed(failures.badRequest(describe(jsonError(text))));
  }
}

/** Without a content type a body is taken for JSON. Source: apiserver/pkg/endpoints/handlers/negotiation/negotiate.go. */
function requireJson(contentType: string | undefined): void {
  const type = mediaType(contentType);
  if (type !== "" && type !== JSON_TYPE) throw new Failed(failures.unsupportedMediaType(READABLE));
}

function requireLength(text: string): void {
  if (text.length > MAX_BODY_BYTES) throw new Failed(failures.requestTooLarge(`limit is ${MAX_BODY_BYTES}`));
}

const SUMMARY_BYTES = 30;

function summarized(text: string): string {
  if (text === "") return "<empty>";
  const bytes = new TextEncoder().encode(text);
  const rest = bytes.length > SUMMARY_BYTES ? " ..." : "";
  const start = bytes.subarray(0, SUMMARY_BYTES);
  if (text.startsWith("{")) return new TextDecoder().decode(start) + rest;
  return Array.from(start, (byte) => byte.toString(16).padStart(2, "0")).join("") + rest;
}
