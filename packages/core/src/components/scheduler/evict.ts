import { type ApiRequest, type ApiResponse, isFailure } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { formatTime } from "../../time.ts";
import { patchStatus } from "./failure.ts";
import type { Preemption } from "./preemption.ts";
import { SCHEDULER, say } from "./say.ts";

/** Deletes the victims of a preemption. Source: pkg/scheduler/framework/preemption/executor.go PreemptPod. */
export function* evictVictims(
  sync: Sync,
  preemptor: Pod,
  { node, victims }: Preemption,
): Generator<ApiRequest, void, ApiResponse> {
  for (const victim of victims) {
    if (victim.metadata.deletionTimestamp !== undefined) continue;
    const marked = yield patchStatus(victim, { conditions: [disruptionTarget(victim, sync.now)] });
    if (isFailure(marked)) continue;
    const { namespace = "", name } = victim.metadata;
    const deleted = yield { verb: "delete", resource: "pods", namespace, name };
    if (isFailure(deleted)) continue;
    const note = `Preempted by pod ${preemptor.metadata.uid} on node ${node}`;
    yield* say(sync, victim, { type: "Normal", reason: "Preempted", action: "Preempting", note, related: preemptor });
  }
}

function disruptionTarget({ metadata }: Pod, now: number): object {
  return {
    type: "DisruptionTarget",
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    status: "True",
    lastTransitionTime: formatTime(now),
    reason: "PreemptionByScheduler",
    message: `${SCHEDULER}: preempting to accommodate a higher priority pod`,
  };
}
