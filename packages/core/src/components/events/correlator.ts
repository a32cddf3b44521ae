import type { Millis } from "../../api/request.ts";
import { formatTime } from "../../time.ts";

/** What is remembered of the events that one source has sent about one object, of one type. */
export interface Correlation {
  /** The token bucket of the spam filter: what is in it, and when that was true. */
  readonly tokens: number;
  readonly filled: Millis;
  /** For each reason, the messages that have come lately. */
  readonly similar: readonly Similar[];
  /** The events that have been written, to be counted up when they come again. */
  readonly written: readonly Written[];
  /** How many names have been given out. */
  readonly names: number;
}

interface Similar {
  readonly reason: string;
  readonly messages: readonly string[];
  readonly last: Millis;
}

/** No key made of its parts: one of these is kept for each event, and the parts are in the event anyway. */
interface Written {
  readonly reason: string;
  /** Of a combined event: empty, as the message, whatever those say that it stands for. */
  readonly fieldPath: string;
  readonly message: string;
  readonly combined: boolean;
  readonly name: string;
  readonly count: number;
  readonly first: string;
}

/** The part of an event that correlation looks at. */
export interface Correlated {
  readonly reason: string;
  readonly message: string;
  readonly fieldPath: string;
}

/** An event as it is to be written. `combined`: it stands for several similar ones. */
export interface Occurrence {
  readonly name: string;
  readonly message: string;
  readonly count: number;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly combined: boolean;
}

export interface Correlate {
  readonly correlation: Correlation;
  /** Nothing, if the event is spam. */
  readonly occurrence: Occurrence | undefined;
}

// Source: staging/src/k8s.io/client-go/tools/record/events_cache.go, its constants.
const MAX_SIMILAR = 10;
const SIMILAR_INTERVAL: Millis = 600_000;
const SPAM_BURST = 25;
const SPAM_REFILL: Millis = 300_000;

/** Of each object; the real cache holds 4,096 of all objects together. */
const MAX_WRITTEN = 64;

/**
 * What becomes of an event: a new one, one more occurrence of one that is there, part of a combined one, or nothing.
 * The bookkeeping happens in any case, so that a count goes on while the spam filter holds its updates back.
 * Source: staging/src/k8s.io/client-go/tools/record/events_cache.go EventCorrelate.
 */
export function correlate(
  known: Correlation | undefined,
  event: Correlated,
  now: Millis,
  newName: (sequence: number) => string,
): Correlate {
  const before = known ?? { tokens: SPAM_BURST, filled: now, similar: [], written: [], names: 0 };
  const { similar, combined } = aggregated(before.similar, event, now);
  const message = combined ? `(combined from similar events): ${event.message}` : event.message;
  const last = before.written.find((entry) => isSame(entry, event, combined));
  const time = formatTime(now);
  const entry: Written =
    last === undefined
      ? { name: newName(before.names), count: 1, first: time, ...identity(event, combined) }
      : { ...last, count: last.count + 1 };
  const written = [...before.written.filter((other) => other !== last), entry].slice(-MAX_WRITTEN);
  const names = before.names + (last === undefined ? 1 : 0);

  const { accepted, tokens, filled } = takeToken(before, now);
  const occurrence = {
    name: entry.name,
    message,
    count: entry.count,
    firstTimestamp: entry.first,
    lastTimestamp: time,
    combined,
  };
  return { correlation: { tokens, filled, similar, written, names }, occurrence: accepted ? occurrence : undefined };
}

function identity({ reason, fieldPath, message }: Correlated, combined: boolean) {
  return combined ? { reason, fieldPath: "", message: "", combined } : { reason, fieldPath, message, combined };
}

function isSame(written: Written, { reason, fieldPath, message }: Correlated, combined: boolean): boolean {
  if (written.combined !== combined || written.reason !== reason) return false;
  return combined || (written.fieldPath === fieldPath && written.message === message);
}

/** Source: events_cache.go EventAggregate. Which of ten messages is forgotten is random there; here the oldest. */
function aggregated(
  similar: readonly Similar[],
  event: Correlated,
  now: Millis,
): { similar: readonly Similar[]; combined: boolean } {
  const known = similar.find((entry) => entry.reason === event.reason);
  const fresh = known !== undefined && now - known.last <= SIMILAR_INTERVAL ? known.messages : [];
  const messages = fresh.includes(event.message) ? fresh : [...fresh, event.message];
  const combined = messages.length >= MAX_SIMILAR;
  const entry: Similar = { reason: event.reason, messages: combined ? messages.slice(1) : messages, last: now };
  return { similar: [...similar.filter((other) => other !== known), entry], combined };
}

/** Source: events_cache.go EventSourceObjectSpamFilter: 25 at once, then one each five minutes. */
function takeToken(
  { tokens, filled }: Correlation,
  now: Millis,
): { accepted: boolean; tokens: number; filled: Millis } {
  const available = Math.min(SPAM_BURST, tokens + (now - filled) / SPAM_REFILL);
  return available >= 1 ? { accepted: true, tokens: available - 1, filled: now } : { accepted: false, tokens, filled };
}
