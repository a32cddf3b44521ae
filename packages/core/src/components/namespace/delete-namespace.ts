import { type ApiRequest, type ApiResponse, failureReason, isFailure } from "../../api/request.ts";
import type { Namespace } from "../../kubernetes/types.ts";
import type { Key, Reconcile, Sync } from "../../machine/component.ts";
import { aggregate, errorText, isNotFound } from "../shared/api-error.ts";
import { type Findings, namespaceConditions } from "./conditions.ts";
import { type Emptied, emptyResource, namespacedResources } from "./content.ts";

const FINALIZER = "kubernetes";

/** Empties a namespace that is to go, then lets it go. Source: namespaced_resources_deleter.go Delete. */
export function* deleteNamespace(name: Key, sync: Sync): Reconcile {
  if (sync.view.get("namespaces", name) === undefined) return;
  const response = yield { verb: "get", resource: "namespaces", name };
  if (isFailure(response)) return isNotFound(response) ? undefined : { error: errorText(response) };
  const namespace = response.body as Namespace;
  if (namespace.metadata.deletionTimestamp === undefined || (namespace.spec?.finalizers ?? []).length === 0) return;
  const emptied = yield* emptyAll(sync, namespace);
  const errors = emptied.flatMap(({ error }) => (error === undefined ? [] : [error]));
  // While there are pods nothing else is deleted, and nothing is said of what remains.
  const podsRemain = emptied.length === 1;
  yield* writeConditions(sync, namespace, { ...(podsRemain ? NOTHING : totals(emptied)), errors });
  const error = aggregate(errors);
  if (error !== undefined) return { error };
  const estimate = emptied.reduce((most, one) => Math.max(most, one.estimate), 0);
  if (estimate > 0) return { requeueAfter: (Math.floor(estimate / 2) + 1) * 1000 };
  return yield* finalize(name);
}

const NOTHING = { remaining: new Map<string, number>(), finalizers: new Map<string, number>() };

/** Source: deleteAllContent. Of pods that remain only their own result is returned. */
function* emptyAll(sync: Sync, namespace: Namespace): Generator<ApiRequest, readonly Emptied[], ApiResponse> {
  const results: Emptied[] = [];
  for (const resource of yield* namespacedResources()) {
    const result = yield* emptyResource(sync, resource, namespace);
    results.push(result);
    if (resource.resource === "pods" && result.remaining > 0) break;
  }
  return results;
}

function totals(emptied: readonly Emptied[]): Omit<Findings, "errors"> {
  const remaining = new Map<string, number>();
  const finalizers = new Map<string, number>();
  for (const { resource, remaining: count, finalizers: names } of emptied) {
    if (count > 0) remaining.set(`${resource.plural}.${resource.group}`, count);
    for (const finalizer of names) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  }
  return { remaining, finalizers };
}

/** A failure is only logged by the real controller. */
function* writeConditions(
  sync: Sync,
  namespace: Namespace,
  findings: Findings,
): Generator<ApiRequest, void, ApiResponse> {
  const before = namespace.status?.conditions ?? [];
  const conditions = namespaceConditions(before, findings, sync.now);
  if (conditions === before) return;
  const body = { ...namespace, status: { ...namespace.status, conditions } };
  yield { verb: "update", resource: "namespaces", name: namespace.metadata.name, subresource: "status", body };
}

/** Takes the controller's own finalizer away; with the last one the namespace is gone. Source: finalizeNamespace. */
function* finalize(name: string): Reconcile {
  for (;;) {
    const response = yield { verb: "get", resource: "namespaces", name };
    if (isFailure(response)) return isNotFound(response) ? undefined : { error: errorText(response) };
    const namespace = response.body as Namespace;
    const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
    const body = { ...namespace, spec: { ...namespace.spec, finalizers } };
    const finalized = yield { verb: "update", resource: "namespaces", name, subresource: "finalize", body };
    if (!isFailure(finalized) || isNotFound(finalized)) return;
    if (failureReason(finalized) !== "Conflict") return { error: errorText(finalized) };
  }
}
