import type { KubeObject, WatchEvent } from "../../api/request.ts";
import type { OwnerReference } from "../../kubernetes/types.ts";
import type { Handler } from "../../machine/component.ts";
import { dependentsOf, ownerOf, pointsElsewhere, waitsForDependents, waitsForOrphaning } from "./graph.ts";
import { type Task, taskKey } from "./keys.ts";

type Enqueue = (task: Task, item: { resource: string; key: string }) => void;

/** Source: pkg/controller/garbagecollector/graph_builder.go processGraphChanges. */
export function onEvent(event: WatchEvent, handler: Handler): void {
  const enqueue: Enqueue = (task, { resource, key }) => handler.enqueue(taskKey(task, resource, key));
  if (event.type === "DELETED") onDeleted(event, handler, enqueue);
  else onWritten(event, handler, enqueue);
}

/** Its dependents may have lost their last owner, and its owner may have waited for it. */
function onDeleted({ object }: WatchEvent, { view }: Handler, enqueue: Enqueue): void {
  for (const dependent of dependentsOf(view, object.metadata.uid)) enqueue("delete", dependent);
  for (const reference of object.metadata.ownerReferences ?? []) {
    const owner = ownerOf(view, reference, object.metadata.namespace);
    if (owner !== undefined && waitsForDependents(owner.object)) enqueue("delete", owner);
  }
}

function onWritten(event: WatchEvent, handler: Handler, enqueue: Enqueue): void {
  const { object, old } = event;
  const before = event.type === "MODIFIED" ? old : undefined;
  if (before?.metadata.ownerReferences !== object.metadata.ownerReferences)
    onReferences(event, before, handler, enqueue);
  if (waitsForOrphaning(object) && !(before !== undefined && waitsForOrphaning(before)))
    return enqueue("orphan", event);
  if (waitsForDependents(object) && !(before !== undefined && waitsForDependents(before))) {
    for (const dependent of dependentsOf(handler.view, object.metadata.uid)) enqueue("delete", dependent);
    enqueue("delete", event);
  }
}

/** References that lead nowhere are looked into; owners that this object no longer holds up are told. */
function onReferences(event: WatchEvent, before: KubeObject | undefined, { view }: Handler, enqueue: Enqueue): void {
  const { metadata } = event.object;
  for (const reference of metadata.ownerReferences ?? []) {
    if (ownerOf(view, reference, metadata.namespace) !== undefined) continue;
    enqueue("delete", event);
    if (pointsElsewhere(view, reference, metadata.namespace)) enqueue("announce", event);
  }
  for (const reference of before?.metadata.ownerReferences ?? []) {
    if (reference.blockOwnerDeletion !== true || stillBlocks(metadata.ownerReferences, reference)) continue;
    const owner = ownerOf(view, reference, metadata.namespace);
    if (owner !== undefined && waitsForDependents(owner.object)) enqueue("delete", owner);
  }
}

/** Source: graph_builder.go addUnblockedOwnersToDeleteQueue. */
function stillBlocks(references: readonly OwnerReference[] | undefined, { uid }: OwnerReference): boolean {
  return references?.some((reference) => reference.uid === uid && reference.blockOwnerDeletion === true) ?? false;
}
