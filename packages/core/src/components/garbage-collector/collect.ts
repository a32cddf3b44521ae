import type { ApiRequest, ApiResponse, KubeObject } from "../../api/request.ts";
import type { Reconcile, Sync, SyncResult } from "../../machine/component.ts";
import {
  dependentsOf,
  FOREGROUND_FINALIZER,
  hasForegroundFinalizer,
  hasOrphanFinalizer,
  type Item,
  isBeingDeleted,
  waitsForDependents,
} from "./graph.ts";
import { taskKey } from "./keys.ts";
import { classify } from "./references.ts";
import { deleteObject, latestOf, removeFinalizer, removeReferences, unblockOwners } from "./requests.ts";

/** A reference to a kind that is not known may be to one that will be: tried again, ever more rarely in the real one. */
const UNKNOWN_KIND_RETRY = 1_000_000;

/**
 * Deletes an object if none of its owners is there any more.
 * Source: pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem.
 */
export function* collect(item: Item, sync: Sync): Reconcile {
  if (isBeingDeleted(item.object) && !waitsForDependents(item.object)) return;
  const latest = yield* latestOf(item);
  if (latest === undefined) return;
  if (typeof latest === "string") return { error: latest };
  if (waitsForDependents(item.object)) return done(yield* waitForDependents(item, sync));
  if ((latest.metadata.ownerReferences?.length ?? 0) === 0) return;
  const owners = yield* classify(sync, latest);
  if (owners === "invalid") return;
  if (owners === "unknown-kind") return { requeueAfter: UNKNOWN_KIND_RETRY, timer: "background" };
  if ("error" in owners) return owners;
  const { solid, dangling, waiting } = owners;
  const gone = [...dangling, ...waiting].map(({ uid }) => uid);
  if (solid.length > 0) return gone.length === 0 ? undefined : done(yield* removeReferences(item, gone));
  if (waiting.length > 0) {
    const dependents = dependentsOf(sync.view, latest.metadata.uid);
    if (dependents.length > 0) return done(yield* deleteInForeground(item, latest, dependents));
  }
  return done(yield* deleteObject(item, latest, policyOf(latest)));
}

function done(error: string | undefined): SyncResult | undefined {
  return error === undefined ? undefined : { error };
}

/** An existing finalizer is honoured. */
function policyOf(object: KubeObject): "Orphan" | "Foreground" | "Background" {
  if (hasOrphanFinalizer(object)) return "Orphan";
  return hasForegroundFinalizer(object) ? "Foreground" : "Background";
}

/** An owner waits for it, and it has dependents of its own. A cycle is cut by letting the owners go. */
function* deleteInForeground(
  item: Item,
  latest: KubeObject,
  dependents: readonly Item[],
): Generator<ApiRequest, string | undefined, ApiResponse> {
  if (dependents.some(({ object }) => waitsForDependents(object))) {
    const error = yield* unblockOwners(item);
    if (error !== undefined) return error;
    const changed = yield* latestOf(item);
    if (changed === undefined || typeof changed === "string") return changed;
    return yield* deleteObject(item, changed, "Foreground");
  }
  return yield* deleteObject(item, latest, "Foreground");
}

/** Source: garbagecollector.go processDeletingDependentsItem. */
function* waitForDependents(item: Item, sync: Sync): Generator<ApiRequest, string | undefined, ApiResponse> {
  const { uid } = item.object.metadata;
  const blocking = dependentsOf(sync.view, uid).filter(({ object }) => blocks(object, uid));
  if (blocking.length === 0) return yield* removeFinalizer(item, FOREGROUND_FINALIZER);
  // Those that are being deleted already need no second push.
  for (const { resource, key, object } of blocking)
    if (!isBeingDeleted(object)) sync.enqueue(taskKey("delete", resource, key));
  return undefined;
}

function blocks({ metadata }: KubeObject, owner: string): boolean {
  return (
    metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === owner && blockOwnerDeletion === true) ??
    false
  );
}
