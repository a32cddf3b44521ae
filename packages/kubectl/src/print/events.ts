import type { Event, Millis } from "@kubetick/core";
import { since } from "./duration.ts";
import { columns, type TableKind } from "./table.ts";

/** Source: pkg/printers/internalversion/printers.go printEvent. */
export const eventTable: TableKind<Event> = {
  columns: columns(
    ...["Last Seen", "Type", "Reason", "Object", "+Subobject", "+Source", "Message", "+First Seen", "+Count", "+Name"],
  ).map((column) => (column.name === "Name" ? { ...column, isName: true } : column)),
  cells(event, now) {
    const first = since(event.firstTimestamp || event.eventTime, now);
    return [
      lastSeen(event, first, now),
      event.type ?? "",
      event.reason ?? "",
      target(event),
      event.involvedObject?.fieldPath ?? "",
      source(event),
      goTrim(event.message ?? ""),
      first,
      event.series ? (event.series.count ?? 0) : event.count || 1,
      event.metadata.name,
    ];
  },
};

function lastSeen(event: Event, first: string, now: Millis): string {
  if (event.series) return since(event.series.lastObservedTime, now);
  return event.lastTimestamp ? since(event.lastTimestamp, now) : first;
}

function target({ involvedObject }: Event): string {
  const kind = (involvedObject?.kind ?? "").toLowerCase();
  return involvedObject?.name ? `${kind}/${involvedObject.name}` : kind;
}

/** `component, host`. Source: pkg/printers formatEventSourceComponentInstance. */
function source(event: Event): string {
  const component = event.source?.component || event.reportingComponent || "";
  const instance = event.source?.host || event.reportingInstance || "";
  return instance === "" ? component : `${component}, ${instance}`;
}

/** Spaces off both ends. */
export function goTrim(text: string): string {
  return text.trim();
}
