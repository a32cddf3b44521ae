import type { Millis } from "../api/request.ts";
import { emptyTree, first, get, remove, set } from "../store/tree.ts";
import type { Key, TimerKind } from "./component.ts";
import type { Timer, Timers } from "./state.ts";

export const NO_TIMERS: Timers = { queue: emptyTree(), names: emptyTree(), progress: 0 };

/**
 * With a timer for `key`. A key has one timer, the earliest (as AddAfter of the real workqueue); if either of two was
 * waited for by `settle`, the one that is kept is.
 */
export function withTimer(timers: Timers, key: Key, due: Millis, kind: TimerKind): Timers {
  const name = get(timers.names, key);
  const existing = name === undefined ? undefined : get(timers.queue, name);
  if (existing === undefined) return added(timers, { key, due, kind });
  const merged: Timer = {
    key,
    due: Math.min(due, existing.due),
    kind: mergedKind(existing, { due, kind }),
  };
  if (merged.due === existing.due && merged.kind === existing.kind) return timers;
  return added(withoutTimer(timers, key), merged);
}

export function withoutTimer(timers: Timers, key: Key): Timers {
  const name = get(timers.names, key);
  const existing = name === undefined ? undefined : get(timers.queue, name);
  if (name === undefined || existing === undefined) return timers;
  return {
    queue: remove(timers.queue, name),
    names: remove(timers.names, key),
    progress: timers.progress - (existing.kind === "background" ? 0 : 1),
  };
}

/** The timer that is due first, if there is one. */
export function nextTimer(timers: Timers): Timer | undefined {
  return first(timers.queue)?.[1];
}

function added(timers: Timers, timer: Timer): Timers {
  const name = `${String(timer.due).padStart(15, "0")} ${timer.key}`;
  return {
    queue: set(timers.queue, name, timer),
    names: set(timers.names, timer.key, name),
    progress: timers.progress + (timer.kind === "background" ? 0 : 1),
  };
}

function mergedKind(existing: Pick<Timer, "due" | "kind">, other: Pick<Timer, "due" | "kind">): TimerKind {
  const { kind } = other.due < existing.due ? other : existing;
  return kind === "background" && (existing.kind !== kind || other.kind !== kind) ? "progress" : kind;
}
