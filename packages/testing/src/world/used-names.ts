import { entries, type Json, type KubeObject, type Tree, type WatchEvent } from "@kubetick/core";
import { type Table, values } from "@kubetick/core/pieces";
import { type Names, tokensOf } from "./names.ts";
import type { Part } from "./part.ts";
import { isTreeRead, type Read, readsInOrder } from "./reads.ts";
import type { ComponentValue, LateInformers } from "./values.ts";
import type { World } from "./world.ts";

type Tokens = ReadonlySet<string>;

/** Which generated names and uids occur anywhere in a world: in a table, a queue, a memory, a request under way. */
export class UsedNames {
  readonly #names: Names;
  readonly #ofParts = new WeakMap<Part, readonly Tokens[]>();
  readonly #ofValues = new WeakMap<object, Tokens>();

  constructor(names: Names) {
    this.#names = names;
  }

  has(world: World, name: string): boolean {
    for (const part of world.parts) for (const tokens of this.#tokens(part)) if (tokens.has(name)) return true;
    return false;
  }

  #tokens(part: Part): readonly Tokens[] {
    let tokens = this.#ofParts.get(part);
    if (tokens === undefined) {
      tokens = contentsOf(part.value)
        .map((value) => this.#ofValue(value))
        .filter(({ size }) => size > 0);
      this.#ofParts.set(part, tokens);
    }
    return tokens;
  }

  #ofValue(value: unknown): Tokens {
    if (typeof value !== "object" || value === null) return this.#scan(value);
    let tokens = this.#ofValues.get(value);
    if (tokens === undefined) {
      tokens = this.#scan(value);
      this.#ofValues.set(value, tokens);
    }
    return tokens;
  }

  #scan(value: unknown): Tokens {
    return new Set(tokensOf(JSON.stringify(value) ?? "").filter((token) => this.#names.birthOf(token) !== undefined));
  }
}

function contentsOf(value: unknown): readonly unknown[] {
  const { objects } = value as Partial<Table>;
  if (objects !== undefined) return objectsOf(value as Table);
  const { state, reads } = value as Partial<ComponentValue>;
  if (state !== undefined) {
    const memory = Array.from(entries(state.memory), ([key, item]): Json => [key, item]);
    const keys = [...entries(state.queue), ...entries(state.timers.names), ...entries(state.failures)].map(
      ([key]) => key,
    );
    return [
      ...memory,
      ...keys,
      ...(state.sync === null ? [] : [state.sync.key, state.sync.pending, ...readsInOrder(reads).flatMap(readIn)]),
    ];
  }
  const late = Object.values(value as LateInformers).filter((one) => typeof one === "object" && "missed" in one);
  return late.flatMap(({ table, missed }) => [...objectsOf(table), ...missed.map(({ object }: WatchEvent) => object)]);
}

/** What a read has found, in pieces that others have found, too. */
function readIn(read: Read): readonly unknown[] {
  if (isTreeRead(read)) return values(read.found as Tree<unknown>);
  return Array.isArray(read.found) ? read.found : [read.what, read.found];
}

function objectsOf({ objects }: Table): readonly KubeObject[] {
  return Array.from(entries(objects), ([, object]) => object);
}
