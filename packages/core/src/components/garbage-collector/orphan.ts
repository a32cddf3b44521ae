import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { Reconcile, Sync } from "../../machine/component.ts";
import { recordEvent } from "../events/recorder.ts";
import { aggregate } from "../shared/api-error.ts";
import { dependentsOf, type Item, ORPHAN_FINALIZER, ownerOf, pointsElsewhere, waitsForOrphaning } from "./graph.ts";
import { removeFinalizer, removeReferences } from "./requests.ts";

/** Frees an owner's dependents, then lets it go. Source: garbagecollector.go attemptToOrphanWorker, orphanDependents. */
export function* orphanDependents(item: Item, sync: Sync): Reconcile {
  if (!waitsForOrphaning(item.object)) return;
  const { uid } = item.object.metadata;
  const errors: string[] = [];
  for (const dependent of dependentsOf(sync.view, uid)) {
    const error = yield* removeReferences(dependent, [uid]);
    if (error !== undefined) errors.push(error);
  }
  const error = aggregate(errors) ?? (yield* removeFinalizer(item, ORPHAN_FINALIZER));
  return error === undefined ? undefined : { error };
}

/** Says that a reference points to an owner of another namespace. Source: graph_builder.go reportInvalidNamespaceOwnerRef. */
export function* reportReferences({ object }: Item, sync: Sync): Generator<ApiRequest, void, ApiResponse> {
  const { namespace = "", name, uid } = object.metadata;
  for (const reference of object.metadata.ownerReferences ?? []) {
    const { apiVersion, kind } = reference;
    if (
      ownerOf(sync.view, reference, object.metadata.namespace) !== undefined ||
      !pointsElsewhere(sync.view, reference, object.metadata.namespace)
    )
      continue;
    const owner = `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${reference.name}, uid: ${reference.uid}]`;
    yield* recordEvent(sync, {
      involvedObject: {
        kind: object.kind,
        apiVersion: object.apiVersion,
        ...(namespace === "" ? {} : { namespace }),
        name,
        uid,
      },
      type: "Warning",
      reason: "OwnerRefInvalidNamespace",
      message: `ownerRef ${owner} does not exist in namespace ${JSON.stringify(namespace)}`,
      component: "garbage-collector-controller",
    });
  }
}
