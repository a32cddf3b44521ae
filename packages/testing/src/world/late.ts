import type { ResourceName, WatchEvent } from "@kubetick/core";
import { get, withObject } from "@kubetick/core/pieces";
import { type Late, type LateInformers, lateKey } from "./values.ts";

/** For so many moves of the clock an informer may be late. */
const LATE_MOVES = 4;

/** Whether no informer has been late for so long that the clock must not move. */
export function mayBeLater(late: LateInformers): boolean {
  return Object.values(late).every(({ moves }) => moves < LATE_MOVES);
}

/** The informer that is late by more than so many changes, by its `lateKey`; undefined if none is. */
export function tooLate(late: LateInformers, changes: number): string | undefined {
  for (const key in late) if ((late[key] as Late).missed.length > changes) return key;
  return undefined;
}

/** The clock has moved. */
export function afterMove(late: LateInformers): LateInformers {
  return Object.fromEntries(Object.entries(late).map(([key, one]) => [key, { ...one, moves: one.moves + 1 }]));
}

/** What late informers miss of what has been written; the same if nothing. */
export function missing(late: LateInformers, events: readonly WatchEvent[]): LateInformers {
  let after = late;
  for (const [key, { table, missed, moves }] of Object.entries(late)) {
    const [, resource] = key.split(" ");
    const more = events.filter((event) => event.resource === resource);
    if (more.length > 0) after = { ...after, [key]: { table, missed: [...missed, ...more], moves } };
  }
  return after;
}

/** An informer hears of the next change that it has missed, undefined if there is none; with none left it is late no more. */
export function afterHearing(
  informers: LateInformers,
  component: string,
  resource: ResourceName,
): { readonly event: WatchEvent | undefined; readonly late: LateInformers } {
  const { [lateKey(component, resource)]: one, ...others } = informers;
  const { table, missed, moves } = one as Late;
  const [event, ...rest] = missed;
  if (rest.length === 0) return { event, late: others };
  const still: Late = { table: applied(table, event as WatchEvent), missed: rest, moves };
  return { event, late: { ...others, [lateKey(component, resource)]: still } };
}

function applied(table: Late["table"], { type, resource, key, object }: WatchEvent): Late["table"] {
  return withObject(table, resource, key, get(table.objects, key), type === "DELETED" ? undefined : object, 0);
}

/** A component ends, and its informers with it. */
export function withoutInformersOf(late: LateInformers, component: string): LateInformers {
  return Object.fromEntries(Object.entries(late).filter(([key]) => !key.startsWith(`${component} `)));
}
