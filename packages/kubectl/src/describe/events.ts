import type { Event, KubeObject, Millis } from "@kubetick/core";
import { parseTime, since } from "../print/duration.ts";
import { goTrim } from "../print/events.ts";
import { goSort } from "../print/go-sort.ts";
import type { DescribeText } from "./text.ts";
import type { DescribeWorld } from "./world.ts";

/** What the events are about. An empty kind is not asked for. */
export interface EventSubject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export function subjectOf({ kind, metadata }: KubeObject): EventSubject {
  return { kind, namespace: metadata.namespace ?? "", name: metadata.name, uid: metadata.uid };
}

/** Source: kubectl/pkg/describe searchEvents; client-go event_expansion.go GetFieldSelector. */
export function searchEvents(world: DescribeWorld, { kind, namespace, name, uid }: EventSubject): readonly Event[] {
  const fields = [
    ...(kind === "" ? [] : [`involvedObject.kind=${kind}`]),
    `involvedObject.name=${name}`,
    `involvedObject.namespace=${namespace}`,
    ...(uid ? [`involvedObject.uid=${uid}`] : []),
  ];
  return world.list<Event>("events", namespace, { fieldSelector: fields.join(",") });
}

/** The last section of a description, where events are shown. */
export function describeEventsOf(text: DescribeText, world: DescribeWorld, object: KubeObject): void {
  if (world.showEvents) describeEvents(text, searchEvents(world, subjectOf(object)), world.now);
}

/** Source: kubectl/pkg/describe DescribeEvents. */
export function describeEvents(text: DescribeText, events: readonly Event[], now: Millis): void {
  if (events.length === 0) return text.line(0, "Events:\t<none>");
  text.line(0, "Events:");
  text.line(1, "Type\tReason\tAge\tFrom\tMessage");
  text.line(1, "----\t------\t----\t----\t-------");
  const last = (event: Event) => parseTime(event.lastTimestamp) ?? Number.NEGATIVE_INFINITY;
  for (const event of goSort(events, (a, b) => last(a) < last(b))) {
    const from = event.source?.component || event.reportingComponent || "";
    const path = event.involvedObject?.fieldPath;
    const message = goTrim(event.message ?? "");
    const cells = [event.type, event.reason, eventInterval(event, now), from, path ? `${path}: ${message}` : message];
    text.line(1, cells.map((cell) => cell ?? "").join("\t"));
  }
}

/** `12s`, or `12s (x3 over 1m)`. Source: kubectl/pkg/cmd/events/event_printer.go getInterval. */
export function eventInterval(
  { eventTime, firstTimestamp, lastTimestamp, series, count = 0 }: Event,
  now: Millis,
): string {
  const first = since(eventTime || firstTimestamp, now);
  if (series) return `${since(series.lastObservedTime, now)} (x${series.count ?? 0} over ${first})`;
  return count > 1 ? `${since(lastTimestamp, now)} (x${count} over ${first})` : first;
}
