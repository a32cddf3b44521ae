import { EPOCH, entries, formatMicroTime, formatTime, parseTime, type Timer, type Tree } from "@kubetick/core";
import { fromEntries, NO_TIMERS, type Timers, withTimer } from "@kubetick/core/pieces";

/** Older than this is as old as this. No rule of the simulated components looks further back. */
export const OLDEST = 30 * 60_000;

const TEN_YEARS = 10 * 365 * 86_400_000;

const TEXT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * Makes a value as many milliseconds older as the clock is turned back, so that the clock always stands near the epoch:
 * what matters of a time is how long ago it is. Whatever looks like a time is taken for one, in objects (RFC 3339) and
 * in memories (milliseconds since 1970). What does not change keeps its identity.
 */
export function aged<T>(value: T, by: number): T {
  const remembered = new Map<object, unknown>();
  const visit = (item: unknown): unknown => {
    if (typeof item === "string") return TEXT.test(item) ? agedText(item, by) : item;
    if (typeof item === "number") return Math.abs(item - EPOCH) < TEN_YEARS ? older(item, by) : item;
    if (typeof item !== "object" || item === null) return item;
    if (!remembered.has(item)) remembered.set(item, Array.isArray(item) ? mapped(item, visit) : fields(item, visit));
    return remembered.get(item);
  };
  return visit(value) as T;
}

function older(at: number, by: number): number {
  return Math.max(at - by, EPOCH - OLDEST);
}

function agedText(text: string, by: number): string {
  const at = older(parseTime(text), by);
  return text.includes(".") ? formatMicroTime(at) : formatTime(at);
}

function mapped(items: readonly unknown[], visit: (item: unknown) => unknown): readonly unknown[] {
  const later = items.map(visit);
  return later.some((item, at) => item !== items[at]) ? later : items;
}

function fields(object: object, visit: (item: unknown) => unknown): object {
  const before = Object.entries(object);
  const later = before.map(([key, item]) => [key, visit(item)] as const);
  return later.some(([, item], at) => item !== before[at]?.[1]) ? Object.fromEntries(later) : object;
}

export function agedTree<T>(tree: Tree<T>, change: (value: T) => T): Tree<T> {
  const list = [...entries(tree)];
  const later = list.map(([key, value]) => [key, change(value)] as const);
  return later.some(([, value], at) => value !== list[at]?.[1]) ? fromEntries(later) : tree;
}

export function agedTimers({ queue }: Timers, by: number): Timers {
  let timers = NO_TIMERS;
  for (const [, timer] of entries(queue as Tree<Timer>))
    timers = withTimer(timers, timer.key, timer.due - by, timer.kind);
  return timers;
}
