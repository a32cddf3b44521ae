import { resourceFromCrd } from "../kubernetes/custom-resource.ts";
import { type ApiResource, resourceByName } from "../kubernetes/resources.ts";
import type { ClusterState } from "../machine/state.ts";
import { get } from "../store/tree.ts";
import type { KubeObject, ObjectKey, ResourceName } from "./request.ts";

/** What the API serves under a resource name: a built-in resource, or one that a stored CustomResourceDefinition makes. */
export function servedResource(state: ClusterState, name: ResourceName): ApiResource | undefined {
  const builtin = resourceByName(name);
  if (builtin !== undefined) return builtin;
  const definition = storedObject(state, "customresourcedefinitions.apiextensions.k8s.io", name);
  return definition === undefined ? undefined : resourceFromCrd(definition);
}

export function keyOf(namespace: string | undefined, name: string): ObjectKey {
  return namespace === undefined || namespace === "" ? name : `${namespace}/${name}`;
}

export function storedObject<T extends KubeObject>(
  state: ClusterState,
  resource: ResourceName,
  key: ObjectKey,
): T | undefined {
  const table = Object.hasOwn(state.tables, resource) ? state.tables[resource] : undefined;
  return table === undefined ? undefined : (get(table.objects, key) as T | undefined);
}
