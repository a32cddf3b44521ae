import type { Hash } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import { FIRST_COMPONENT, type Part, type World } from "../world/index.ts";
import { hashText, NO_HASH } from "../world/mix.ts";

/**
 * Parts are told apart by what they are of: in which order tables came up, and whether an empty one has, hangs on where
 * one has been before.
 */
export class Slots {
  readonly #run: Run;
  readonly #weights: Hash[] = [];
  readonly #tablesFrom: number;

  constructor(run: Run) {
    this.#run = run;
    this.#tablesFrom = FIRST_COMPONENT + run.system.components.length;
  }

  hash({ parts }: World, hashOf: (part: Part, slot: number) => Hash): Hash {
    let high = 0;
    let low = 0;
    for (let slot = 0; slot < parts.length; slot++) {
      const part = parts[slot] as Part;
      if (slot >= this.#tablesFrom && isEmpty(part)) continue;
      const hash = hashOf(part, slot);
      const weight = this.#weights[slot] ?? this.#weigh(slot);
      high = (high + Math.imul(hash.high, weight.high)) | 0;
      low = (low + Math.imul(hash.low, weight.low)) | 0;
    }
    return { high: high >>> 0, low: low >>> 0 };
  }

  #weigh(slot: number): Hash {
    const { high, low } = hashText(this.#nameOf(slot));
    const weight = { high: high | 1, low: low | 1 };
    this.#weights[slot] = weight;
    return weight;
  }

  #nameOf(slot: number): string {
    const { resources, components } = this.#run.system;
    if (slot < FIRST_COMPONENT) return `${slot}`;
    if (slot < this.#tablesFrom) return `component ${components[slot - FIRST_COMPONENT]?.name}`;
    return `table ${resources[slot - this.#tablesFrom]}`;
  }
}

function isEmpty({ hash }: Part): boolean {
  return hash.high === NO_HASH.high && hash.low === NO_HASH.low;
}
