import type { Hash } from "@kubetick/core/pieces";
import { ByHash } from "./by-hash.ts";

/**
 * A part of a world: a table, a component, what the faults have left behind. Equal parts are the same part, so worlds are
 * compared by their parts' numbers, and what is made of parts is remembered under them.
 */
export class Part<T = unknown> {
  readonly id: number;
  readonly value: T;
  /** Of what counts of the value; the same wherever and whenever it is computed. */
  readonly hash: Hash;
  /** Most parts are come by once, and nothing is ever computed from them. */
  #memo: Map<number | string, unknown> | undefined;

  constructor(id: number, value: T, hash: Hash) {
    this.id = id;
    this.value = value;
    this.hash = hash;
  }

  /** What has been computed from the part. */
  get memo(): Map<number | string, unknown> {
    this.#memo ??= new Map();
    return this.#memo;
  }

  forget(): void {
    this.#memo = undefined;
  }
}

/** Makes equal values the same part. Values are told apart by a hash of 64 bits of what counts of them. */
export class Parts {
  readonly #known = new Map<string, ByHash<Part>>();
  readonly #all = new Map<number, Part>();
  #next = 0;

  /** How many there are. */
  get count(): number {
    return this.#all.size;
  }

  get all(): Iterable<Part> {
    return this.#all.values();
  }

  /** A part that is not forgotten. */
  byId(id: number): Part {
    return this.#all.get(id) as Part;
  }

  /** Forgets all but these, and what has been computed from any; the number of a part is never that of another one. */
  retain(kept: ReadonlySet<Part>): void {
    for (const parts of this.#known.values()) parts.retain((part) => kept.has(part));
    for (const [id, part] of this.#all) if (!kept.has(part)) this.#all.delete(id);
    for (const part of kept) part.forget();
  }

  /** The part of this kind with this hash; `value` is taken only if there is none yet. */
  of<T>(kind: string, hash: Hash, value: T): Part<T> {
    let ofKind = this.#known.get(kind);
    if (ofKind === undefined) {
      ofKind = new ByHash();
      this.#known.set(kind, ofKind);
    }
    const known = ofKind.get(hash);
    if (known !== undefined) return known as Part<T>;
    const part = new Part(this.#next++, value, hash);
    this.#all.set(part.id, part);
    ofKind.add(hash, part);
    return part;
  }
}
