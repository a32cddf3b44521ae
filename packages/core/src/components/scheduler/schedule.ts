import { type ApiRequest, type ApiResponse, isFailure, type ObjectKey } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { Key, Reconcile, Sync, SyncResult } from "../../machine/component.ts";
import { errorText } from "../shared/api-error.ts";
import { assume, forget, isAssumed } from "./assumed.ts";
import { type Diagnosis, fitErrorMessage } from "./diagnosis.ts";
import { isWaiting } from "./events.ts";
import { evictVictims } from "./evict.ts";
import { reportFailure } from "./failure.ts";
import { findNode } from "./find-node.ts";
import { type PreemptionResult, preempt } from "./preemption.ts";
import { podKeyOf } from "./queue-key.ts";
import { say } from "./say.ts";
import { type Snapshot, snapshot } from "./snapshot.ts";
import { addUnschedulable, removeUnschedulable } from "./unschedulable.ts";

/** A pod that waits is tried again after so long even if nothing has happened. Source: scheduler.go podMaxInUnschedulablePodsDuration. */
const UNSCHEDULABLE_TIMEOUT = 5 * 60_000;
/** Source: backend/queue/scheduling_queue.go DefaultPodInitialBackoffDuration. */
const ERROR_BACKOFF = 1000;

/** One scheduling cycle. Source: pkg/scheduler/schedule_one.go scheduleOnePod. */
export function* schedule(queued: Key, sync: Sync): Reconcile {
  const key = podKeyOf(queued);
  const pod = sync.view.get<Pod>("pods", key);
  if (pod === undefined || !isWaiting(pod) || pod.spec?.schedulingGates?.length) return;
  removeUnschedulable(sync.memory, key, pod);
  if (pod.metadata.deletionTimestamp !== undefined) {
    return yield* say(sync, pod, {
      type: "Warning",
      reason: "FailedScheduling",
      action: "Scheduling",
      note: `skip schedule deleting pod: ${key}`,
    });
  }
  if (isAssumed(sync.memory, key, pod)) return;
  const nodes = snapshot(sync.view, sync.memory, pod);
  if (nodes.size === 0) return yield* noNodes(sync, key, pod);
  const found = findNode(pod, nodes);
  if ("node" in found) return yield* bind(sync, key, pod, found.node);
  return yield* unschedulable(sync, key, pod, found.diagnosis, nodes);
}

function* noNodes(sync: Sync, key: ObjectKey, pod: Pod): Generator<ApiRequest, SyncResult, ApiResponse> {
  addUnschedulable(sync.memory, key, pod, []);
  yield* reportFailure(sync, key, pod, {
    reason: "Unschedulable",
    message: "no nodes available to schedule pods",
    nominatedNode: "",
  });
  return { requeueAfter: UNSCHEDULABLE_TIMEOUT, timer: "background" };
}

/** Source: plugins/defaultbinder/default_binder.go Bind, schedule_one.go bindingCycle, finishBinding. */
function* bind(
  sync: Sync,
  key: ObjectKey,
  pod: Pod,
  node: string,
): Generator<ApiRequest, SyncResult | void, ApiResponse> {
  assume(sync.memory, key, pod, node);
  const { namespace = "", name, uid } = pod.metadata;
  const response = yield {
    verb: "create",
    resource: "pods",
    namespace,
    name,
    subresource: "binding",
    body: {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name, namespace, uid },
      target: { kind: "Node", name: node },
    },
  };
  if (!isFailure(response)) {
    return yield* say(sync, pod, {
      type: "Normal",
      reason: "Scheduled",
      action: "Binding",
      note: `Successfully assigned ${key} to ${node}`,
    });
  }
  forget(sync.memory, key);
  const message = `running Bind plugin "DefaultBinder": ${errorText(response)}`;
  yield* reportFailure(sync, key, pod, { reason: "SchedulerError", message, nominatedNode: "" });
  return sync.view.get("pods", key) === undefined ? undefined : { requeueAfter: ERROR_BACKOFF };
}

/** Source: schedule_one.go schedulingAlgorithm, handleSchedulingFailure. */
function* unschedulable(
  sync: Sync,
  key: ObjectKey,
  pod: Pod,
  diagnosis: Diagnosis,
  nodes: Snapshot,
): Generator<ApiRequest, SyncResult, ApiResponse> {
  const result = preempt(pod, diagnosis, nodes);
  addUnschedulable(sync.memory, key, pod, diagnosis.plugins);
  const message = fitErrorMessage(diagnosis, result.message);
  const nominatedNode = nominationOf(result);
  yield* reportFailure(sync, key, pod, {
    reason: "Unschedulable",
    message,
    ...(nominatedNode === undefined ? {} : { nominatedNode }),
  });
  if (result.preemption !== undefined) yield* evictVictims(sync, pod, result.preemption);
  return { requeueAfter: UNSCHEDULABLE_TIMEOUT, timer: "background" };
}

function nominationOf({ preemption, keepNomination }: PreemptionResult): string | undefined {
  return keepNomination ? undefined : (preemption?.node ?? "");
}
