import type { ApiResource } from "../kubernetes/resources.ts";
import { apiVersionOf } from "../kubernetes/resources.ts";
import type { ClusterState } from "../machine/state.ts";
import { Refused } from "./failure.ts";
import type { ApiRequest, ApiResponse, KubeObject, RequestOptions, ResourceName, Verb } from "./request.ts";
import { keyOf, servedResource, storedObject } from "./scope.ts";
import { badRequest, methodNotAllowed, noSuchResource, notFound } from "./status.ts";
import { strategyFor } from "./strategies.ts";
import type { ResourceStrategy } from "./strategy.ts";

/** A request whose resource has been found. */
export interface Call {
  readonly request: ApiRequest;
  readonly options: RequestOptions;
  readonly resource: ApiResource;
  readonly strategy: ResourceStrategy;
  /** Empty for cluster-scoped resources, and for lists over all namespaces. */
  readonly namespace: string;
}

/** What one stage of the pipeline hands back: the next state (the same one for reads, refusals and dry runs), and the answer. */
export interface Handled {
  readonly state: ClusterState;
  readonly response: ApiResponse;
}

export function resolveCall(state: ClusterState, request: ApiRequest): Call {
  const resource = servedResource(state, request.resource);
  if (resource === undefined) throw new Refused(noSuchResource());
  const namespace = resource.namespaced ? (request.namespace ?? "") : "";
  const call: Call = {
    request,
    options: request.options ?? {},
    resource,
    strategy: strategyFor(resource.resource),
    namespace,
  };
  if (!isServed(resource, request)) throw new Refused(methodNotAllowed());
  if (!hasRoute(request)) throw new Refused(methodNotAllowed());
  const collection = request.verb === "list" || (request.verb === "get" && request.name === undefined);
  if (resource.namespaced && namespace === "" && !collection) throw new Refused(methodNotAllowed());
  return call;
}

/** A collection can be posted to, an object be put and patched. Source: apiserver/pkg/endpoints/installer.go registerResourceHandlers. */
function hasRoute({ verb, name, subresource }: ApiRequest): boolean {
  if (verb === "create") return name === undefined || subresource !== undefined;
  return (verb !== "update" && verb !== "patch") || (name !== undefined && name !== "");
}

/** The verbs of the subresources that are simulated. Source: the discovery of a kube-apiserver v1.37.2. */
const SUBRESOURCE_VERBS: ReadonlyMap<string, readonly Verb[]> = new Map([
  ["status", ["get", "patch", "update"]],
  ["finalize", ["update"]],
  ["binding", ["create"]],
  ["eviction", ["create"]],
]);

/** Whether the resource, or its subresource, has the verb. Throws where there is no such subresource. */
function isServed(resource: ApiResource, { verb, subresource }: ApiRequest): boolean {
  if (subresource === undefined || subresource === "") return resource.verbs.includes(verb);
  const verbs = resource.subresources.includes(subresource) ? SUBRESOURCE_VERBS.get(subresource) : undefined;
  if (verbs === undefined) throw new Refused(noSuchResource());
  return verbs.includes(verb);
}

/** What failures call an object of this resource. */
export function named(
  { resource }: ApiResource,
  name: string,
): { readonly resource: ResourceName; readonly name: string } {
  return { resource, name };
}

export function kindNamed(
  { group, kind }: ApiResource,
  name: string | undefined,
): { readonly group: string; readonly kind: string; readonly name: string } {
  return { group, kind, name: name ?? "" };
}

export function nameOf(call: Call): string {
  const { name } = call.request;
  if (name === undefined || name === "") throw new Refused(badRequest("name must be provided"));
  return name;
}

export function existing<T extends KubeObject>(state: ClusterState, call: Call): T {
  const name = nameOf(call);
  const found = storedObject<T>(state, call.resource.resource, keyOf(call.namespace, name));
  if (found === undefined) throw new Refused(notFound(named(call.resource, name)));
  return found;
}

export function isDryRun(call: Call): boolean {
  return (call.options.dryRun?.length ?? 0) > 0;
}

/** Answers with an object, after a write that a dry run only pretends to have done. */
export function answer(
  call: Call,
  before: ClusterState,
  after: ClusterState,
  code: number,
  body: object,
  warnings: readonly string[] = [],
): Handled {
  const response: ApiResponse = warnings.length > 0 ? { code, body, warnings } : { code, body };
  return { state: isDryRun(call) ? before : after, response };
}

export function storedApiVersion(resource: ApiResource): string {
  return apiVersionOf(resource.group, resource.version);
}
