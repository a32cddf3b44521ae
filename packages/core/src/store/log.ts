import type { WatchEvent } from "../api/request.ts";

/**
 * The last changes of all resources, oldest first, for watches and for the delivery to components' caches. Bounded:
 * whoever asks for what is gone must list again (the real server answers 410 Expired).
 */
export interface WatchLog {
  /** Chunks of at most `CHUNK` events: appending copies one chunk. */
  readonly chunks: readonly (readonly WatchEvent[])[];
  /** All changes after this resource version are here. */
  readonly since: number;
}

const CHUNK = 64;
const CHUNKS = 128;

export const EMPTY_LOG: WatchLog = { chunks: [], since: 0 };

export function appended(log: WatchLog, event: WatchEvent): WatchLog {
  const last = log.chunks.at(-1);
  if (last !== undefined && last.length < CHUNK) {
    const chunks = log.chunks.slice();
    chunks[chunks.length - 1] = [...last, event];
    return { chunks, since: log.since };
  }
  if (log.chunks.length < CHUNKS) return { chunks: [...log.chunks, [event]], since: log.since };
  const gone = log.chunks[0]?.at(-1)?.resourceVersion ?? log.since;
  return { chunks: [...log.chunks.slice(1), [event]], since: gone };
}

/** The events after a resource version, oldest first; undefined if some of them are gone. */
export function eventsAfter(log: WatchLog, resourceVersion: number): readonly WatchEvent[] | undefined {
  if (resourceVersion < log.since) return undefined;
  const found: WatchEvent[] = [];
  for (let chunk = firstChunkAfter(log, resourceVersion); chunk < log.chunks.length; chunk++) {
    for (const event of log.chunks[chunk] as readonly WatchEvent[])
      if (event.resourceVersion > resourceVersion) found.push(event);
  }
  return found;
}

function firstChunkAfter(log: WatchLog, resourceVersion: number): number {
  let at = log.chunks.length;
  while (at > 0 && ((log.chunks[at - 1] as readonly WatchEvent[]).at(-1)?.resourceVersion ?? 0) > resourceVersion) at--;
  return at;
}
