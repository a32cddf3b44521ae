import type { WatchEvent } from "../../api/request.ts";
import type { Node, Pod } from "../../kubernetes/types.ts";
import type { Handler } from "../../machine/component.ts";
import { forget } from "./assumed.ts";
import { priorityOf, withdraw } from "./nominated.ts";
import { queueKey } from "./queue-key.ts";
import { nodeChangeHelps, podRemovalHelps, podUpdateHelps, worthRetrying } from "./queueing-hints.ts";
import { isTerminal } from "./snapshot.ts";
import { removeUnschedulable, type UnschedulablePod, unschedulableFor, unschedulableOf } from "./unschedulable.ts";

const SCHEDULER_NAME = "default-scheduler";

/** Source: pkg/scheduler/eventhandlers.go addAllEventHandlers. */
export function onEvent(event: WatchEvent, handler: Handler): void {
  if (event.resource === "nodes") onNode(event as WatchEvent<Node>, handler);
  else onPod(event as WatchEvent<Pod>, handler);
}

function onNode({ type, object, old }: WatchEvent<Node>, handler: Handler): void {
  if (type === "DELETED") return;
  const before = type === "ADDED" ? undefined : old;
  // A heartbeat, or any other change that no filter reads.
  if (
    before !== undefined &&
    before.spec === object.spec &&
    before.metadata.labels === object.metadata.labels &&
    before.status?.allocatable === object.status?.allocatable
  )
    return;
  retry(handler, unschedulableFor(handler.memory, object.metadata.name), (plugin, pod) =>
    nodeChangeHelps(plugin, pod, before, object),
  );
}

function onPod({ type, key, object, old }: WatchEvent<Pod>, handler: Handler): void {
  const waiting = type !== "DELETED" && isWaiting(object);
  const wasWaiting = old !== undefined && isWaiting(old) && old.metadata.uid === object.metadata.uid;
  if (waiting) onWaitingPod(key, wasWaiting && type !== "ADDED" ? old : undefined, object, handler);
  else if (old !== undefined && isWaiting(old)) dismiss(key, old, handler);
  if (!isTerminal(old ?? object) && (type === "DELETED" || isTerminal(object))) onRoomMade(object, handler);
}

function onWaitingPod(key: string, before: Pod | undefined, pod: Pod, handler: Handler): void {
  if (pod.spec?.schedulingGates?.length) return;
  const parked = before === undefined ? undefined : unschedulableOf(handler.memory, key, pod);
  if (before === undefined || before.spec?.schedulingGates?.length) handler.enqueue(queueKey(key, pod));
  else if (parked?.plugins.some((plugin) => podUpdateHelps(plugin, before, pod))) handler.enqueue(queueKey(key, pod));
}

/** The pod was bound, has ended or is gone. */
function dismiss(key: string, before: Pod, { memory }: Handler): void {
  removeUnschedulable(memory, key, before);
  withdraw(memory, before.status?.nominatedNodeName, key);
  forget(memory, key);
}

/**
 * A pod has left its node, or will not come to the one that preemption kept for it: that kept only pods of no higher
 * priority away. Source: eventhandlers.go deleteAssignedPodFromCache, deletePodFromSchedulingQueue.
 */
function onRoomMade(gone: Pod, handler: Handler): void {
  const bound = gone.spec?.nodeName;
  const node = bound || gone.status?.nominatedNodeName;
  if (!node) return;
  retry(
    handler,
    unschedulableFor(handler.memory, node),
    (plugin, pod) => (Boolean(bound) || priorityOf(pod) <= priorityOf(gone)) && podRemovalHelps(plugin, pod, gone),
  );
}

function retry(
  handler: Handler,
  waiting: readonly UnschedulablePod[],
  helps: (plugin: UnschedulablePod["plugins"][number], pod: Pod) => boolean,
): void {
  for (const { key, plugins } of waiting) {
    const pod = handler.view.get<Pod>("pods", key);
    if (pod !== undefined && worthRetrying(plugins, (plugin) => helps(plugin, pod)))
      handler.enqueue(queueKey(key, pod));
  }
}

/** Pods without a node that are this scheduler's. Source: eventhandlers.go responsibleForPod. */
export function isWaiting(pod: Pod): boolean {
  return !pod.spec?.nodeName && !isTerminal(pod) && (pod.spec?.schedulerName ?? SCHEDULER_NAME) === SCHEDULER_NAME;
}
