import type { Hash } from "@kubetick/core/pieces";
import { hashText } from "../../world/mix.ts";
import type { Owed } from "../judge.ts";
import type { NumberList } from "../numbers.ts";
import { Visited } from "../visited.ts";

/**
 * The moments of runs that have been played: each state, with each list of what a run may owe there. What a run owes that comes
 * to a known state may be more than what those before it have owed.
 */
export class Moments {
  readonly #moments: Visited;
  /** Of each moment. */
  readonly #owed: Owed[];
  /** The keys of the states; where nothing is ever owed, those of the moments. */
  readonly #states: Visited;

  constructor(isOwing: boolean, saved?: MomentsJson) {
    this.#moments = Visited.from(saved?.keys ?? []);
    this.#owed = [...(saved?.owed ?? [])];
    this.#states = isOwing ? Visited.from(saved?.states ?? []) : this.#moments;
  }

  /** How many different states there are. */
  get states(): number {
    return this.#states.count;
  }

  /** The number of the moment if it is known; otherwise -1, and it is given the next number. */
  add(key: Hash, owed: Owed): number {
    const { high, low } = owing(key, owed);
    const known = this.#moments.add(high, low);
    if (known >= 0 || this.#states === this.#moments) return known;
    this.#owed.push(owed);
    this.#states.add(key.high, key.low);
    return known;
  }

  /** What a run owes at a moment. */
  owed(moment: number): Owed {
    return this.#owed[moment] ?? [];
  }

  toJSON(): MomentsJson {
    const keys = this.#moments.numbers();
    return this.#states === this.#moments ? { keys } : { keys, owed: this.#owed, states: this.#states.numbers() };
  }
}

export interface MomentsJson {
  readonly keys: NumberList;
  readonly owed?: readonly Owed[];
  readonly states?: NumberList;
}

/** The key of a state in which a run owes something is another one. */
function owing({ high, low }: Hash, owed: Owed): Hash {
  if (owed.length === 0) return { high, low };
  const what = hashText(owed.join());
  return { high: (high + what.high) | 0, low: (low + what.low) | 0 };
}
