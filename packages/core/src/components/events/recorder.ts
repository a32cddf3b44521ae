import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { ObjectReference } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { getCorrelation, setCorrelation } from "./correlations.ts";
import { correlate, type Occurrence } from "./correlator.ts";
import { eventName, nanosOf } from "./event-name.ts";

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

/**
 * Records an event: `yield* recordEvent(sync, …)` in a `reconcile`. An event that comes again is counted, many similar
 * ones are combined, and too many are dropped, as client-go does it; what that needs is kept in the component's memory.
 * A request that fails is forgotten.
 *
 * Source: staging/src/k8s.io/client-go/tools/record/event.go recordToSink, recordEvent.
 */
export function* recordEvent(sync: Sync, event: EventToRecord): Generator<ApiRequest, void, ApiResponse> {
  if (sync.silent) return;
  const { involvedObject, reason, message } = event;
  const who = sourceAndObject(event);
  const newName = (sequence: number) => eventName(involvedObject.name ?? "", nanosOf(sync.now, who, sequence));
  const correlated = { reason, message, fieldPath: involvedObject.fieldPath ?? "" };
  const { correlation, occurrence } = correlate(getCorrelation(sync.memory, who), correlated, sync.now, newName);
  setCorrelation(sync.memory, who, correlation);
  if (occurrence === undefined) return;
  if (occurrence.count > 1) {
    const response = yield patchOf(event, occurrence);
    if (response.code !== 404) return;
  }
  yield createOf(event, occurrence);
}

/** Source: staging/src/k8s.io/client-go/tools/record/events_cache.go getSpamKey. */
function sourceAndObject({ component, host = "", involvedObject, type }: EventToRecord): string {
  const { kind, namespace, name, uid, apiVersion } = involvedObject;
  return [component, host, apiVersion, kind, namespace, name, uid, type].map((part) => part ?? "").join(" ");
}

function namespaceOf({ involvedObject }: EventToRecord): string {
  return involvedObject.namespace ?? "default";
}

function patchOf(event: EventToRecord, { name, message, count, lastTimestamp }: Occurrence): ApiRequest {
  const body = { count, lastTimestamp, message };
  return { verb: "patch", resource: "events", namespace: namespaceOf(event), name, patchType: "strategic", body };
}

/** A combined event does not say who reports it: the real one is made anew from only a part of its fields. */
function createOf(event: EventToRecord, occurrence: Occurrence): ApiRequest {
  const { involvedObject, type, reason, component, host } = event;
  const { name, message, count, firstTimestamp, lastTimestamp, combined } = occurrence;
  const namespace = namespaceOf(event);
  const body = {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name, namespace },
    involvedObject,
    reason,
    message,
    source: host === undefined ? { component } : { component, host },
    firstTimestamp,
    lastTimestamp,
    count,
    type,
    eventTime: null,
    reportingComponent: combined ? "" : component,
    reportingInstance: combined ? "" : (host ?? ""),
  };
  return { verb: "create", resource: "events", namespace, body };
}
