import { sameJson } from "../../../api/equal.ts";
import { type ApiRequest, type ApiResponse, bodyOf, failureReason, isFailure } from "../../../api/request.ts";
import type { Node, Pod } from "../../../kubernetes/types.ts";
import type { Reconcile, Sync, SyncResult } from "../../../machine/component.ts";
import { recordEvent } from "../../events/recorder.ts";
import { podSyncKey } from "../keys.ts";
import { isRenewed, LEASE_NAMESPACE, LEASES, type Lease, newLease, renewedAt, renewedLease } from "../lease.ts";
import { BOOT_TIME, isOff, lasting, type Machine, machineOf, slowdownOf } from "../machine.ts";
import { type NodeRuntime, nodeKey, podKey } from "../memory.ts";
import { isMirrorPod, runtimeUid } from "../static-pod.ts";
import { mirrorPods } from "./mirror-pods.ts";
import { bootId, changedConditions, wellStatus } from "./node-status.ts";
import { registered } from "./registration.ts";

type Requests<T> = Generator<ApiRequest, T, ApiResponse>;

/** Sees to a node's machine and to what its kubelet says of the node. Source: pkg/kubelet/kubelet_node_status.go. */
export function* syncNode(name: string, sync: Sync): Reconcile {
  const node = sync.view.get<Node>("nodes", name);
  const known = sync.memory.get<NodeRuntime>(nodeKey(name));
  if (node === undefined) return forget(name, sync);
  const machine = machineOf(sync.view, name);
  if (known !== undefined && known.uid !== node.metadata.uid) forget(name, sync);
  const runtime = known?.uid === node.metadata.uid ? known : newMachine(node);
  if (isOff(machine)) return yield* switchOff(name, runtime, sync);
  if (runtime.power === "Off" && known === runtime) return switchOn(name, runtime, machine, sync);
  if (runtime.power === "Booting" && sync.now < runtime.upAt) return { requeueAfter: runtime.upAt - sync.now };
  if (runtime.power === "On" && known === runtime) return yield* keepUp(node, machine, runtime, sync);
  return yield* comeUp(node, machine, runtime, sync);
}

/**
 * A lease that is gone when it is to be renewed is written anew: one of an earlier node of the same name goes with its
 * owner, for a kubelet that finds a lease leaves its owner as it is.
 * Source: component-helpers/apimachinery/lease/controller.go sync, pkg/kubelet/util/nodelease.go SetNodeOwnerFunc.
 */
export function* syncLease(name: string, sync: Sync): Reconcile {
  const node = sync.view.get<Node>("nodes", name);
  const runtime = sync.memory.get<NodeRuntime>(nodeKey(name));
  if (node === undefined || runtime?.power !== "On") return;
  if (sync.view.get<Lease>(LEASES, `${LEASE_NAMESPACE}/${name}`) === undefined) return yield* renewLease(node, sync);
}

function newMachine(node: Node): NodeRuntime {
  const { unschedulable = false } = node.spec ?? {};
  return { uid: node.metadata.uid ?? "", boots: 0, power: "Off", upAt: 0, mirrors: [], unschedulable };
}

/** The machine is gone with its node; what is left of its pods is for the pod garbage collector. */
function forget(name: string, sync: Sync): void {
  sync.memory.delete(nodeKey(name));
  for (const key of sync.memory.keys(`image/${name}/`)) sync.memory.delete(key);
  for (const pod of sync.view.byIndex<Pod>("pods", "node", name)) sync.memory.delete(podKey(runtimeUid(pod)));
}

function* switchOff(name: string, runtime: NodeRuntime, sync: Sync): Requests<SyncResult | void> {
  sync.memory.set(nodeKey(name), { ...runtime, power: "Off" });
  const lease = sync.view.get<Lease>(LEASES, `${LEASE_NAMESPACE}/${name}`);
  const renewed = lease === undefined || !isRenewed(lease) ? undefined : renewedAt(lease, sync.now);
  if (lease === undefined || renewed === undefined) return undefined;
  return yield* request({
    verb: "update",
    resource: LEASES,
    namespace: LEASE_NAMESPACE,
    name,
    body: renewedLease(lease, renewed, false),
  });
}

function switchOn(name: string, runtime: NodeRuntime, machine: Machine | undefined, sync: Sync): SyncResult {
  const wanted = machine?.spec?.bootTime;
  const usual = typeof wanted === "number" && wanted >= 0 ? wanted : BOOT_TIME;
  const bootTime = lasting(usual, slowdownOf(machine));
  sync.memory.set(nodeKey(name), { ...runtime, power: "Booting", boots: runtime.boots + 1, upAt: sync.now + bootTime });
  return { requeueAfter: bootTime };
}

/** The kubelet's first words: its node's labels, its lease, the status; then it looks at the pods that are there. */
function* comeUp(
  node: Node,
  machine: Machine | undefined,
  runtime: NodeRuntime,
  sync: Sync,
): Requests<SyncResult | void> {
  const name = node.metadata.name ?? "";
  const up: NodeRuntime = { ...runtime, power: "On" };
  yield* tellNode(node, sync, "Normal", "Starting", "Starting kubelet.");
  const labelled = yield* writeNode(node, registered(node));
  if (labelled === undefined) return { error: "Conflict" };
  const leased = yield* renewLease(node, sync);
  if (leased !== undefined) return leased;
  const written = yield* reportStatus(labelled, machine, up, sync);
  if (written !== undefined) return written;
  if (runtime.boots > 0)
    yield* tellNode(
      node,
      sync,
      "Warning",
      "Rebooted",
      `Node ${name} has been rebooted, boot id: ${bootId(name, runtime.boots)}`,
    );
  yield* tellNode(node, sync, "Normal", "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
  sync.memory.set(nodeKey(name), up);
  for (const pod of sync.view.byIndex<Pod>("pods", "node", name)) sync.enqueue(podSyncKey(pod));
  return yield* keepMirrors(node, machine, up, sync);
}

function* keepUp(
  node: Node,
  machine: Machine | undefined,
  runtime: NodeRuntime,
  sync: Sync,
): Requests<SyncResult | void> {
  const name = node.metadata.name ?? "";
  const { unschedulable = false } = node.spec ?? {};
  if (unschedulable !== runtime.unschedulable) {
    yield* tellStatus(node, sync, unschedulable ? "NodeNotSchedulable" : "NodeSchedulable");
    sync.memory.set(nodeKey(name), { ...runtime, unschedulable });
  }
  if (changedConditions(node).length > 0) {
    const failed = yield* reportStatus(node, machine, runtime, sync);
    if (failed !== undefined) return failed;
  }
  return yield* keepMirrors(node, machine, { ...runtime, unschedulable }, sync);
}

function* reportStatus(
  node: Node,
  machine: Machine | undefined,
  runtime: NodeRuntime,
  sync: Sync,
): Requests<SyncResult | undefined> {
  const changed = changedConditions(node);
  const body = { ...node, status: wellStatus(node, machine, runtime.boots, sync.now) };
  const response = yield {
    verb: "update",
    resource: "nodes",
    name: node.metadata.name ?? "",
    subresource: "status",
    body,
  };
  if (isFailure(response)) return { error: failureReason(response) ?? "failed" };
  for (const { event } of changed) yield* tellStatus(node, sync, event);
  return undefined;
}

function* renewLease(node: Node, sync: Sync): Requests<SyncResult | undefined> {
  const name = node.metadata.name ?? "";
  const lease = sync.view.get<Lease>(LEASES, `${LEASE_NAMESPACE}/${name}`);
  if (lease === undefined) {
    // Without the namespace there is no lease; the kubelet is content with its node's status then.
    yield { verb: "create", resource: LEASES, namespace: LEASE_NAMESPACE, body: newLease(node, sync.now) };
    return undefined;
  }
  return yield* request({
    verb: "update",
    resource: LEASES,
    namespace: LEASE_NAMESPACE,
    name,
    body: renewedLease(lease, sync.now, true),
  });
}

/** Sees to it that each static pod has its mirror, and that no other is left. Source: pkg/kubelet/kubelet.go tryReconcileMirrorPods. */
function* keepMirrors(
  node: Node,
  machine: Machine | undefined,
  runtime: NodeRuntime,
  sync: Sync,
): Requests<SyncResult | void> {
  const wanted = mirrorPods(machine, node, sync.now);
  if (wanted.length === 0 && runtime.mirrors.length === 0) return undefined;
  const keys = wanted.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  sync.memory.set(nodeKey(node.metadata.name ?? ""), { ...runtime, mirrors: keys });
  for (const [i, mirror] of wanted.entries()) {
    const existing = sync.view.get<Pod>("pods", keys[i] ?? "");
    if (existing !== undefined && runtimeUid(existing) === runtimeUid(mirror)) continue;
    if (existing !== undefined) yield* deleteMirror(existing, sync);
    const response = yield {
      verb: "create",
      resource: "pods",
      namespace: mirror.metadata.namespace ?? "",
      body: mirror,
    };
    const reason = failureReason(response);
    if (reason === "NotFound" || reason === "Conflict") return { error: reason };
  }
  for (const key of runtime.mirrors.filter((one) => !keys.includes(one))) {
    const left = sync.view.get<Pod>("pods", key);
    if (left !== undefined && isMirrorPod(left)) yield* deleteMirror(left, sync);
  }
  return undefined;
}

function* deleteMirror(pod: Pod, sync: Sync): Requests<void> {
  const { namespace = "", name = "", uid = "" } = pod.metadata;
  sync.memory.delete(podKey(runtimeUid(pod)));
  yield {
    verb: "delete",
    resource: "pods",
    namespace,
    name,
    options: { gracePeriodSeconds: 0, preconditions: { uid } },
  };
}

/** The node as the API has it now; undefined where the write failed. */
function* writeNode(before: Node, after: Node): Requests<Node | undefined> {
  if (sameJson(before, after)) return before;
  const response = yield { verb: "update", resource: "nodes", name: before.metadata.name ?? "", body: after };
  return isFailure(response) ? undefined : bodyOf<Node>(response);
}

function* request(what: ApiRequest): Requests<SyncResult | undefined> {
  const response = yield what;
  return isFailure(response) ? { error: failureReason(response) ?? "failed" } : undefined;
}

function tellStatus(node: Node, sync: Sync, event: string): Requests<void> {
  return tellNode(node, sync, "Normal", event, `Node ${node.metadata.name} status is now: ${event}`);
}

/** Source: pkg/kubelet/kubelet_node_status.go recordEvent, nodeRefWithUID. */
function tellNode(node: Node, sync: Sync, type: "Normal" | "Warning", reason: string, message: string): Requests<void> {
  const { name = "", uid = "" } = node.metadata;
  return recordEvent(sync, {
    involvedObject: { apiVersion: "v1", kind: "Node", name, uid },
    type,
    reason,
    message,
    component: "kubelet",
    host: name,
  });
}
