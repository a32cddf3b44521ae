import { entries, type KubeObject, type Tree, type WatchEvent } from "@kubetick/core";
import { type Table, values } from "@kubetick/core/pieces";
import { type Names, tokensOf } from "./names.ts";
import type { Part } from "./part.ts";
import { isTreeRead, type Read, type Reads } from "./reads.ts";
import type { ComponentValue, LateInformers } from "./values.ts";
import type { World } from "./world.ts";

type Tokens = ReadonlySet<string>;

const NONE: Tokens = new Set();

/** Which generated names and uids occur anywhere in a world: in a table, a queue, a memory, a request under way. */
export class UsedNames {
  readonly #names: Names;
  readonly #ofParts = new WeakMap<Part, Tokens>();
  readonly #ofValues = new WeakMap<object, Tokens>();
  readonly #ofTexts = new Map<string, Tokens>();
  readonly #ofReads = new WeakMap<Read, Tokens>();

  constructor(names: Names) {
    this.#names = names;
  }

  has(world: World, name: string): boolean {
    for (const part of world.parts) if (this.#tokens(part).has(name)) return true;
    return false;
  }

  #tokens(part: Part): Tokens {
    let tokens = this.#ofParts.get(part);
    if (tokens === undefined) {
      tokens = this.#inPart(part.value);
      this.#ofParts.set(part, tokens);
    }
    return tokens;
  }

  #inPart(value: unknown): Tokens {
    const { objects } = value as Partial<Table>;
    if (objects !== undefined) return this.#inTree(objects);
    if ((value as Partial<ComponentValue>).state !== undefined) return this.#inComponent(value as ComponentValue);
    const late = Object.values(value as LateInformers).filter((one) => typeof one === "object" && "missed" in one);
    const missed = late.flatMap((one) => one.missed.map(({ object }: WatchEvent) => object));
    const tables = late.map(({ table }) => this.#inTree(table.objects));
    return union(tables, this.#inAll(missed));
  }

  #inComponent({ state, reads }: ComponentValue): Tokens {
    const { memory, queue, timers, failures, sync } = state;
    const found: Tokens[] = [this.#inReads(reads)];
    for (const [key, item] of entries(memory)) found.push(this.#ofText(key), this.#ofValue(item));
    for (const keys of [queue, timers.names, failures])
      for (const [key] of entries<unknown>(keys)) found.push(this.#ofText(key));
    if (sync !== null) found.push(this.#ofText(sync.key), this.#ofValue(sync.pending));
    return union(found);
  }

  /** A sync goes on from what it has read before: only what is new need be looked at. */
  #inReads(reads: Reads): Tokens {
    const fresh: Read[] = [];
    let read = reads;
    let tokens: Tokens | undefined;
    for (; read !== undefined && tokens === undefined; ) {
      tokens = this.#ofReads.get(read);
      if (tokens !== undefined) break;
      fresh.push(read);
      read = read.before;
    }
    tokens ??= NONE;
    for (const one of fresh.reverse()) {
      tokens = union([tokens, ...this.#inRead(one)]);
      this.#ofReads.set(one, tokens);
    }
    return tokens;
  }

  /** What a read has found, in pieces that others have found, too. */
  #inRead(read: Read): readonly Tokens[] {
    if (isTreeRead(read)) return [this.#inTree(read.found as Tree<KubeObject>)];
    return Array.isArray(read.found) ? this.#inAll(read.found) : [this.#ofText(read.what), this.#ofValue(read.found)];
  }

  #inTree(tree: Tree<KubeObject>): Tokens {
    let tokens = this.#ofValues.get(tree);
    if (tokens === undefined) {
      tokens = union(this.#inAll(values(tree)));
      this.#ofValues.set(tree, tokens);
    }
    return tokens;
  }

  #inAll(list: readonly unknown[]): readonly Tokens[] {
    return list.map((value) => this.#ofValue(value));
  }

  #ofValue(value: unknown): Tokens {
    if (typeof value !== "object" || value === null) return this.#ofText(JSON.stringify(value) ?? "");
    let tokens = this.#ofValues.get(value);
    if (tokens === undefined) {
      tokens = this.#scan(JSON.stringify(value));
      this.#ofValues.set(value, tokens);
    }
    return tokens;
  }

  #ofText(text: string): Tokens {
    let tokens = this.#ofTexts.get(text);
    if (tokens === undefined) {
      tokens = this.#scan(text);
      this.#ofTexts.set(text, tokens);
    }
    return tokens;
  }

  #scan(text: string): Tokens {
    const found = tokensOf(text).filter((token) => this.#names.birthOf(token) !== undefined);
    return found.length === 0 ? NONE : new Set(found);
  }
}

/** All of several sets: one of them, if it has all that is in the others. */
function union(sets: readonly Tokens[], more: readonly Tokens[] = []): Tokens {
  let all: Tokens = NONE;
  let own: Set<string> | undefined;
  for (const set of [...sets, ...more]) {
    if (all.size === 0) {
      all = set;
      continue;
    }
    for (const token of set) {
      if (all.has(token)) continue;
      own ??= new Set(all);
      all = own;
      own.add(token);
    }
  }
  return all;
}
