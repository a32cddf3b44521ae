import type { WatchEvent } from "../../api/request.ts";
import { matchesLabelSelector } from "../../api/selector.ts";
import type { OwnerReference, Pod, ReplicaSet } from "../../kubernetes/types.ts";
import type { Component, Handler } from "../../machine/component.ts";
import { controllerOf, keyOf } from "../shared/controller-ref.ts";
import { creationObserved, deletionObserved } from "../shared/expectations.ts";
import { REPLICA_SETS, syncReplicaSet } from "./sync.ts";

/** Source: pkg/controller/replicaset/replica_set.go addPod, updatePod, deletePod. */
function onPod({ type, key, object, old }: WatchEvent<Pod>, handler: Handler): void {
  const owner = resolve(handler, object, controllerOf(object.metadata));
  const before = type === "MODIFIED" && old !== undefined ? controllerOf(old.metadata) : undefined;
  if (before !== undefined && before.uid !== controllerOf(object.metadata)?.uid) {
    const previous = resolve(handler, object, before);
    if (previous !== undefined) handler.enqueue(previous);
  }
  if (owner !== undefined) {
    if (type === "ADDED" && object.metadata.deletionTimestamp === undefined) creationObserved(handler.memory, owner);
    if (type === "DELETED" || object.metadata.deletionTimestamp !== undefined)
      deletionObserved(handler.memory, owner, key);
    handler.enqueue(owner);
  } else if (
    type !== "DELETED" &&
    controllerOf(object.metadata) === undefined &&
    (old?.metadata.labels !== object.metadata.labels || before !== undefined)
  ) {
    for (const rs of handler.view.list<ReplicaSet>(REPLICA_SETS, object.metadata.namespace)) {
      const { selector } = rs.spec ?? {};
      if (matchesLabelSelector(selector, object.metadata.labels)) handler.enqueue(keyOf(rs));
    }
  }
}

function resolve({ view }: Handler, { metadata }: Pod, reference: OwnerReference | undefined): string | undefined {
  if (reference?.kind !== "ReplicaSet") return undefined;
  const key = `${metadata.namespace}/${reference.name}`;
  return view.get(REPLICA_SETS, key)?.metadata.uid === reference.uid ? key : undefined;
}

/** Keeps as many pods as ReplicaSets ask for. Source: pkg/controller/replicaset. The rules: RULES.md. */
export const replicaSetController: Component = {
  name: "replicaset-controller",
  watches: [REPLICA_SETS, "pods"],
  onEvent: (event, handler) =>
    event.resource === "pods" ? onPod(event as WatchEvent<Pod>, handler) : handler.enqueue(event.key),
  reconcile: syncReplicaSet,
};
