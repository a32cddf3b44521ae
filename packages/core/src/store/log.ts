import type { WatchEvent } from "../api/request.ts";

/**
 * The last changes of all resources, oldest first, for watches and for the delivery to components' caches. Bounded:
 * whoever asks for what is gone must list again (the real server answers 410 Expired).
 */
export interface WatchLog {
  /** Full chunks of `CHUNK` events: appending copies the last, open one only. */
  readonly chunks: readonly (readonly WatchEvent[])[];
  readonly open: readonly WatchEvent[];
  /** All changes after this resource version are here. */
  readonly since: number;
}

const CHUNK = 64;
const CHUNKS = 128;

export const EMPTY_LOG: WatchLog = { chunks: [], open: [], since: 0 };

export function appended({ chunks, open, since }: WatchLog, event: WatchEvent): WatchLog {
  const more = [...open, event];
  if (more.length < CHUNK) return { chunks, open: more, since };
  if (chunks.length < CHUNKS) return { chunks: [...chunks, more], open: [], since };
  return { chunks: [...chunks.slice(1), more], open: [], since: chunks[0]?.at(-1)?.resourceVersion ?? since };
}

/** The events after a resource version, oldest first; undefined if some of them are gone. */
export function eventsAfter({ chunks, open, since }: WatchLog, resourceVersion: number): WatchEvent[] | undefined {
  if (resourceVersion < since) return undefined;
  let first = chunks.length;
  while (first > 0 && lastOf(chunks[first - 1] as readonly WatchEvent[]) > resourceVersion) first--;
  const found: WatchEvent[] = [];
  for (let at = first; at < chunks.length; at++) pushAfter(found, chunks[at] as readonly WatchEvent[], resourceVersion);
  pushAfter(found, open, resourceVersion);
  return found;
}

function pushAfter(found: WatchEvent[], events: readonly WatchEvent[], resourceVersion: number): void {
  if (lastOf(events) <= resourceVersion) return;
  let at = events.length;
  while (at > 0 && (events[at - 1] as WatchEvent).resourceVersion > resourceVersion) at--;
  for (; at < events.length; at++) found.push(events[at] as WatchEvent);
}

function lastOf(events: readonly WatchEvent[]): number {
  return events[events.length - 1]?.resourceVersion ?? 0;
}
