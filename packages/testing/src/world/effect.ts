import { type ComponentState, entries, type Json, type Timer } from "@kubetick/core";
import { emptyTree, get, NO_TIMERS, remove, set, values, withTimer } from "@kubetick/core/pieces";
import type { Reads } from "./reads.ts";
import type { ComponentValue } from "./values.ts";

type State = ComponentValue["state"];

/** What a component has noted in its memory, by key; undefined: nothing any more. */
export type Changes = ReadonlyMap<string, Json | undefined>;

/**
 * What a component does in one go, whatever else is in its queue and its memory: so that it need be found out once only, and not
 * for each of the many that have other things to do besides.
 */
export interface Effect {
  readonly id: number;
  /** The key that it has taken from its queue. */
  readonly taken: string | undefined;
  readonly enqueued: readonly string[];
  readonly timers: readonly Timer[];
  readonly changes: Changes;
  /** Of the key of its sync: how often in a row that has failed. */
  readonly failed: { readonly key: string; readonly times: number } | undefined;
  /** What its sync has come to; undefined: it is not about the sync. */
  readonly sync: { readonly inFlight: State["sync"]; readonly reads: Reads } | undefined;
}

/** A component with nothing but its caches, its memory and its sync: what it does shows clearly in it. */
export function bare({ cache, memory, sync }: ComponentState, key: string | undefined, failed: number): ComponentState {
  const failures: State["failures"] =
    key === undefined || failed === 0 ? emptyTree() : set(emptyTree<number>(), key, failed);
  return { cache, queue: emptyTree(), timers: NO_TIMERS, failures, memory, sync };
}

/** What a bare component has done. */
export function effectOf(
  after: Pick<ComponentState, "queue" | "timers" | "failures">,
  about: Pick<Effect, "id" | "taken" | "changes" | "sync">,
  key: string | undefined,
): Effect {
  const { queue, timers, failures } = after;
  return {
    ...about,
    enqueued: Array.from(entries(queue), ([key]) => key),
    timers: values(timers.queue),
    failed: key === undefined ? undefined : { key, times: get(failures, key) ?? 0 },
  };
}

/** The component after it has done that. */
export function withEffect({ state, reads }: ComponentValue, effect: Effect): ComponentValue {
  let { queue, timers, failures, memory } = state;
  if (effect.taken !== undefined) queue = remove(queue, effect.taken);
  for (const key of effect.enqueued) queue = set(queue, key, true);
  for (const { key, due, kind } of effect.timers) timers = withTimer(timers, key, due, kind);
  for (const [key, item] of effect.changes) memory = item === undefined ? remove(memory, key) : set(memory, key, item);
  if (effect.failed !== undefined) failures = withFailures(failures, effect.failed);
  const { sync } = effect;
  if (sync === undefined) return { state: { queue, timers, failures, memory, sync: state.sync }, reads };
  return { state: { queue, timers, failures, memory, sync: sync.inFlight }, reads: sync.reads };
}

function withFailures(failures: State["failures"], { key, times }: NonNullable<Effect["failed"]>): State["failures"] {
  if ((get(failures, key) ?? 0) === times) return failures;
  return times === 0 ? remove(failures, key) : set(failures, key, times);
}
