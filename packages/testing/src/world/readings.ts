import type { Dependency } from "./reads.ts";

/**
 * Results by what was read on the way to them, as a tree: what is read first is always the same, and what is read next
 * depends on what was found.
 */
export class Readings<T> {
  #root: Node<T> | undefined;

  /** The result that came of reading what `find` finds now. */
  find(
    find: (dependency: Pick<Dependency, "resource" | "key">) => object | undefined,
  ): { readonly result: T } | undefined {
    let node = this.#root;
    while (node !== undefined && "asks" in node) node = node.found.get(find(node.asks));
    return node;
  }

  /** What does not look at the same first, where it has found the same, depends on more than it reads: it is not remembered. */
  add(dependencies: readonly Dependency[], result: T): void {
    const asked = distinct(dependencies);
    const leaf: Leaf<T> = { result };
    if (asked.length === 0) {
      this.#root = leaf;
      return;
    }
    this.#root ??= question(asked[0] as Dependency);
    let node = this.#root as Question<T>;
    for (const [at, { resource, key, value }] of asked.entries()) {
      if (node.asks.resource !== resource || node.asks.key !== key) return;
      const next = asked[at + 1];
      if (next === undefined) {
        node.found.set(value, leaf);
        return;
      }
      let child = node.found.get(value);
      if (child !== undefined && !("asks" in child)) return;
      if (child === undefined) {
        child = question(next);
        node.found.set(value, child);
      }
      node = child;
    }
  }
}

type Node<T> = Question<T> | Leaf<T>;

interface Question<T> {
  readonly asks: Pick<Dependency, "resource" | "key">;
  readonly found: Map<object | undefined, Node<T>>;
}

interface Leaf<T> {
  readonly result: T;
}

function question<T>({ resource, key }: Dependency): Question<T> {
  return { asks: { resource, key }, found: new Map() };
}

/** What is read again is what it was. */
function distinct(dependencies: readonly Dependency[]): readonly Dependency[] {
  const seen = new Set<string>();
  return dependencies.filter(({ resource, key }) => {
    const name = `${resource} ${key}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
