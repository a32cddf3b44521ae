import type { PodCondition, PodStatus } from "../../kubernetes/types.ts";

/** The status with a condition set. The time of the last transition stays where the condition's status does. Source: pkg/api/pod/util.go UpdatePodCondition. */
export function withCondition(status: PodStatus, condition: PodCondition): PodStatus {
  const conditions = status.conditions ?? [];
  const old = conditions.find((each) => each.type === condition.type);
  if (old === undefined) return Object.assign({}, status, { conditions: [...conditions, condition] });
  const since = old.status === condition.status ? old.lastTransitionTime : condition.lastTransitionTime;
  const updated = since === undefined ? condition : { ...condition, lastTransitionTime: since };
  return { ...status, conditions: conditions.map((each) => (each === old ? updated : each)) };
}
