import type { ClusterState } from "../machine/state.ts";
import { appended } from "../store/log.ts";
import { EMPTY_TABLE, withObject } from "../store/table.ts";
import type { KubeObject, ObjectKey, ResourceName, WatchEvent } from "./request.ts";

export interface Committed<T extends KubeObject> {
  readonly state: ClusterState;
  /** The object as stored, with its new resource version. */
  readonly object: T;
}

/** The only place where the cluster's objects change: stores `object` in place of `before` under the next resource version. */
export function commit<T extends KubeObject>(
  state: ClusterState,
  resource: ResourceName,
  key: ObjectKey,
  before: T | undefined,
  object: T,
): Committed<T> {
  const resourceVersion = state.resourceVersion + 1;
  const stored: T = { ...object, metadata: { ...object.metadata, resourceVersion: String(resourceVersion) } };
  const event: WatchEvent =
    before === undefined
      ? { type: "ADDED", resource, key, resourceVersion, object: stored }
      : { type: "MODIFIED", resource, key, resourceVersion, object: stored, old: before };
  return { state: written(state, resource, key, before, stored, event), object: stored };
}

/** Removes an object. What the watchers see of it carries the resource version of its removal. */
export function commitRemoval<T extends KubeObject>(
  state: ClusterState,
  resource: ResourceName,
  key: ObjectKey,
  before: T,
): Committed<T> {
  const resourceVersion = state.resourceVersion + 1;
  const last: T = { ...before, metadata: { ...before.metadata, resourceVersion: String(resourceVersion) } };
  const event: WatchEvent = { type: "DELETED", resource, key, resourceVersion, object: last, old: before };
  return { state: written(state, resource, key, before, undefined, event), object: last };
}

function written(
  state: ClusterState,
  resource: ResourceName,
  key: ObjectKey,
  before: KubeObject | undefined,
  object: KubeObject | undefined,
  event: WatchEvent,
): ClusterState {
  const table = withObject(state.tables[resource] ?? EMPTY_TABLE, resource, key, before, object, event.resourceVersion);
  return {
    ...state,
    resourceVersion: event.resourceVersion,
    tables: { ...state.tables, [resource]: table },
    log: appended(state.log, event),
  };
}
