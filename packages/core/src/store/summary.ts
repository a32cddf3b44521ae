import { isBranch, type Tree } from "./tree.ts";

/**
 * Something that is known of a whole tree when it is known of its parts: counts, the first k candidates, a hash.
 * `of` looks at one entry, `combine` puts parts together, in the order of the keys.
 */
export interface Monoid<T, S> {
  readonly empty: S;
  of(value: T, key: string): S;
  combine(left: S, right: S): S;
}

/**
 * A function that summarises trees. The summary of each bucket is remembered under the bucket itself, so that after one
 * write only the path from the root to it is computed again: O(log n), and always a pure function of the tree.
 */
export function summariser<T, S>(monoid: Monoid<T, S>): (tree: Tree<T>) => S {
  const known = new WeakMap<Tree<T>, S>();
  const summarise = (tree: Tree<T>): S => {
    const remembered = known.get(tree);
    if (remembered !== undefined) return remembered;
    let summary = monoid.empty;
    if (isBranch(tree)) for (const child of tree.children) summary = monoid.combine(summary, summarise(child));
    else
      for (let at = 0; at < tree.keys.length; at++)
        summary = monoid.combine(summary, monoid.of(tree.values[at] as T, tree.keys[at] as string));
    known.set(tree, summary);
    return summary;
  };
  return summarise;
}
