import type { Hash } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import type { World } from "../world/index.ts";
import { Naming } from "./naming.ts";

/**
 * Worlds that differ only in which of several interchangeable nodes is which are one. Each node is told apart by what the
 * world looks like from it (itself, and the others without their names); in this order nodes get new names, and the hash
 * of the world with these names is what counts.
 */
export class Symmetry {
  readonly #run: Run;
  readonly #nodes: readonly string[];
  readonly #seenFrom: readonly Naming[];
  readonly #namings = new Map<string, Naming>();

  constructor(run: Run, nodes: readonly string[]) {
    this.#run = run;
    this.#nodes = nodes;
    this.#seenFrom = nodes.map(
      (self) => new Naming(run, new Map(nodes.map((node) => [node, node === self ? "self" : "other"]))),
    );
  }

  key(world: World): Hash {
    let least: Hash | undefined;
    for (const order of orders(this.#ranked(world))) {
      const hash = this.#naming(order).hash(world);
      if (least === undefined || isLess(hash, least)) least = hash;
    }
    return least as Hash;
  }

  /** Forgets what it knows of parts, but of these. */
  retain(parts: Iterable<number>): void {
    for (const naming of [...this.#seenFrom, ...this.#namings.values()]) naming.retain(parts);
  }

  /** The nodes in the order of what they see; those that see the same together. */
  #ranked(world: World): readonly (readonly number[])[] {
    const views = this.#seenFrom.map((naming, node) => ({ node, hash: naming.hash(world) }));
    views.sort((a, b) => (isLess(a.hash, b.hash) ? -1 : isLess(b.hash, a.hash) ? 1 : a.node - b.node));
    const ranks: number[][] = [];
    let last: Hash | undefined;
    for (const { node, hash } of views) {
      if (last !== undefined && !isLess(last, hash)) ranks[ranks.length - 1]?.push(node);
      else ranks.push([node]);
      last = hash;
    }
    return ranks;
  }

  #naming(order: readonly number[]): Naming {
    const name = order.join();
    let naming = this.#namings.get(name);
    if (naming === undefined) {
      const names = order.map((node, at): [string, string] => [this.#nodes[node] as string, String(at)]);
      naming = new Naming(this.#run, new Map(names));
      this.#namings.set(name, naming);
    }
    return naming;
  }
}

/** Of more nodes that see the same, not all orders are tried: the world is most often the same in each. */
const MOST_ORDERS = 6;

function orders(ranks: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const count = ranks.reduce((product, rank) => product * factorial(rank.length), 1);
  if (count > MOST_ORDERS) return [ranks.flat()];
  return ranks.reduce<readonly (readonly number[])[]>(
    (heads, rank) => heads.flatMap((head) => permutations(rank).map((tail) => [...head, ...tail])),
    [[]],
  );
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((first, at) => permutations(items.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

function isLess(a: Hash, b: Hash): boolean {
  return a.high < b.high || (a.high === b.high && a.low < b.low);
}
