import type { ClusterState, ComponentState } from "../machine/state.ts";
import { summariser } from "./summary.ts";
import type { Tree } from "./tree.ts";

/** 64 bits, in two lanes of 32. */
export interface Hash {
  readonly high: number;
  readonly low: number;
}

const ZERO: Hash = { high: 0, low: 0 };

/**
 * A hash of everything that the future of a cluster depends on: the objects, the clock, the counters, and the queues,
 * timers, caches and memories of its components. The same on every engine. 16 hexadecimal digits.
 *
 * Trees are hashed as sets of entries and remembered bucket by bucket, so that hashing again after a step costs what the
 * step changed, and the history of a tree's shape does not show. The watch log is left out: it holds nothing new.
 */
export function hashState(state: ClusterState): string {
  const { log: _, components, tables, ...counters } = state;
  const parts: [string, Hash][] = [["counters", hashJson(counters)]];
  for (const [resource, table] of Object.entries(tables)) parts.push([`table ${resource}`, hashTree(table.objects)]);
  for (const [name, component] of Object.entries(components))
    parts.push([`component ${name}`, hashComponent(component)]);
  return formatHash(hashEntries(parts));
}

export function formatHash({ high, low }: Hash): string {
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}

function hashComponent({ cache, queue, timers, failures, memory, sync }: ComponentState): Hash {
  const parts: [string, Hash][] = Object.entries(cache).map(([resource, table]) => [
    `cache ${resource}`,
    hashTree(table.objects),
  ]);
  parts.push(
    ["queue", hashTree(queue)],
    ["timers", hashTree(timers.queue)],
    ["failures", hashTree(failures)],
    ["memory", hashTree(memory)],
  );
  if (sync !== null) {
    parts.push(["sync", hashJson([sync.key, sync.pending])]);
    sync.inputs.flat().forEach((input, at) => {
      parts.push(
        [`input ${at}`, hashJson([input.response, input.now])],
        [`input ${at} memory`, hashTree(input.memory)],
      );
      for (const [resource, table] of Object.entries(input.cache))
        parts.push([`input ${at} ${resource}`, hashTree(table.objects)]);
    });
  }
  return hashEntries(parts);
}

const treeHash = summariser<unknown, Hash>({
  empty: ZERO,
  of: (value, key) => hashEntry(key, hashJson(value)),
  combine: add,
});

/** The hash of a tree's entries, whatever its shape. */
export function hashTree(tree: Tree<unknown>): Hash {
  return treeHash(tree);
}

function hashEntries(entries: readonly (readonly [string, Hash])[]): Hash {
  return entries.reduce((sum, [key, hash]) => add(sum, hashEntry(key, hash)), ZERO);
}

function hashEntry(key: string, { high, low }: Hash): Hash {
  const hasher = new Hasher();
  hasher.text(key);
  hasher.word(high);
  hasher.word(low);
  return hasher.digest();
}

function add(a: Hash, b: Hash): Hash {
  return { high: (a.high + b.high) >>> 0, low: (a.low + b.low) >>> 0 };
}

const remembered = new WeakMap<object, Hash>();

/** The hash of a JSON value; the order of an object's keys does not count, nor does a key whose value is undefined. */
export function hashJson(value: unknown): Hash {
  if (typeof value !== "object" || value === null) return scalarHash(value);
  const known = remembered.get(value);
  if (known !== undefined) return known;
  const hash = Array.isArray(value) ? hashArray(value) : hashObject(value);
  remembered.set(value, hash);
  return hash;
}

function scalarHash(value: unknown): Hash {
  const hasher = new Hasher();
  hasher.text(typeof value);
  hasher.text(String(value));
  return hasher.digest();
}

function hashArray(items: readonly unknown[]): Hash {
  const hasher = new Hasher();
  hasher.text("array");
  for (const item of items) hasher.hash(hashJson(item));
  return hasher.digest();
}

function hashObject(object: object): Hash {
  const fields = Object.entries(object).filter(([, value]) => value !== undefined);
  const hasher = new Hasher();
  hasher.text("object");
  hasher.hash(hashEntries(fields.map(([key, value]) => [key, hashJson(value)])));
  return hasher.digest();
}

/** Two lanes of MurmurHash3's mixing steps, with different constants. */
class Hasher {
  #high = 0x9747b28c;
  #low = 0x85ebca77;

  text(text: string): void {
    this.word(text.length);
    for (let at = 0; at < text.length; at++) this.word(text.charCodeAt(at));
  }

  hash({ high, low }: Hash): void {
    this.word(high);
    this.word(low);
  }

  word(word: number): void {
    this.#high = Math.imul(rotate(this.#high ^ Math.imul(word, 0xcc9e2d51), 13), 5) + 0xe6546b64;
    this.#low = Math.imul(rotate(this.#low ^ Math.imul(word, 0x1b873593), 17), 9) + 0x52dce729;
  }

  digest(): Hash {
    return { high: finalised(this.#high ^ (this.#low >>> 7)), low: finalised(this.#low ^ (this.#high >>> 11)) };
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function finalised(word: number): number {
  let hash = word ^ (word >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
