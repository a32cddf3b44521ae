import { type ApiRequest, type ApiResponse, isFailure } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { formatTime } from "../../time.ts";
import { errorText, isNotFound } from "../shared/api-error.ts";
import { isPodTerminal } from "../shared/pod-conditions.ts";

interface Reason {
  readonly reason: string;
  readonly message: string;
}

/**
 * Marks a pod as failed, as no kubelet will, and deletes it at once. Returns what went wrong.
 * Source: pkg/controller/podgc/gc_controller.go markFailedAndDeletePodWithCondition.
 */
export function* forceDelete(
  sync: Sync,
  pod: Pod,
  disruption?: Reason,
): Generator<ApiRequest, string | undefined, ApiResponse> {
  const { namespace = "", name, uid, generation } = pod.metadata;
  const target = { resource: "pods", namespace, name };
  if (!isPodTerminal(pod)) {
    const observed = generation === undefined ? {} : { observedGeneration: generation };
    const condition = {
      type: "DisruptionTarget",
      ...observed,
      status: "True",
      lastTransitionTime: formatTime(sync.now),
      ...disruption,
    };
    const status = { phase: "Failed", ...observed, ...(disruption === undefined ? {} : { conditions: [condition] }) };
    const marked = yield {
      verb: "patch",
      ...target,
      subresource: "status",
      patchType: "strategic",
      body: { metadata: { uid }, status },
    };
    if (isFailure(marked)) return isNotFound(marked) ? undefined : errorText(marked);
  }
  const deleted = yield { verb: "delete", ...target, options: { gracePeriodSeconds: 0 } };
  return isFailure(deleted) && !isNotFound(deleted) ? errorText(deleted) : undefined;
}
