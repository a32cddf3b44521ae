import { type ApiRequest, type ApiResponse, isFailure, type KubeObject } from "../../api/request.ts";
import type { OwnerReference } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { errorText, isNotFound } from "../shared/api-error.ts";
import { waitsForDependents } from "./graph.ts";
import { resourceOfKind } from "./resources.ts";

/** The owners of an object: those that are there, those that are not, those that wait for their dependents to go. */
export interface Classified {
  readonly solid: readonly OwnerReference[];
  readonly dangling: readonly OwnerReference[];
  readonly waiting: readonly OwnerReference[];
}

/** Why references cannot be judged. `unknown-kind` may be known later, `invalid` never will be valid. */
export type Unclassified = "unknown-kind" | "invalid" | { readonly error: string };

/**
 * Asks the server for each owner, as the cache may not have it yet.
 * Source: pkg/controller/garbagecollector/garbagecollector.go classifyReferences, isDangling.
 */
export function* classify(
  sync: Sync,
  { metadata }: KubeObject,
): Generator<ApiRequest, Classified | Unclassified, ApiResponse> {
  const found: Record<keyof Classified, OwnerReference[]> = { solid: [], dangling: [], waiting: [] };
  for (const reference of metadata.ownerReferences ?? []) {
    const resource = resourceOfKind(sync.view, reference.apiVersion, reference.kind);
    if (resource === undefined) return "unknown-kind";
    if (resource.namespaced && metadata.namespace === undefined) return "invalid";
    const namespace = resource.namespaced && metadata.namespace !== undefined ? { namespace: metadata.namespace } : {};
    const response = yield { verb: "get", resource: resource.resource, name: reference.name, ...namespace };
    if (isFailure(response) && !isNotFound(response)) return { error: errorText(response) };
    const owner = isFailure(response) ? undefined : (response.body as KubeObject);
    if (owner?.metadata.uid !== reference.uid) found.dangling.push(reference);
    else if (waitsForDependents(owner)) found.waiting.push(reference);
    else found.solid.push(reference);
  }
  return found;
}
