import { type Hash, hashJson } from "@kubetick/core/pieces";
import { ByHash } from "./by-hash.ts";

/** Makes equal values one: what is looked for by identity is then found wherever it came from. */
export class Canonical {
  readonly #known = new ByHash<object>();

  of(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const hash: Hash = hashJson(value);
    return this.#known.get(hash) ?? this.#known.add(hash, value);
  }

  clear(): void {
    this.#known.clear();
  }
}
