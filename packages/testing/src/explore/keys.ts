import type { Hash } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import type { Part, World } from "../world/index.ts";
import { Slots } from "./slots.ts";
import { Symmetry } from "./symmetry.ts";

/**
 * What worlds are told apart by: a hash of all that counts of them, the same in every process. Worlds that differ only in
 * which of several interchangeable nodes is which have the same.
 */
export class Keys {
  readonly #symmetry: Symmetry | undefined;
  readonly #slots: Slots;

  /** `nodes`: those of which it makes no difference which is which. */
  constructor(run: Run, nodes: readonly string[]) {
    this.#slots = new Slots(run);
    if (nodes.length > 1) this.#symmetry = new Symmetry(run, nodes);
  }

  /** Forgets what it has found out, but about these parts. */
  retain(parts: Iterable<Part>): void {
    this.#symmetry?.retain(Array.from(parts, ({ id }) => id));
  }

  of(world: World): Hash {
    return this.#symmetry === undefined ? this.#slots.hash(world, ({ hash }) => hash) : this.#symmetry.key(world);
  }
}
