import type { Millis } from "../../api/request.ts";
import { hasLabels } from "../../api/selector.ts";
import type { Pod, ReplicaSet, ReplicaSetStatus } from "../../kubernetes/types.ts";
import { formatTime } from "../../time.ts";
import { isPodAvailable, isPodReady } from "../shared/pod-conditions.ts";

/** Source: pkg/controller/replicaset/replica_set_utils.go calculateStatus. */
export function replicaSetStatus(
  rs: ReplicaSet,
  active: readonly Pod[],
  terminating: number,
  error: string | undefined,
  now: Millis,
): ReplicaSetStatus {
  const ready = active.filter(isPodReady);
  const conditions = conditionsOf(rs, active.length, error, now);
  const { conditions: _, ...before } = rs.status ?? { replicas: 0 };
  return {
    ...before,
    replicas: active.length,
    fullyLabeledReplicas: active.filter((pod) => hasLabels(pod.metadata.labels, rs.spec?.template?.metadata?.labels))
      .length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isPodAvailable(pod, rs.spec?.minReadySeconds, now)).length,
    terminatingReplicas: terminating,
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(rs.metadata.generation === undefined ? {} : { observedGeneration: rs.metadata.generation }),
  };
}

const FAILURE = "ReplicaFailure";

function conditionsOf(rs: ReplicaSet, active: number, error: string | undefined, now: Millis) {
  const conditions = rs.status?.conditions ?? [];
  const failing = conditions.some(({ type }) => type === FAILURE);
  if (error === undefined) return failing ? conditions.filter(({ type }) => type !== FAILURE) : conditions;
  if (failing) return conditions;
  const reason = active < (rs.spec?.replicas ?? 1) ? "FailedCreate" : "FailedDelete";
  return [
    ...conditions,
    { type: FAILURE, status: "True", lastTransitionTime: formatTime(now), reason, message: error },
  ];
}
