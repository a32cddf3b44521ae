import type { WatchEvent } from "../../api/request.ts";
import type { Node, Pod } from "../../kubernetes/types.ts";
import type { Component, Handler, Sync } from "../../machine/component.ts";
import { IMAGE_BEHAVIOURS } from "./behaviour-rules.ts";
import { ALL_PODS, leaseKey, nodeSyncKey, podSyncKey } from "./keys.ts";
import { LEASE_NAMESPACE, LEASES, type Lease, nextRenewal } from "./lease.ts";
import { MACHINES } from "./machine.ts";
import { type PodRuntime, podKey } from "./memory.ts";
import { syncLease, syncNode } from "./node/node-sync.ts";
import { sentStatus, syncPod } from "./pod-sync.ts";
import { isMirrorPod, runtimeUid } from "./static-pod.ts";

export * from "./behaviour.ts";
export { IMAGE_BEHAVIOURS, type ImageBehaviour, type ImageBehaviourSpec } from "./behaviour-rules.ts";
export { checkedBehaviour } from "./checked-behaviour.ts";
export { leaseRenewTime, nextLeaseRenewal } from "./lease.ts";
export { BOOT_TIME, DEFAULT_CAPACITY, MACHINES, type Machine, type MachineSpec } from "./machine.ts";
export { type ContainerRun, restartStateAt, restartTimeline } from "./timeline.ts";

/**
 * The kubelets of all nodes, and the machines under them. Containers are simulated: how they behave is said by
 * ImageBehaviour objects, whether a machine is on by Machine objects. Nothing happens at rest: each pod is looked at
 * again when something about it changes, or is due to.
 */
export const kubelet: Component = {
  name: "kubelet",
  watches: ["nodes", "pods", MACHINES, IMAGE_BEHAVIOURS, LEASES],
  onEvent(event, handler) {
    if (event.resource === "pods") onPod(event as WatchEvent<Pod>, handler);
    else if (event.resource === "nodes") onNode(event as WatchEvent<Node>, handler);
    else if (event.resource === LEASES) onLease(event as WatchEvent<Lease>, handler);
    else if (event.resource === MACHINES) handler.enqueue(nodeSyncKey(event.key));
    else if (event.resource === IMAGE_BEHAVIOURS) handler.enqueue(ALL_PODS);
  },
  *reconcile(key, sync) {
    if (key === ALL_PODS) return lookAtAllPods(sync);
    const [kind, ...parts] = key.split("/");
    const [first = "", second = "", third = ""] = parts;
    if (kind === "lease") return yield* syncLease(first, sync);
    return yield* kind === "node" ? syncNode(first, sync) : syncPod(first, second, third, sync);
  },
};

function onPod({ type, object, old }: WatchEvent<Pod>, handler: Handler): void {
  const node = object.spec?.nodeName ?? "";
  if (node === "") return;
  if (type === "DELETED" && isMirrorPod(object)) handler.enqueue(nodeSyncKey(node));
  if (type === "MODIFIED" && old !== undefined && isOwnWrite(old, object, handler)) return;
  handler.enqueue(podSyncKey(object));
}

/** The kubelet takes no notice of statuses, unless someone else's write has changed what it said. */
function isOwnWrite(old: Pod, pod: Pod, { memory }: Handler): boolean {
  const { metadata, spec } = pod;
  const same =
    (old.spec === spec || metadata.generation === old.metadata.generation) &&
    old.spec?.nodeName === spec?.nodeName &&
    old.metadata.deletionTimestamp === metadata.deletionTimestamp &&
    old.metadata.deletionGracePeriodSeconds === metadata.deletionGracePeriodSeconds;
  if (!same || spec?.readinessGates !== undefined) return false;
  const runtime = memory.get<PodRuntime>(podKey(runtimeUid(pod)));
  return runtime === undefined || runtime.finished || runtime.sent === sentStatus(pod.status);
}

function onNode({ type, object, old }: WatchEvent<Node>, handler: Handler): void {
  if (type === "MODIFIED" && old !== undefined && !concernsKubelet(old, object)) return;
  handler.enqueue(nodeSyncKey(object.metadata.name ?? ""));
}

/** A kubelet finds out that its lease is gone when it is about to renew it. */
function onLease({ type, object }: WatchEvent<Lease>, handler: Handler): void {
  const { name = "", namespace } = object.metadata;
  if (type !== "DELETED" || namespace !== LEASE_NAMESPACE || handler.view.get("nodes", name) === undefined) return;
  const due = nextRenewal(object, handler.now);
  if (due !== undefined) handler.enqueueAfter(leaseKey(name), due - handler.now);
}

function concernsKubelet(old: Node, node: Node): boolean {
  if (old.spec?.unschedulable !== node.spec?.unschedulable) return true;
  return old.status !== node.status && isReady(old) && !isReady(node);
}

function isReady(node: Node): boolean {
  return node.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

function lookAtAllPods(sync: Sync): void {
  for (const pod of sync.view.list<Pod>("pods")) if (pod.spec?.nodeName) sync.enqueue(podSyncKey(pod));
}
