import type { Millis } from "../../api/request.ts";
import type { Memory } from "../../machine/component.ts";

/** How long something that has failed is left alone: doubling, from `initial` to `max`. */
export interface BackoffPolicy {
  /** Where it is kept in the component's memory. */
  readonly name: string;
  readonly initial: Millis;
  readonly max: Millis;
}

interface Entry {
  readonly delay: Millis;
  readonly updated: Millis;
}

/** How often entries that have expired are thrown away. Source: pkg/controller/daemon BackoffGCInterval. */
const GC_INTERVAL: Millis = 60_000;

/** What has not failed for twice the longest delay starts anew. Source: client-go util/flowcontrol/backoff.go hasExpired. */
function hasExpired(policy: BackoffPolicy, entry: Entry, now: Millis): boolean {
  return now - entry.updated > policy.max * 2;
}

const prefixOf = (policy: BackoffPolicy) => `${policy.name}/`;

/** The delay that `id` is in, or undefined if it is in none. Source: backoff.go IsInBackOffSinceUpdate and Get. */
export function currentBackoff(memory: Memory, policy: BackoffPolicy, id: string, now: Millis): Millis | undefined {
  const entry = memory.get(prefixOf(policy) + id) as Entry | undefined;
  if (entry === undefined || hasExpired(policy, entry, now)) return undefined;
  return now - entry.updated < entry.delay ? entry.delay : undefined;
}

/** `id` has failed once more. Source: backoff.go Next. */
export function nextBackoff(memory: Memory, policy: BackoffPolicy, id: string, now: Millis): void {
  collectGarbage(memory, policy, now);
  const entry = memory.get(prefixOf(policy) + id) as Entry | undefined;
  const delay =
    entry === undefined || hasExpired(policy, entry, now) ? policy.initial : Math.min(entry.delay * 2, policy.max);
  memory.set(prefixOf(policy) + id, { delay, updated: now });
}

function collectGarbage(memory: Memory, policy: BackoffPolicy, now: Millis): void {
  const mark = `${policy.name}-collected`;
  const last = memory.get<number>(mark);
  if (last !== undefined && now - last < GC_INTERVAL) return;
  memory.set(mark, now);
  for (const key of memory.keys(prefixOf(policy)))
    if (hasExpired(policy, memory.get(key) as unknown as Entry, now)) memory.delete(key);
}
