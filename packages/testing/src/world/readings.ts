import type { Dependency } from "./reads.ts";

/**
 * Results by what was read on the way to them, as a tree: what is read first is always the same, and what is read next
 * depends on what was found.
 */
export class Readings<T> {
  #root: Node<T> | undefined;

  /** The result that came of reading what `find` finds now. */
  find(find: (dependency: Pick<Dependency, "resource" | "key">) => unknown): { readonly result: T } | undefined {
    let node = this.#root;
    while (node instanceof Question) node = node.after(find(node));
    return node;
  }

  /** What does not look at the same first, where it has found the same, depends on more than it reads: it is not remembered. */
  add(dependencies: readonly Dependency[], result: T): void {
    const asked = distinct(dependencies);
    const leaf = new Leaf(result);
    if (asked.length === 0) {
      this.#root = leaf;
      return;
    }
    this.#root ??= new Question(asked[0] as Dependency);
    let node = this.#root as Question<T>;
    for (const [at, { resource, key, value }] of asked.entries()) {
      if (node.resource !== resource || node.key !== key) return;
      const next = asked[at + 1];
      if (next === undefined) {
        node.add(value, leaf);
        return;
      }
      let child = node.after(value);
      if (child instanceof Leaf) return;
      if (child === undefined) {
        child = new Question<T>(next);
        node.add(value, child);
      }
      node = child;
    }
  }
}

type Node<T> = Question<T> | Leaf<T>;

class Leaf<T> {
  readonly result: T;

  constructor(result: T) {
    this.result = result;
  }
}

/** Something that is read, and what comes after it by what was found. Most often that is always the same: no map is needed. */
class Question<T> {
  readonly resource: Dependency["resource"];
  readonly key: Dependency["key"];
  #found: unknown;
  #next: Node<T> | undefined;
  #others: Map<unknown, Node<T>> | undefined;

  constructor({ resource, key }: Pick<Dependency, "resource" | "key">) {
    this.resource = resource;
    this.key = key;
  }

  after(found: unknown): Node<T> | undefined {
    return this.#next !== undefined && this.#found === found ? this.#next : this.#others?.get(found);
  }

  add(found: unknown, node: Node<T>): void {
    if (this.#next === undefined || this.#found === found) {
      this.#found = found;
      this.#next = node;
      return;
    }
    this.#others ??= new Map();
    this.#others.set(found, node);
  }
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
