import type { ApiRequest, ApiResponse, ObjectKey } from "../../api/request.ts";
import type { Pod, PodCondition } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { formatTime } from "../../time.ts";
import { truncateMessage } from "./diagnosis.ts";
import { nominate, withdraw } from "./nominated.ts";
import { say } from "./say.ts";

export interface SchedulingFailure {
  readonly reason: "Unschedulable" | "SchedulerError";
  readonly message: string;
  /** The node to be nominated, "" to clear it, undefined to leave it as it is. */
  readonly nominatedNode?: string;
}

/**
 * Tells of a failure: in an event, and in the pod's condition `PodScheduled`.
 * Source: pkg/scheduler/schedule_one.go handleSchedulingFailure, updatePod.
 */
export function* reportFailure(
  sync: Sync,
  key: ObjectKey,
  pod: Pod,
  failure: SchedulingFailure,
): Generator<ApiRequest, void, ApiResponse> {
  const before = pod.status?.nominatedNodeName ?? "";
  const nominated = failure.nominatedNode ?? before;
  if (nominated !== before) withdraw(sync.memory, before, key);
  if (nominated !== "") nominate(sync.memory, nominated, key);
  yield* say(sync, pod, {
    type: "Warning",
    reason: "FailedScheduling",
    action: "Scheduling",
    note: truncateMessage(failure.message),
  });
  const current = sync.view.get<Pod>("pods", key);
  if (current === undefined || current.metadata.uid !== pod.metadata.uid || current.spec?.nodeName) return;
  const condition = changedCondition(current, failure, sync.now);
  if (condition === undefined && nominated === before) return;
  const status = {
    ...(condition === undefined ? {} : { conditions: [condition] }),
    ...(nominated === before ? {} : { nominatedNodeName: nominated === "" ? null : nominated }),
  };
  yield patchStatus(current, status);
}

/** Undefined where the pod says all this already. Source: pkg/api/v1/pod/util.go UpdatePodCondition. */
function changedCondition(
  { metadata, status }: Pod,
  { reason, message }: SchedulingFailure,
  now: number,
): PodCondition | undefined {
  const old = status?.conditions?.find(({ type }) => type === "PodScheduled");
  if (old?.status === "False" && old.reason === reason && old.message === message) return undefined;
  return {
    type: "PodScheduled",
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    status: "False",
    lastTransitionTime: old?.status === "False" && old.lastTransitionTime ? old.lastTransitionTime : formatTime(now),
    reason,
    message,
  };
}

/** Source: pkg/scheduler/util/utils.go PatchPodStatus. */
export function patchStatus({ metadata }: Pod, status: object): ApiRequest {
  const { namespace = "", name, uid } = metadata;
  return {
    verb: "patch",
    resource: "pods",
    namespace,
    name,
    subresource: "status",
    patchType: "strategic",
    body: { metadata: { uid }, status },
  };
}
