import {
  type ApiRequest,
  type ApiResource,
  type ApiResponse,
  bodyOf,
  isFailure,
  type Json,
  type KubeObject,
  lastApplied,
  resourceForKind,
  resourceFromCrd,
  type Status,
  threeWayPatch,
  withLastApplied,
} from "@kubetick/core";
import { ApiError } from "./api.ts";
import { type Manifest, ManifestError, objectsOf } from "./manifest.ts";

/** What `apply` has done for one object. */
export interface AppliedObject {
  /** The object as stored now. */
  readonly object: KubeObject;
  readonly outcome: "created" | "configured" | "unchanged";
}

type Send = (request: ApiRequest) => ApiResponse;

/**
 * Makes a cluster hold what a manifest says, object by object, as `kubectl apply` does: by the difference between what
 * was applied last, what is wanted and what is there.
 */
export function applyManifest(send: Send, manifest: Manifest): readonly AppliedObject[] {
  return objectsOf(manifest).map((object) => applyObject(send, object));
}

function applyObject(send: Send, object: KubeObject): AppliedObject {
  const resource = resourceOf(send, object);
  const namespace = resource.namespaced ? (object.metadata.namespace ?? "default") : undefined;
  const { name } = object.metadata;
  if (typeof name !== "string" || name === "")
    throw new ManifestError(`${object.kind}: metadata.name is missing; apply finds objects by their names`);
  const wanted = withLastApplied(
    namespace === undefined ? object : { ...object, metadata: { ...object.metadata, namespace } },
  );
  const where = { resource: resource.resource, by: "kubectl", ...(namespace === undefined ? {} : { namespace }) };
  const options = { fieldValidation: "Strict" } as const;
  const found = send({ ...where, verb: "get", name });
  if (found.code === 404) {
    return { object: demanded(object, send({ ...where, verb: "create", body: wanted, options })), outcome: "created" };
  }
  const current = demanded(object, found);
  const patch = threeWayPatch(parsed(lastApplied(current)), wanted, current);
  if (Object.keys(patch.body).length === 0) return { object: current, outcome: "unchanged" };
  return {
    object: demanded(object, send({ ...where, ...patch, verb: "patch", name, options })),
    outcome: "configured",
  };
}

function resourceOf(send: Send, { apiVersion, kind }: KubeObject): ApiResource {
  const builtin = resourceForKind(apiVersion, kind);
  if (builtin !== undefined) return builtin;
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const definitions = bodyOf<{ items: KubeObject[] }>(
    send({ verb: "list", resource: "customresourcedefinitions.apiextensions.k8s.io" }),
  );
  const custom = definitions.items
    .map(resourceFromCrd)
    .find((resource) => resource?.kind === kind && resource.group === group);
  if (custom !== undefined) return custom;
  throw new ManifestError(`no kind "${kind}" in version "${apiVersion}": apply its CustomResourceDefinition first`);
}

function parsed(text: string | undefined): Json | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function demanded(object: KubeObject, response: ApiResponse): KubeObject {
  if (!isFailure(response)) return bodyOf<KubeObject>(response);
  const status = bodyOf<Status>(response);
  throw new ApiError({ ...status, message: `${object.kind} ${object.metadata.name}: ${status.message}` });
}
