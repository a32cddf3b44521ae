import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { formatMicroTime } from "../../time.ts";
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

/** An event as the new recorder writes it: with a micro time and an action, and no first and last time. */
export function* say(sync: Sync, pod: Pod, { type, reason, action, note, related }: Said): Generator<ApiRequest, void, ApiResponse> {
  const { namespace = "default", name } = pod.metadata;
  yield {
    verb: "create",
    resource: "events",
    namespace,
    body: {
      apiVersion: "v1",
      kind: "Event",
      metadata: { generateName: `${name}.`, namespace },
      involvedObject: referenceTo(pod),
      ...(related === undefined ? {} : { related: referenceTo(related) }),
      reason,
      message: note,
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: formatMicroTime(sync.now),
      type,
      action,
      reportingComponent: SCHEDULER,
      reportingInstance: SCHEDULER,
    },
  };
}
