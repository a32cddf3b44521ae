import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { ObjectReference } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { formatTime } from "../../time.ts";

/** What a component says of an object, for `kubectl describe` and `kubectl events` to show. */
export interface EventToRecord {
  readonly involvedObject: ObjectReference;
  readonly type: "Normal" | "Warning";
  /** Short and in CamelCase: `SuccessfulCreate`. */
  readonly reason: string;
  readonly message: string;
  /** `source.component`, such as `daemonset-controller`. */
  readonly component: string;
  /** `source.host`: the node of a kubelet. */
  readonly host?: string;
}

/** Records an event: `yield* recordEvent(sync, …)` in a `reconcile`. A failed request is forgotten, as the real recorder does. */
export function* recordEvent(sync: Sync, event: EventToRecord): Generator<ApiRequest, void, ApiResponse> {
  const { involvedObject, type, reason, message, component, host } = event;
  const namespace = involvedObject.namespace ?? "default";
  const timestamp = formatTime(sync.now);
  yield {
    verb: "create",
    resource: "events",
    namespace,
    body: {
      apiVersion: "v1",
      kind: "Event",
      metadata: { generateName: `${involvedObject.name}.`, namespace },
      involvedObject,
      reason,
      message,
      source: host === undefined ? { component } : { component, host },
      firstTimestamp: timestamp,
      lastTimestamp: timestamp,
      count: 1,
      type,
      reportingComponent: component,
      reportingInstance: host ?? "",
      eventTime: null,
    },
  };
}
