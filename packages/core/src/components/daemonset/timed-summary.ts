import type { Millis } from "../../api/request.ts";
import { isBranch, type Tree } from "../../store/tree.ts";

/** A summary that holds for a while: from `from` on, and before `until`. */
export interface Timed {
  readonly from: Millis;
  readonly until: Millis;
}

/** As `Monoid` of the store's summaries, of what also depends on the time. `sum` meets the spans too. */
export interface TimedMonoid<T extends object, S extends Timed> {
  of(value: T, now: Millis): S;
  sum(parts: readonly S[]): S;
}

/** A function that summarises trees at a time. A part is looked at again only when it has changed, or its time is over. */
export function timedSummariser<T extends object, S extends Timed>({
  of,
  sum,
}: TimedMonoid<T, S>): (tree: Tree<T>, now: Millis) => S {
  const known = new WeakMap<object, S>();
  const remembered = <P extends object>(part: P, now: Millis, compute: (part: P, now: Millis) => S): S => {
    const before = known.get(part);
    if (before !== undefined && before.from <= now && now < before.until) return before;
    const summary = compute(part, now);
    known.set(part, summary);
    return summary;
  };
  const ofParts = (tree: Tree<T>, now: Millis): S =>
    sum(
      isBranch(tree)
        ? tree.children.map((child) => summarise(child, now))
        : tree.values.map((value) => remembered(value, now, of)),
    );
  const summarise = (tree: Tree<T>, now: Millis): S => remembered(tree, now, ofParts);
  return summarise;
}

/**
 * The values of a tree that may be of interest, in order, from the key `from` on and then around: parts whose summary is
 * not are skipped whole.
 */
export function* selected<T extends object, S>(
  tree: Tree<T>,
  summarise: (tree: Tree<T>) => S,
  interesting: (summary: S) => boolean,
  from = "",
): Generator<T> {
  if (from === "") return yield* selectedIf(tree, summarise, interesting, undefined);
  yield* selectedIf(tree, summarise, interesting, (key) => key >= from);
  yield* selectedIf(tree, summarise, interesting, (key) => key < from);
}

function* selectedIf<T extends object, S>(
  tree: Tree<T>,
  summarise: (tree: Tree<T>) => S,
  interesting: (summary: S) => boolean,
  wanted: ((key: string) => boolean) | undefined,
): Generator<T> {
  if (!interesting(summarise(tree))) return;
  if (isBranch(tree)) for (const child of tree.children) yield* selectedIf(child, summarise, interesting, wanted);
  else if (wanted === undefined) yield* tree.values;
  else yield* tree.values.filter((_, at) => wanted(tree.keys[at] as string));
}
