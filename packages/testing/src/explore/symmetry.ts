import { entries, type Tree } from "@kubetick/core";
import { type Hash, hashJson, type Table } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import { FIRST_COMPONENT, LATE, type Part, SURROUNDINGS, type World } from "../world/index.ts";
import { tokensOf } from "../world/names.ts";
import type { ComponentValue, LateInformers } from "../world/values.ts";

type Names = ReadonlyMap<string, string>;

/**
 * Worlds that differ only in which of several interchangeable nodes is which are one: of all ways to name them, the one
 * counts whose hash is least. Pods and other objects are named after what they were made from, so that they change names
 * with their nodes.
 */
export class Symmetry {
  readonly #run: Run;
  readonly #renamings: readonly Renaming[];

  constructor(run: Run, nodes: readonly string[]) {
    this.#run = run;
    this.#renamings = permutations(nodes).map(
      (names) => new Renaming(run, new Map(nodes.map((node, at) => [node, names[at] as string]))),
    );
  }

  /** The number of ways in which nodes can be exchanged. */
  get size(): number {
    return this.#renamings.length;
  }

  key(world: World): Hash {
    let least: Hash | undefined;
    for (const renaming of this.#renamings) {
      const hash = renaming.hash(world, this.#run);
      if (least === undefined || hash.high < least.high || (hash.high === least.high && hash.low < least.low))
        least = hash;
    }
    return least as Hash;
  }
}

class Renaming {
  readonly #run: Run;
  readonly #nodes: Names;
  readonly #texts = new Map<string, string>();
  readonly #values = new WeakMap<object, unknown>();
  readonly #parts: (Hash | undefined)[] = [];

  constructor(run: Run, nodes: Names) {
    this.#run = run;
    this.#nodes = nodes;
  }

  hash(world: World, run: Run): Hash {
    let high = 0;
    let low = 0;
    for (let slot = 0; slot < world.parts.length; slot++) {
      const part = world.parts[slot] as Part;
      const hash = this.#partHash(part, slot, run);
      // The slot matters: a part of one kind is in one slot only, but for tables.
      high = (high + Math.imul(hash.high, 2 * slot + 1)) >>> 0;
      low = (low + Math.imul(hash.low, 2 * slot + 1)) >>> 0;
    }
    return { high: mixed(high ^ low), low: mixed(low) };
  }

  #partHash(part: Part, slot: number, run: Run): Hash {
    let hash = this.#parts[part.id];
    if (hash === undefined) {
      hash = this.#hashPart(part, slot, run);
      this.#parts[part.id] = hash;
    }
    return hash;
  }

  #hashPart(part: Part, slot: number, run: Run): Hash {
    if (slot === SURROUNDINGS) return hashJson(this.#renamed({ ...(part.value as object) }));
    if (slot === LATE) return this.#hashLate(part.value as LateInformers);
    if (slot >= FIRST_COMPONENT + run.system.components.length) return this.#hashTree((part.value as Table).objects);
    return this.#hashComponent(part.value as ComponentValue);
  }

  #hashComponent({ state, reads }: ComponentValue): Hash {
    const { queue, timers, failures, memory, sync } = state;
    const inFlight =
      sync === null
        ? null
        : [this.#renamed(sync.key), this.#renamed(sync.pending), reads.map((read) => this.#hashRead(read))];
    return hashJson([
      this.#hashTree(queue),
      this.#hashTree(timers.queue),
      this.#hashTree(failures),
      this.#hashTree(memory),
      inFlight,
    ]);
  }

  #hashRead(read: unknown): unknown {
    const [what, found] = read as [string, unknown];
    const name = this.#text(what);
    if (what.startsWith("tree ")) return [name, this.#hashTree(found as Tree<object>)];
    if (!Array.isArray(found)) return [name, this.#renamed(found)];
    // Lists come in the order of their names.
    const list = found.map((item) => hashJson(this.#renamed(item)));
    return [
      name,
      list.reduce((a, b) => ({ high: (a.high + b.high) >>> 0, low: (a.low + b.low) >>> 0 }), { high: 0, low: 0 }),
    ];
  }

  #hashLate(late: LateInformers): Hash {
    return hashJson(
      Object.entries(late).map(([key, { table, missed, moves }]) => [
        key,
        this.#hashTree(table.objects),
        missed.map(({ type, key: object, object: value }) => this.#renamed([type, object, value])),
        moves,
      ]),
    );
  }

  #hashTree(tree: Tree<unknown>): Hash {
    return hashJson(
      Object.fromEntries(Array.from(entries(tree), ([key, value]) => [this.#text(key), this.#renamed(value)])),
    );
  }

  #renamed(value: unknown): unknown {
    if (typeof value === "string") return this.#text(value);
    if (typeof value !== "object" || value === null) return value;
    const known = this.#values.get(value);
    if (known !== undefined) return known;
    const renamed = Array.isArray(value)
      ? value.map((item) => this.#renamed(item))
      : Object.fromEntries(
          Object.entries(value).flatMap(([key, item]) =>
            key === "resourceVersion" ? [] : [[this.#text(key), this.#renamed(item)]],
          ),
        );
    this.#values.set(value, renamed);
    return renamed;
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const renamed = tokensOf(text).reduce((current, token) => {
      const other = this.#token(token);
      return other === token ? current : current.replaceAll(token, other);
    }, text);
    this.#texts.set(text, renamed);
    return renamed;
  }

  #token(token: string): string {
    const node = this.#nodes.get(token);
    if (node !== undefined) return `@${node}`;
    const birth = this.#run.system.names.birthOf(token);
    if (birth === undefined) return ADDRESS.test(token) ? "@" : token;
    const { high, low } = hashJson(this.#renamed([birth.resource, birth.body]));
    return `@${high}.${low}.${birth.ordinal}`;
  }
}

/** Addresses and identifiers that kubelets make up from the names of nodes and pods, and that no rule reads. */
const ADDRESS = /^(?:\d+\.\d+\.\d+\.\d+|[0-9a-f]{32,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

function permutations(items: readonly string[]): readonly (readonly string[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((first, at) => permutations(items.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

function mixed(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
