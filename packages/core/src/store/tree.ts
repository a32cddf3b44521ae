/**
 * A persistent ordered map from strings, as a B+ tree of plain JSON values. A write copies the path to one bucket
 * (O(log n)) and shares everything else, so that forks cost nothing and unchanged parts keep their identity: what is
 * derived from a part of a tree can be memoised under that part (see `summary.ts`) and two trees can be compared by
 * skipping what they share (see `diff`).
 *
 * The shape of a tree depends on its history, its contents do not: nothing observable may depend on the shape.
 */
export type Tree<T> = Leaf<T> | Branch<T>;

export interface Leaf<T> {
  readonly keys: readonly string[];
  readonly values: readonly T[];
}

export interface Branch<T> {
  /** The least key of each child. */
  readonly keys: readonly string[];
  readonly children: readonly Tree<T>[];
  readonly size: number;
}

const WIDTH = 32;

const EMPTY: Leaf<never> = Object.freeze({ keys: Object.freeze([]) as never[], values: Object.freeze([]) as never[] });

export function emptyTree<T>(): Tree<T> {
  return EMPTY;
}

export function isBranch<T>(tree: Tree<T>): tree is Branch<T> {
  return (tree as Branch<T>).children !== undefined;
}

export function size<T>(tree: Tree<T>): number {
  return isBranch(tree) ? tree.size : tree.keys.length;
}

/** The index of the first key that is not less than `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the child of a branch in which `key` is, or would be. */
function childIndex(keys: readonly string[], key: string): number {
  const at = lowerBound(keys, key);
  return at < keys.length && keys[at] === key ? at : Math.max(0, at - 1);
}

export function get<T>(tree: Tree<T>, key: string): T | undefined {
  let node = tree;
  while (isBranch(node)) node = node.children[childIndex(node.keys, key)] as Tree<T>;
  const at = lowerBound(node.keys, key);
  return node.keys[at] === key ? node.values[at] : undefined;
}

export function has<T>(tree: Tree<T>, key: string): boolean {
  return get(tree, key) !== undefined;
}

export function fromEntries<T>(entries: Iterable<readonly [string, T]>): Tree<T> {
  let tree = emptyTree<T>();
  for (const [key, value] of entries) tree = set(tree, key, value);
  return tree;
}

/** The tree with `key` holding `value`; the same tree if it does already. */
export function set<T>(tree: Tree<T>, key: string, value: T): Tree<T> {
  const written = write(tree, key, value);
  if (written === tree) return tree;
  return Array.isArray(written) ? branch(written) : (written as Tree<T>);
}

/** One node, or the two into which it was split. */
function write<T>(node: Tree<T>, key: string, value: T): Tree<T> | [Tree<T>, Tree<T>] {
  return isBranch(node) ? writeBranch(node, key, value) : writeLeaf(node, key, value);
}

function writeLeaf<T>(leaf: Leaf<T>, key: string, value: T): Tree<T> | [Tree<T>, Tree<T>] {
  const at = lowerBound(leaf.keys, key);
  if (leaf.keys[at] === key) {
    if (leaf.values[at] === value) return leaf;
    return { keys: leaf.keys, values: replaced(leaf.values, at, value) };
  }
  const keys = inserted(leaf.keys, at, key);
  const values = inserted(leaf.values, at, value);
  if (keys.length <= WIDTH) return { keys, values };
  const cut = splitPoint(at, keys.length);
  return [
    { keys: keys.slice(0, cut), values: values.slice(0, cut) },
    { keys: keys.slice(cut), values: values.slice(cut) },
  ];
}

/** Keys often arrive in ascending order (times, versions): splitting off only the last one then leaves full buckets behind. */
function splitPoint(at: number, length: number): number {
  return at === length - 1 ? length - 1 : length >>> 1;
}

function writeBranch<T>(node: Branch<T>, key: string, value: T): Tree<T> | [Tree<T>, Tree<T>] {
  const at = childIndex(node.keys, key);
  const child = node.children[at] as Tree<T>;
  const written = write(child, key, value);
  if (written === child) return node;
  if (!Array.isArray(written)) return withChild(node, at, written as Tree<T>);
  const children = inserted(replaced(node.children, at, written[0]), at + 1, written[1]);
  if (children.length <= WIDTH) return branch(children);
  const cut = splitPoint(at + 1, children.length);
  return [branch(children.slice(0, cut)), branch(children.slice(cut))];
}

function withChild<T>(node: Branch<T>, at: number, child: Tree<T>): Branch<T> {
  const least = firstKey(child) as string;
  return {
    keys: node.keys[at] === least ? node.keys : replaced(node.keys, at, least),
    children: replaced(node.children, at, child),
    size: node.size - size(node.children[at] as Tree<T>) + size(child),
  };
}

function branch<T>(children: readonly Tree<T>[]): Branch<T> {
  let total = 0;
  for (const child of children) total += size(child);
  return { keys: children.map((child) => firstKey(child) as string), children, size: total };
}

/** The tree without `key`; the same tree if it is not there. */
export function remove<T>(tree: Tree<T>, key: string): Tree<T> {
  let result = removeFrom(tree, key);
  while (isBranch(result) && result.children.length === 1) result = result.children[0] as Tree<T>;
  return isBranch(result) && result.children.length === 0 ? emptyTree() : result;
}

function removeFrom<T>(node: Tree<T>, key: string): Tree<T> {
  if (!isBranch(node)) {
    const at = lowerBound(node.keys, key);
    if (node.keys[at] !== key) return node;
    return { keys: without(node.keys, at), values: without(node.values, at) };
  }
  const at = childIndex(node.keys, key);
  const child = node.children[at] as Tree<T>;
  const shrunk = removeFrom(child, key);
  if (shrunk === child) return node;
  if (width(shrunk) === 0) return branch(without(node.children, at));
  const next = at + 1 < node.children.length ? at : at - 1;
  const children = replaced(node.children, at, shrunk);
  if (next >= 0 && children.length > 1) {
    const left = children[next] as Tree<T>;
    const right = children[next + 1] as Tree<T>;
    if (width(left) + width(right) <= WIDTH / 2)
      return branch(replaced(without(children, next + 1), next, joined(left, right)));
  }
  return withChild(node, at, shrunk);
}

function width<T>(node: Tree<T>): number {
  return node.keys.length;
}

function joined<T>(left: Tree<T>, right: Tree<T>): Tree<T> {
  if (isBranch(left)) return branch([...left.children, ...(right as Branch<T>).children]);
  return { keys: [...left.keys, ...right.keys], values: [...left.values, ...(right as Leaf<T>).values] };
}

export function firstKey<T>(tree: Tree<T>): string | undefined {
  return tree.keys[0];
}

export function first<T>(tree: Tree<T>): readonly [string, T] | undefined {
  let node = tree;
  while (isBranch(node)) node = node.children[0] as Tree<T>;
  return node.keys.length === 0 ? undefined : [node.keys[0] as string, node.values[0] as T];
}

/** The entries in ascending order of their keys (by code unit), from the first key that is not less than `from`. */
export function* entries<T>(tree: Tree<T>, from = ""): Generator<readonly [string, T]> {
  if (isBranch(tree)) {
    for (let at = childIndex(tree.keys, from); at < tree.children.length; at++)
      yield* entries(tree.children[at] as Tree<T>, from);
    return;
  }
  for (let at = lowerBound(tree.keys, from); at < tree.keys.length; at++)
    yield [tree.keys[at] as string, tree.values[at] as T];
}

/** The values of the keys that start with `prefix`, in ascending order of the keys. */
export function withPrefix<T>(tree: Tree<T>, prefix: string): T[] {
  const found: T[] = [];
  collectPrefix(tree, prefix, found);
  return found;
}

/** Returns false once a key beyond the prefix has been met. */
function collectPrefix<T>(tree: Tree<T>, prefix: string, into: T[]): boolean {
  if (isBranch(tree)) {
    for (let at = childIndex(tree.keys, prefix); at < tree.children.length; at++) {
      if (!collectPrefix(tree.children[at] as Tree<T>, prefix, into)) return false;
    }
    return true;
  }
  for (let at = lowerBound(tree.keys, prefix); at < tree.keys.length; at++) {
    if (!(tree.keys[at] as string).startsWith(prefix)) return false;
    into.push(tree.values[at] as T);
  }
  return true;
}

export function values<T>(tree: Tree<T>): T[] {
  return withPrefix(tree, "");
}

export interface Change<T> {
  readonly key: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** What differs between two trees, in ascending order of the keys. Costs what differs, not what there is: shared parts are skipped. */
export function diff<T>(before: Tree<T>, after: Tree<T>): Change<T>[] {
  const changes: Change<T>[] = [];
  collectChanges(before, after, changes);
  return changes;
}

/** Where two branches have the same keys, each child is compared with its counterpart; elsewhere level by level. */
function collectChanges<T>(before: Tree<T>, after: Tree<T>, into: Change<T>[]): void {
  if (before === after) return;
  if (!isBranch(before) && !isBranch(after)) mergeLeaves(before, after, into);
  else if (isBranch(before) && isBranch(after) && sameKeys(before.keys, after.keys))
    for (let at = 0; at < before.children.length; at++)
      collectChanges(before.children[at] as Tree<T>, after.children[at] as Tree<T>, into);
  else collectByLevel(before, after, into);
}

function sameKeys(left: readonly string[], right: readonly string[]): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

function collectByLevel<T>(before: Tree<T>, after: Tree<T>, into: Change<T>[]): void {
  let left: Tree<T>[] = [before];
  let right: Tree<T>[] = [after];
  let leftDepth = depth(before);
  let rightDepth = depth(after);
  while (leftDepth > 0 || rightDepth > 0) {
    if (leftDepth === rightDepth) [left, right] = withoutShared(left, right);
    const expandLeft = leftDepth >= rightDepth;
    const expandRight = rightDepth >= leftDepth;
    if (expandLeft) {
      left = left.flatMap(childrenOf);
      leftDepth--;
    }
    if (expandRight) {
      right = right.flatMap(childrenOf);
      rightDepth--;
    }
  }
  [left, right] = withoutShared(left, right);
  mergeLeaves(oneLeaf(left as Leaf<T>[]), oneLeaf(right as Leaf<T>[]), into);
}

function oneLeaf<T>(leaves: readonly Leaf<T>[]): Leaf<T> {
  return { keys: leaves.flatMap(({ keys }) => keys), values: leaves.flatMap(({ values }) => values) };
}

function childrenOf<T>(node: Tree<T>): readonly Tree<T>[] {
  return (node as Branch<T>).children;
}

function depth<T>(tree: Tree<T>): number {
  let levels = 0;
  for (let node = tree; isBranch(node); node = node.children[0] as Tree<T>) levels++;
  return levels;
}

function withoutShared<T>(left: Tree<T>[], right: Tree<T>[]): [Tree<T>[], Tree<T>[]] {
  if (left.length === 1 && right.length === 1) return left[0] === right[0] ? [[], []] : [left, right];
  const inRight = new Set(right);
  const shared = new Set(left.filter((node) => inRight.has(node)));
  if (shared.size === 0) return [left, right];
  return [left.filter((node) => !shared.has(node)), right.filter((node) => !shared.has(node))];
}

function mergeLeaves<T>(left: Leaf<T>, right: Leaf<T>, into: Change<T>[]): void {
  let i = 0;
  let j = 0;
  while (i < left.keys.length || j < right.keys.length) {
    const leftKey = left.keys[i];
    const rightKey = right.keys[j];
    if (leftKey !== undefined && leftKey === rightKey) {
      const [before, after] = [left.values[i++], right.values[j++]];
      if (before !== after) into.push({ key: leftKey, before, after });
    } else if (rightKey === undefined || (leftKey !== undefined && leftKey < rightKey))
      into.push({ key: leftKey as string, before: left.values[i++], after: undefined });
    else into.push({ key: rightKey, before: undefined, after: right.values[j++] });
  }
}

function inserted<T>(list: readonly T[], at: number, item: T): T[] {
  return list.toSpliced(at, 0, item);
}

function replaced<T>(list: readonly T[], at: number, item: T): T[] {
  const copy = list.slice();
  copy[at] = item;
  return copy;
}

function without<T>(list: readonly T[], at: number): T[] {
  return list.toSpliced(at, 1);
}
