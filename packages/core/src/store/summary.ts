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

/**
 * The first `count` values whose summary passes `test`, in the order of the keys. A part of the tree is only looked into if
 * its own summary passes: `test` must hold for a whole wherever it holds for a part.
 */
export function firstWhere<T, S>(
  tree: Tree<T>,
  count: number,
  summarise: (tree: Tree<T>) => S,
  test: (summary: S) => boolean,
): T[] {
  const found: T[] = [];
  const visit = (node: Tree<T>): void => {
    if (found.length >= count || !test(summarise(node))) return;
    if (isBranch(node)) node.children.forEach(visit);
    else {
      for (let at = 0; at < node.keys.length && found.length < count; at++) {
        const one = { keys: [node.keys[at] as string], values: [node.values[at] as T] };
        if (test(summarise(one))) found.push(node.values[at] as T);
      }
    }
  };
  visit(tree);
  return found;
}
