import { sameJson } from "../../api/equal.ts";
import type { KubeObject, WatchEvent } from "../../api/request.ts";
import { matchesLabelSelector } from "../../api/selector.ts";
import type { DaemonSet, Node, OwnerReference, Pod } from "../../kubernetes/types.ts";
import type { Handler } from "../../machine/component.ts";
import { forgetWrites } from "../shared/consistency.ts";
import { controllerOf, keyOf, sameController } from "../shared/controller-ref.ts";
import { creationObserved, deleteExpectations, deletionObserved } from "../shared/expectations.ts";
import { isPodReady } from "../shared/pod-conditions.ts";
import { DAEMON_SETS, REVISIONS } from "./context.ts";
import { isEmptySelector } from "./selector.ts";
import { type DaemonVariants, V1_37 } from "./variants.ts";

/** Which DaemonSets, or nodes, a change is a reason to look at. Source: pkg/controller/daemon/daemon_controller.go NewDaemonSetsController. */
export function onEvent(event: WatchEvent, handler: Handler, variants: DaemonVariants = V1_37): void {
  switch (event.resource) {
    case DAEMON_SETS:
      return onDaemonSet(event, handler);
    case REVISIONS:
      return onRevision(event, handler);
    case "pods":
      return onPod(event as WatchEvent<Pod>, handler, variants);
    case "nodes":
      return onNode(event as WatchEvent<Node>, handler);
  }
}

/** Source: daemon_controller.go addDaemonset, updateDaemonset, deleteDaemonset. */
function onDaemonSet({ type, key, object }: WatchEvent, { memory, enqueue }: Handler): void {
  if (type === "DELETED") {
    forgetWrites(memory, key, object.metadata.uid);
    deleteExpectations(memory, key);
  }
  enqueue(key);
}

/** Source: daemon_controller.go addHistory, updateHistory, deleteHistory. */
function onRevision({ type, object, old }: WatchEvent, handler: Handler): void {
  const owner = daemonSetOf(handler, object);
  const gone = type === "DELETED" || (type === "ADDED" && object.metadata.deletionTimestamp !== undefined);
  if (gone) return enqueueIfAny(handler, owner);
  if (type === "ADDED") {
    if (controllerOf(object.metadata) === undefined) enqueueSelecting(handler, object);
    return;
  }
  onChangedOwner(handler, object, old, owner);
}

/** Source: daemon_controller.go addPod, updatePod, deletePod. */
function onPod({ type, object, old }: WatchEvent<Pod>, handler: Handler, { seesTermination }: DaemonVariants): void {
  const owner = daemonSetOf(handler, object);
  // A pod that is being deleted counts as deleted: its successor need not wait for its end.
  const sees = seesTermination || type !== "MODIFIED";
  if (type === "DELETED" || (sees && object.metadata.deletionTimestamp !== undefined)) {
    if (owner !== undefined) deletionObserved(handler.memory, keyOf(owner));
    return enqueueIfAny(handler, owner);
  }
  if (type === "ADDED") {
    if (controllerOf(object.metadata) === undefined) return enqueueSelecting(handler, object);
    if (owner !== undefined) creationObserved(handler.memory, keyOf(owner));
    return enqueueIfAny(handler, owner);
  }
  onChangedOwner(handler, object, old, owner);
  const minReadySeconds = owner?.spec.minReadySeconds ?? 0;
  if (owner !== undefined && minReadySeconds > 0 && old !== undefined && !isPodReady(old) && isPodReady(object)) {
    handler.enqueueAfter(keyOf(owner), (minReadySeconds + 1) * 1000, "progress");
  }
}

/** What a change of a pod or a revision is a reason for: its DaemonSet, the one it had, or those that might want it. */
function onChangedOwner(
  handler: Handler,
  object: KubeObject,
  old: KubeObject | undefined,
  owner: DaemonSet | undefined,
): void {
  const [before, after] = [old === undefined ? undefined : controllerOf(old.metadata), controllerOf(object.metadata)];
  const ownerChanged = !sameController(before, after);
  if (ownerChanged && before !== undefined) enqueueIfAny(handler, resolve(handler, object.metadata.namespace, before));
  if (after !== undefined) return enqueueIfAny(handler, owner);
  if (ownerChanged || !sameJson(object.metadata.labels ?? {}, old?.metadata.labels ?? {}))
    enqueueSelecting(handler, object);
}

/** Only labels and taints of a node matter. That a node goes is no reason: its pods' end is. Source: daemon_controller.go addNode, updateNode, shouldIgnoreNodeUpdate. */
function onNode({ type, key, object, old }: WatchEvent<Node>, { enqueue }: Handler): void {
  if (type === "DELETED") return;
  const same =
    type === "MODIFIED" &&
    sameJson(old?.metadata.labels ?? {}, object.metadata.labels ?? {}) &&
    sameJson(old?.spec?.taints ?? [], object.spec?.taints ?? []);
  if (!same) enqueue(key);
}

function enqueueIfAny({ enqueue }: Handler, daemonSet: DaemonSet | undefined): void {
  if (daemonSet !== undefined) enqueue(keyOf(daemonSet));
}

/** The DaemonSets that might take in an orphan. Source: client-go listers/apps/v1/daemonset_expansion.go GetPodDaemonSets. */
function enqueueSelecting(handler: Handler, { metadata }: KubeObject): void {
  if (Object.keys(metadata.labels ?? {}).length === 0) return;
  for (const daemonSet of handler.view.list<DaemonSet>(DAEMON_SETS, metadata.namespace)) {
    const { selector } = daemonSet.spec;
    if (!isEmptySelector(selector) && matchesLabelSelector(selector, metadata.labels))
      handler.enqueue(keyOf(daemonSet));
  }
}

function daemonSetOf(handler: Handler, { metadata }: KubeObject): DaemonSet | undefined {
  const controller = controllerOf(metadata);
  return controller === undefined ? undefined : resolve(handler, metadata.namespace, controller);
}

/** Source: daemon_controller.go resolveControllerRef. */
function resolve(
  { view }: Handler,
  namespace: string | undefined,
  { kind, name, uid }: OwnerReference,
): DaemonSet | undefined {
  if (kind !== "DaemonSet") return undefined;
  const daemonSet = view.get<DaemonSet>(DAEMON_SETS, `${namespace}/${name}`);
  return daemonSet?.metadata.uid === uid ? daemonSet : undefined;
}
