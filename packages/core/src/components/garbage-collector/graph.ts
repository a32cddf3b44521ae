import type { KubeObject, ObjectKey, ResourceName } from "../../api/request.ts";
import type { OwnerReference } from "../../kubernetes/types.ts";
import type { ClusterView } from "../../store/view.ts";
import { keyOf } from "../shared/controller-ref.ts";
import { allResources, resourceOfKind } from "./resources.ts";

/**
 * Who depends on whom. The real collector builds a graph of all objects; here it is read from the indexes by owner.
 * Source: pkg/controller/garbagecollector/graph.go, graph_builder.go.
 */
export interface Item {
  readonly resource: ResourceName;
  readonly key: ObjectKey;
  readonly object: KubeObject;
}

export function dependentsOf(view: ClusterView, uid: string): readonly Item[] {
  return allResources(view).flatMap((resource) =>
    view.byIndex(resource, "owner", uid).map((object) => ({ resource, key: keyOf(object), object })),
  );
}

/** The object that a reference points to, if the cache has it under that name and uid. */
export function ownerOf(view: ClusterView, reference: OwnerReference, namespace: string | undefined): Item | undefined {
  const resource = resourceOfKind(view, reference.apiVersion, reference.kind);
  if (resource === undefined || (resource.namespaced && namespace === undefined)) return undefined;
  const key = resource.namespaced ? `${namespace}/${reference.name}` : reference.name;
  const object = view.get(resource.resource, key);
  return object?.metadata.uid === reference.uid ? { resource: resource.resource, key, object } : undefined;
}

/** Whether the reference points to an object of another namespace, which it must not. Only asked of references that lead nowhere. */
export function pointsElsewhere(view: ClusterView, reference: OwnerReference, namespace: string | undefined): boolean {
  const resource = resourceOfKind(view, reference.apiVersion, reference.kind);
  if (resource === undefined || !resource.namespaced) return false;
  return view
    .list(resource.resource)
    .some(({ metadata }) => metadata.uid === reference.uid && metadata.namespace !== namespace);
}

export function isBeingDeleted({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";

export function waitsForDependents(object: KubeObject): boolean {
  return isBeingDeleted(object) && hasForegroundFinalizer(object);
}

export function waitsForOrphaning(object: KubeObject): boolean {
  return isBeingDeleted(object) && hasOrphanFinalizer(object);
}

export function hasForegroundFinalizer({ metadata }: KubeObject): boolean {
  return metadata.finalizers?.includes(FOREGROUND) ?? false;
}

export function hasOrphanFinalizer({ metadata }: KubeObject): boolean {
  return metadata.finalizers?.includes(ORPHAN) ?? false;
}

export { FOREGROUND as FOREGROUND_FINALIZER, ORPHAN as ORPHAN_FINALIZER };
