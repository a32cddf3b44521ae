import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { recordEventV1 } from "../events/recorder-v1.ts";
import { referenceTo } from "../shared/controller-ref.ts";

interface Said {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly action: string;
  readonly note: string;
  /** Another pod that the event is about, too. */
  readonly related?: Pod;
}

export const SCHEDULER = "default-scheduler";

/** An event about a pod. The real one's `reportingInstance` ends in the name of its host. */
export function say(
  sync: Sync,
  pod: Pod,
  { type, reason, action, note, related }: Said,
): Generator<ApiRequest, void, ApiResponse> {
  return recordEventV1(sync, {
    regarding: referenceTo(pod),
    ...(related === undefined ? {} : { related: referenceTo(related) }),
    type,
    reason,
    action,
    note,
    reportingController: SCHEDULER,
    reportingInstance: SCHEDULER,
  });
}
