import { type ApiRequest, type ApiResponse, isFailure, type Millis, type WatchEvent } from "../../api/request.ts";
import type { Node, Pod } from "../../kubernetes/types.ts";
import type { Component, Handler, Key, Reconcile, Sync } from "../../machine/component.ts";
import { aggregate, isNotFound } from "../shared/api-error.ts";
import { isPodTerminal } from "../shared/pod-conditions.ts";
import { forceDelete } from "./force-delete.ts";
import { terminatedToDelete, tooManyTerminated } from "./terminated.ts";

/** Source: pkg/controller/podgc/gc_controller.go gcCheckPeriod, quarantineTime. Rounds are at whole multiples since the epoch. */
const CHECK_PERIOD: Millis = 20_000;
const QUARANTINE: Millis = 40_000;

const TERMINATED: Key = "terminated";
const NODE = "node/";
const POD = "pod/";
const quarantine = (node: string) => `quarantine/${node}`;

/** Source: component-helpers/node/util, pkg/apis/core/well-known: node.kubernetes.io/out-of-service. */
function isOutOfService(node: Node): boolean {
  const ready = node.status?.conditions?.find(({ type }) => type === "Ready")?.status === "True";
  return !ready && (node.spec?.taints?.some(({ key }) => key === "node.kubernetes.io/out-of-service") ?? false);
}

/** Nothing is scanned: each change says by itself what the next round may find. */
function onNode({ type, object, old }: WatchEvent<Node>, handler: Handler): void {
  const { name } = object.metadata;
  if (type === "DELETED") {
    if (handler.view.byIndex("pods", "node", name).length > 0) nextRound(NODE + name, handler);
  } else if (isOutOfService(object) && !(old !== undefined && isOutOfService(old))) nextRound(NODE + name, handler);
}

function onPod({ type, key, object, old }: WatchEvent<Pod>, handler: Handler): void {
  if (type === "DELETED") return;
  const { spec, metadata } = object;
  const terminating = metadata.deletionTimestamp !== undefined;
  if (!spec?.nodeName) {
    if (terminating) nextRound(POD + key, handler);
  } else if (old?.spec?.nodeName !== spec.nodeName || (terminating && old?.metadata.deletionTimestamp === undefined)) {
    const node = handler.view.get<Node>("nodes", spec.nodeName);
    if (node === undefined || (terminating && isOutOfService(node))) nextRound(NODE + spec.nodeName, handler);
  }
  if (isPodTerminal(object) && tooManyTerminated(handler.view) > 0) nextRound(TERMINATED, handler);
}

function nextRound(key: Key, handler: Handler): void {
  handler.enqueueAfter(key, Math.ceil(handler.now / CHECK_PERIOD) * CHECK_PERIOD - handler.now);
}

function* collect(key: Key, sync: Sync): Reconcile {
  if (key === TERMINATED) return yield* forceDeleteAll(sync, terminatedToDelete(sync.view));
  if (key.startsWith(NODE)) return yield* collectOfNode(key.slice(NODE.length), sync);
  const pod = sync.view.get<Pod>("pods", key.slice(POD.length));
  const leftover = pod !== undefined && !pod.spec?.nodeName && pod.metadata.deletionTimestamp !== undefined;
  return yield* forceDeleteAll(sync, leftover ? [pod] : []);
}

/** Source: gc_controller.go gcTerminating, gcOrphaned. */
function* collectOfNode(name: string, sync: Sync): Reconcile {
  const pods = sync.view.byIndex<Pod>("pods", "node", name);
  const node = sync.view.get<Node>("nodes", name);
  const since = sync.memory.get<number>(quarantine(name));
  if (node !== undefined || pods.length === 0) {
    if (since !== undefined) sync.memory.delete(quarantine(name));
    const stuck =
      node !== undefined && isOutOfService(node)
        ? pods.filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
        : [];
    return yield* forceDeleteAll(sync, stuck);
  }
  if (since === undefined) sync.memory.set(quarantine(name), sync.now);
  const wait = (since ?? sync.now) + QUARANTINE - sync.now;
  if (wait > 0) return { requeueAfter: wait };
  sync.memory.delete(quarantine(name));
  const answer = yield { verb: "get", resource: "nodes", name };
  if (!isFailure(answer)) return;
  if (!isNotFound(answer)) return { requeueAfter: CHECK_PERIOD };
  return yield* forceDeleteAll(sync, pods, { reason: "DeletionByPodGC", message: "PodGC: node no longer exists" });
}

function* forceDeleteAll(
  sync: Sync,
  pods: readonly Pod[],
  disruption?: { reason: string; message: string },
): Generator<ApiRequest, { error: string } | undefined, ApiResponse> {
  const errors: string[] = [];
  for (const pod of pods) {
    const error = yield* forceDelete(sync, pod, disruption);
    if (error !== undefined) errors.push(error);
  }
  const error = aggregate(errors);
  return error === undefined ? undefined : { error };
}

/** Deletes pods that nobody else will: of nodes that are gone, and of other kinds. Source: pkg/controller/podgc. The rules: RULES.md. */
export const podGarbageCollector: Component = {
  name: "pod-gc",
  watches: ["nodes", "pods"],
  onEvent: (event, handler) =>
    event.resource === "nodes" ? onNode(event as WatchEvent<Node>, handler) : onPod(event as WatchEvent<Pod>, handler),
  reconcile: collect,
};
