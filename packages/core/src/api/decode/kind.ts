import { type ApiResource, apiVersionOf, resourceForKind } from "../../kubernetes/resources.ts";
import { schemaForKind } from "../../kubernetes/schema.ts";
import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { isStatus } from "../failure.ts";
import { byteLength, goQuote, utf8 } from "../go-text.ts";
import { badRequest, type Failure } from "../status.ts";
import { findProblems } from "./problems.ts";
import { jsonWord } from "./scalar.ts";

/** What a body says it is; what it leaves out is taken from the resource that the request names. */
export interface Identity {
  readonly apiVersion: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * Reads `apiVersion` and `kind`, whatever the case of their letters, or tells why that is not possible.
 * Source: apimachinery/pkg/runtime/serializer/json/{meta,json}.go Interpret, gvkWithDefaults.
 */
export function identify(body: Json, resource: ApiResource): Identity | Failure {
  const inBody = typeInBody(body);
  if ("error" in inBody)
    return unrecognized(body, resource, `couldn't get version/kind; json parse error: ${inBody.error}`);
  const [group, version] = parseGroupVersion(inBody.apiVersion) ?? [];
  if (group === undefined || version === undefined) {
    return unrecognized(body, resource, `unexpected GroupVersion string: ${inBody.apiVersion}`);
  }
  const kind = inBody.kind === "" ? resource.kind : inBody.kind;
  const defaulted = version === "" ? resource.version : version;
  const apiVersion = apiVersionOf(group === "" && version === "" ? resource.group : group, defaulted);
  return { apiVersion, version: defaulted, kind };
}

/** What a body says of itself, as far as it is text; or the error of Go's decoder. */
export function typeInBody(
  body: Json,
): { readonly apiVersion: string; readonly kind: string } | { readonly error: string } {
  const found = { apiVersion: "", kind: "" };
  if (body === null) return found;
  if (typeof body !== "object" || Array.isArray(body)) {
    const struct =
      'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
    return { error: `json: cannot unmarshal ${jsonWord(body)} into Go value of type ${struct}` };
  }
  for (const key of Object.keys(body)) {
    const name = FIELDS.get(key) ?? FIELDS.get(key.toLowerCase());
    const value = (body as JsonObject)[key];
    if (name === undefined || value === undefined || value === null) continue;
    if (typeof value !== "string") {
      return { error: `json: cannot unmarshal ${jsonWord(value)} into Go struct field .${name} of type string` };
    }
    found[name] = value;
  }
  return found;
}

const FIELDS: ReadonlyMap<string, "apiVersion" | "kind"> = new Map([
  ["apiVersion", "apiVersion"],
  ["apiversion", "apiVersion"],
  ["kind", "kind"],
]);

/** `apps/v1` is group `apps` and version `v1`; undefined where there is more than one slash. */
function parseGroupVersion(text: string): readonly [string, string] | undefined {
  if (text === "" || text === "/") return ["", ""];
  const slash = text.indexOf("/");
  if (slash < 0) return ["", text];
  return text.includes("/", slash + 1) ? undefined : [text.slice(0, slash), text.slice(slash + 1)];
}

/** Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go transformDecodeError, summarizeData. */
function unrecognized(body: Json, resource: ApiResource, why: string): Failure {
  const summary = summarize(JSON.stringify(body));
  return badRequest(`the object provided is unrecognized (must be of type ${resource.kind}): ${why} (${summary})`);
}

const SUMMARY_LENGTH = 30;

function summarize(text: string): string {
  const rest = byteLength(text) > SUMMARY_LENGTH ? " ..." : "";
  if (text.startsWith("{")) return text.slice(0, SUMMARY_LENGTH) + rest;
  return utf8(text).slice(0, SUMMARY_LENGTH).join("") + rest;
}

/** 400: `Pod in version "v1" cannot be handled as a DaemonSet: …`. */
export function cannotBeHandled({ kind, version }: Identity, resource: ApiResource, why: string): Failure {
  return badRequest(`${kind} in version ${goQuote(version)} cannot be handled as a ${resource.kind}: ${why}`);
}

/** The Go package of the internal types of a group, where it is not the group's first label. */
const PACKAGES: ReadonlyMap<string, string> = new Map([
  ["", "core"],
  ["events.k8s.io", "core"],
]);

/** Why an object of another kind, or of another version, does not belong to the resource; undefined where it does. */
export function wrongKind(identity: Identity, body: Json, resource: ApiResource): Failure | undefined {
  if (isOfResource(identity, resource)) return undefined;
  if (resource.custom || resource.simulated) return wrongCustomKind(identity, resource);
  if (isOlderVersion(identity, resource)) return wrongVersion(identity, resource);
  return cannotBeHandled(identity, resource, kindError(identity, body, resource));
}

/** Versions that are read still, and no longer served. Source: staging/src/k8s.io/api/…/register.go. */
const OLDER: Readonly<Record<string, readonly string[]>> = {
  "apps/v1beta1": ["ControllerRevision", "Deployment", "StatefulSet"],
  "apps/v1beta2": ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
  "extensions/v1beta1": ["DaemonSet", "Deployment", "Ingress", "NetworkPolicy", "ReplicaSet"],
  "events.k8s.io/v1beta1": ["Event"],
  "scheduling.k8s.io/v1beta1": ["PriorityClass"],
  "coordination.k8s.io/v1beta1": ["Lease"],
};

function isOlderVersion({ apiVersion, kind }: Identity, resource: ApiResource): boolean {
  return kind === resource.kind && (OLDER[apiVersion]?.includes(kind) ?? false);
}

function isOfResource({ apiVersion, kind }: Identity, resource: ApiResource): boolean {
  const isServed = resource.versions.some((version) => apiVersion === apiVersionOf(resource.group, version));
  return isServed && kind === resource.kind;
}

/** Source: staging/src/k8s.io/apimachinery/pkg/runtime/scheme.go Convert. */
function kindError({ apiVersion, version, kind }: Identity, body: Json, resource: ApiResource): string {
  if (!isRegistered(apiVersion, kind)) return notRegistered(kind, apiVersion);
  const schema = schemaForKind(apiVersion, kind);
  const error = schema === undefined ? undefined : findProblems(schema, body).error;
  const internal = PACKAGES.get(resource.group) ?? resource.group.split(".", 1)[0];
  return error ?? `converting (${version}.${kind}) to (${internal}.${resource.kind}): unknown conversion`;
}

/** Beside the kinds that are resources, each has a list; and the first version of all has the answer that says no. */
function isRegistered(apiVersion: string, kind: string): boolean {
  const item = kind.endsWith("List") ? kind.slice(0, -"List".length) : kind;
  return resourceForKind(apiVersion, item) !== undefined || (apiVersion === "v1" && kind === "Status");
}

/** Source: staging/src/k8s.io/apimachinery/pkg/runtime/error.go notRegisteredErr. */
export function notRegistered(kind: string, apiVersion: string): string {
  const scheme = goQuote("pkg/runtime/scheme.go:111");
  return `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme ${scheme}`;
}

/** What is wrong with the kind of a patch's outcome, without the words around it. */
export function patchedKindError(body: JsonObject, resource: ApiResource): string | undefined {
  const identity = identify(body, resource);
  if (isStatus(identity)) return identity.message;
  return isOfResource(identity, resource) ? undefined : kindError(identity, body, resource);
}

/** Source: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go schemaCoercingDecoder. */
function wrongCustomKind(identity: Identity, resource: ApiResource): Failure {
  if (identity.apiVersion !== apiVersionOf(resource.group, resource.version)) return wrongVersion(identity, resource);
  return cannotBeHandled(identity, resource, `the kind in the data is not ${resource.kind}`);
}

/** Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go createHandler. */
function wrongVersion({ apiVersion }: Identity, resource: ApiResource): Failure {
  const expected = apiVersionOf(resource.group, resource.version);
  return badRequest(
    `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
  );
}
