import { type ApiRequest, type ApiResponse, isFailure, type KubeObject, type ResourceName } from "../../api/request.ts";
import { resourceFromCrd } from "../../kubernetes/custom-resource.ts";
import { type ApiResource, builtinResources } from "../../kubernetes/resources.ts";
import type { Namespace, Pod } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { parseTime } from "../../time.ts";
import { errorText, isNotFound } from "../shared/api-error.ts";
import { isPodTerminal } from "../shared/pod-conditions.ts";

/** Finalizers are given so long. Source: namespaced_resources_deleter.go finalizerEstimateSeconds. */
const FINALIZER_ESTIMATE = 15;

/** What deleting all objects of one resource has led to. */
export interface Emptied {
  readonly resource: ApiResource;
  /** In how many seconds the rest may be gone. */
  readonly estimate: number;
  readonly remaining: number;
  readonly finalizers: readonly string[];
  readonly error?: string;
}

/** Events are one resource, though two groups serve it. */
const ALIASES: ReadonlySet<ResourceName> = new Set(["events.events.k8s.io"]);

/** All namespaced resources that can be deleted, pods first. Source: deleteAllContent. */
export function* namespacedResources(): Generator<ApiRequest, readonly ApiResource[], ApiResponse> {
  const response = yield { verb: "list", resource: "customresourcedefinitions.apiextensions.k8s.io" };
  const definitions = isFailure(response) ? [] : ((response.body as { items?: readonly unknown[] }).items ?? []);
  const custom = definitions.flatMap((definition) => resourceFromCrd(definition) ?? []);
  const all = [...builtinResources, ...custom].filter(
    ({ namespaced, verbs, resource }) =>
      namespaced && verbs.includes("delete") && verbs.includes("list") && !ALIASES.has(resource),
  );
  return [...all.filter(({ resource }) => resource === "pods"), ...all.filter(({ resource }) => resource !== "pods")];
}

/** Source: pkg/controller/namespace/deletion/namespaced_resources_deleter.go deleteAllContentForGroupVersionResource. */
export function* emptyResource(
  sync: Sync,
  resource: ApiResource,
  namespace: Namespace,
): Generator<ApiRequest, Emptied, ApiResponse> {
  const nothing: Emptied = { resource, estimate: 0, remaining: 0, finalizers: [] };
  const before = yield* listed(resource.resource, namespace.metadata.name);
  if (typeof before === "string") return { ...nothing, error: before };
  if (before.length === 0) return nothing;
  const estimate = resource.resource === "pods" ? gracefulEstimate(before as readonly Pod[], namespace, sync.now) : 0;
  const failed = yield* deleteAll(resource, namespace.metadata.name, before);
  if (failed !== undefined) return { ...nothing, estimate, error: failed };
  const left = yield* listed(resource.resource, namespace.metadata.name);
  if (typeof left === "string") return { ...nothing, estimate, error: left };
  const finalizers = left.flatMap(({ metadata }) => metadata.finalizers ?? []);
  const result: Emptied = { resource, estimate: left.length === 0 ? 0 : estimate, remaining: left.length, finalizers };
  if (left.length === 0 || estimate > 0) return result;
  if (finalizers.length > 0) return { ...result, estimate: FINALIZER_ESTIMATE };
  const { group, version, plural } = resource;
  return {
    ...result,
    error: `unexpected items still remain in namespace: ${namespace.metadata.name} for gvr: ${group}/${version}, Resource=${plural}`,
  };
}

function* listed(
  resource: ResourceName,
  namespace: string,
): Generator<ApiRequest, readonly KubeObject[] | string, ApiResponse> {
  const response = yield { verb: "list", resource, namespace };
  if (isNotFound(response)) return [];
  return isFailure(response) ? errorText(response) : ((response.body as { items?: readonly KubeObject[] }).items ?? []);
}

function* deleteAll(
  { resource, verbs }: ApiResource,
  namespace: string,
  objects: readonly KubeObject[],
): Generator<ApiRequest, string | undefined, ApiResponse> {
  const options = { propagationPolicy: "Background" } as const;
  if (verbs.includes("deletecollection")) {
    const response = yield { verb: "deletecollection", resource, namespace, options };
    return isFailure(response) ? errorText(response) : undefined;
  }
  for (const { metadata } of objects) {
    const response = yield { verb: "delete", resource, namespace, name: metadata.name, options };
    if (isFailure(response) && !isNotFound(response)) return errorText(response);
  }
  return undefined;
}

/** The longest grace period, until it must be over. Source: estimateGracefulTermination, estimateGracefulTerminationForPods. */
function gracefulEstimate(pods: readonly Pod[], { metadata }: Namespace, now: number): number {
  const longest = pods
    .filter((pod) => !isPodTerminal(pod))
    .reduce((most, { spec }) => Math.max(most, spec?.terminationGracePeriodSeconds ?? 0), 0);
  return now - parseTime(metadata.deletionTimestamp) >= longest * 1000 ? 0 : longest;
}
