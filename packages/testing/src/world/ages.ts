import { EPOCH, entries, formatMicroTime, formatTime, parseTime, type Timer, type Tree } from "@kubetick/core";
import { fromEntries, NO_TIMERS, type Timers, withTimer } from "@kubetick/core/pieces";

/** Older than this is as old as this, where nothing that a model says takes longer: no rule of the components looks further back. */
export const OLDEST: number = 30 * 60_000;

const SPAN = /"\w*[sS]econds":(\d+)|"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?"/g;

/** How old things of a model may grow before their age no longer matters: longer than any time that it speaks of. */
export function oldestOf(model: unknown): number {
  let longest = 0;
  for (const [, whole = 0, hours = 0, minutes = 0, seconds = 0] of JSON.stringify(model).matchAll(SPAN))
    longest = Math.max(longest, Number(whole), Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  return longest * 1000 < OLDEST / 2 ? OLDEST : longest * 1000 + OLDEST;
}

/** What people have written into these of a `spec` is no time of the cluster's, and makes a template what it is. */
const NOT_AGED: ReadonlySet<string> = new Set(["template", "containers", "initContainers"]);

const TEN_YEARS = 10 * 365 * 86_400_000;

const TEXT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * Makes a value as many milliseconds older as the clock is turned back, so that the clock always stands near the epoch:
 * what matters of a time is how long ago it is. Whatever looks like a time is taken for one, in objects (RFC 3339) and
 * in memories (milliseconds since 1970), but in templates. What does not change keeps its identity. Nothing gets older than
 * `oldest` milliseconds.
 */
export function aged<T>(value: T, by: number, oldest: number = OLDEST): T {
  const remembered = new Map<object, unknown>();
  const visit = (item: unknown, name?: string): unknown => {
    if (typeof item === "string") return TEXT.test(item) ? agedText(item, by, oldest) : item;
    if (typeof item === "number") return Math.abs(item - EPOCH) < TEN_YEARS ? older(item, by, oldest) : item;
    if (typeof item !== "object" || item === null) return item;
    if (!remembered.has(item))
      remembered.set(item, Array.isArray(item) ? mapped(item, visit) : fields(item, visit, name));
    return remembered.get(item);
  };
  return visit(value) as T;
}

function older(at: number, by: number, oldest: number): number {
  return Math.max(at - by, EPOCH - oldest);
}

function agedText(text: string, by: number, oldest: number): string {
  const at = older(parseTime(text), by, oldest);
  return text.includes(".") ? formatMicroTime(at) : formatTime(at);
}

function mapped(items: readonly unknown[], visit: (item: unknown) => unknown): readonly unknown[] {
  const later = items.map((item) => visit(item));
  return later.some((item, at) => item !== items[at]) ? later : items;
}

function fields(object: object, visit: (item: unknown, name: string) => unknown, name: string | undefined): object {
  const before = Object.entries(object);
  const later = before.map(([key, item]) => {
    return [key, name === "spec" && NOT_AGED.has(key) ? item : visit(item, key)] as const;
  });
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
