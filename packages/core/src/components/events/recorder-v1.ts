import type { ApiRequest, ApiResponse, Millis } from "../../api/request.ts";
import type { ObjectReference } from "../../kubernetes/types.ts";
import type { Memory, Sync } from "../../machine/component.ts";
import { EPOCH, formatMicroTime } from "../../time.ts";
import { eventName, nanosOf } from "./event-name.ts";

/** What a component says by the newer API, `events.k8s.io`: the scheduler does. */
export interface EventV1ToRecord {
  readonly regarding: ObjectReference;
  readonly related?: ObjectReference;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  /** What was being done: `Binding`, `Scheduling`. */
  readonly action: string;
  readonly note: string;
  /** `default-scheduler`. */
  readonly reportingController: string;
  /** `default-scheduler-HOST`. */
  readonly reportingInstance: string;
}

/** An event that may come again. A second occurrence makes it a series. */
interface Known {
  readonly name: string;
  readonly namespace: string;
  /** Of the last occurrence. */
  readonly last: Millis;
  readonly count: number;
}

const PREFIX = "events-v1/";
const FINISHED = "events-v1-finished";
/** Source: staging/src/k8s.io/client-go/tools/events/event_broadcaster.go finishTime. */
const FINISH_TIME: Millis = 6 * 60_000;

/**
 * Records an event by the newer API: the second equal one makes a series of it, further ones are only counted until
 * the series has been quiet for six minutes. There is no spam filter. Unlike the real one it writes a series' last
 * count when the next event is recorded, not by a clock of its own, and does not refresh a long series in between.
 *
 * Source: staging/src/k8s.io/client-go/tools/events/event_broadcaster.go recordToSink, finishSeries.
 */
export function* recordEventV1(sync: Sync, event: EventV1ToRecord): Generator<ApiRequest, void, ApiResponse> {
  if (sync.silent) return;
  yield* finishSeries(sync);
  const key = PREFIX + keyOf(event);
  const known = sync.memory.get(key) as Known | undefined;
  if (known === undefined) {
    const name = nameOf(event, sync.now, sequenceOf(sync.memory, event));
    sync.memory.set(key, { name, namespace: namespaceOf(event), last: sync.now, count: 1 });
    yield createOf(event, name, sync.now);
    return;
  }
  sync.memory.set(key, { ...known, last: sync.now, count: known.count + 1 });
  if (known.count > 1) return;
  const response = yield seriesOf({ ...known, count: 2, last: sync.now });
  if (response.code === 404)
    yield createOf(event, known.name, sync.now, { count: 2, lastObservedTime: formatMicroTime(sync.now) });
}

/** Every six minutes: what has been quiet for as long is over. Source: event_broadcaster.go finishSeries. */
function* finishSeries(sync: Sync): Generator<ApiRequest, void, ApiResponse> {
  const round = EPOCH + Math.floor((sync.now - EPOCH) / FINISH_TIME) * FINISH_TIME;
  if (sync.memory.get<number>(FINISHED) === round) return;
  sync.memory.set(FINISHED, round);
  for (const key of sync.memory.keys(PREFIX)) {
    const known = sync.memory.get(key) as Known | undefined;
    if (known === undefined || known.last >= round - FINISH_TIME) continue;
    sync.memory.delete(key);
    if (known.count > 2) yield seriesOf(known);
  }
}

/** Source: event_broadcaster.go getKey. The note is no part of it. */
function keyOf({
  type,
  action,
  reason,
  reportingController,
  reportingInstance,
  regarding,
  related,
}: EventV1ToRecord): string {
  return [
    ...referenceKey(regarding),
    reason,
    action,
    type,
    reportingController,
    reportingInstance,
    ...referenceKey(related),
  ].join(" ");
}

function referenceKey(reference: ObjectReference | undefined): string[] {
  const { apiVersion, kind, namespace, name, uid, fieldPath, resourceVersion } = reference ?? {};
  return [apiVersion, kind, namespace, name, uid, fieldPath, resourceVersion].map((part) => part ?? "");
}

/** How many other events about the object are known: their names must differ. */
function sequenceOf(memory: Memory, { regarding }: EventV1ToRecord): number {
  return memory.keys(`${PREFIX}${referenceKey(regarding).slice(0, 5).join(" ")} `).length;
}

function seriesOf({ namespace, name, count, last }: Known): ApiRequest {
  const body = { series: { count, lastObservedTime: formatMicroTime(last) } };
  return { verb: "patch", resource: "events", namespace, name, patchType: "strategic", body };
}

function namespaceOf({ regarding }: EventV1ToRecord): string {
  return regarding.namespace ?? "default";
}

function nameOf({ regarding, reportingController }: EventV1ToRecord, now: Millis, sequence: number): string {
  const who = [reportingController, ...referenceKey(regarding).slice(0, 5)].join(" ");
  return eventName(regarding.name ?? "", nanosOf(now, who, sequence));
}

function createOf(event: EventV1ToRecord, name: string, now: Millis, series?: object): ApiRequest {
  const { regarding, related, type, reason, action, note, reportingController, reportingInstance } = event;
  const namespace = namespaceOf(event);
  const body = {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name, namespace },
    action,
    eventTime: formatMicroTime(now),
    firstTimestamp: null,
    lastTimestamp: null,
    involvedObject: regarding,
    ...(related === undefined ? {} : { related }),
    message: note,
    reason,
    reportingComponent: reportingController,
    reportingInstance,
    ...(series === undefined ? {} : { series }),
    source: {},
    type,
  };
  return { verb: "create", resource: "events", namespace, body };
}
