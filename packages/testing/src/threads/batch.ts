import type { Expansion, Step } from "../explore/expander.ts";

/** The steps from some states, in a form that threads pass on quickly. */
export interface Batch {
  /** How many states it is about. */
  readonly states: number;
  /** The state, how many steps, the list of who could take one (-1: those who take the steps), and then each step in five words. */
  readonly words: Int32Array;
  /** What steps break, in their order. */
  readonly broken: readonly NonNullable<Step["broken"]>[];
  /** The names of takers that come up for the first time, and the lists of them. */
  readonly takers: readonly string[];
  readonly ableLists: readonly (readonly string[])[];
  /** What is still to be seen of what should be seen sometimes. */
  readonly unseen: readonly string[];
}

const DEPARTS = 1;
const AT_REST = 2;
const BREAKS = 4;

/** Writes batches. Names are sent once. */
export class BatchWriter {
  readonly #takers = new Map<string, number>();
  readonly #ableLists = new Map<string, number>();
  #states = 0;
  #words: number[] = [];
  #broken: NonNullable<Step["broken"]>[] = [];
  #newTakers: string[] = [];
  #newLists: (readonly string[])[] = [];

  get states(): number {
    return this.#states;
  }

  add(state: number, { steps, able }: Expansion): void {
    this.#states++;
    this.#words.push(state, steps.length, able === undefined ? -1 : this.#listOf(able));
    for (const step of steps) {
      const flags =
        (step.departs ? DEPARTS : 0) | (step.atRest ? AT_REST : 0) | (step.broken === undefined ? 0 : BREAKS);
      this.#words.push(step.place, this.#takerOf(step.taker), flags, step.high | 0, step.low | 0);
      if (step.broken !== undefined) this.#broken.push(step.broken);
    }
  }

  /** All since the last one. */
  take(unseen: readonly string[]): Batch {
    const batch = {
      states: this.#states,
      words: Int32Array.from(this.#words),
      broken: this.#broken,
      takers: this.#newTakers,
      ableLists: this.#newLists,
      unseen,
    };
    this.#states = 0;
    this.#words = [];
    this.#broken = [];
    this.#newTakers = [];
    this.#newLists = [];
    return batch;
  }

  #takerOf(taker: string): number {
    return numbered(this.#takers, taker, () => this.#newTakers.push(taker));
  }

  #listOf(able: readonly string[]): number {
    return numbered(this.#ableLists, able.join("\n"), () => this.#newLists.push(able));
  }
}

/** Reads the batches of one writer, in their order. */
export class BatchReader {
  readonly #takers: string[] = [];
  readonly #ableLists: (readonly string[])[] = [];

  *read({ states, words, broken, takers, ableLists }: Batch): Generator<readonly [state: number, Expansion]> {
    this.#takers.push(...takers);
    this.#ableLists.push(...ableLists);
    let at = 0;
    let brokenAt = 0;
    const next = () => words[at++] as number;
    for (let count = 0; count < states; count++) {
      const [state, length, list] = [next(), next(), next()];
      const steps: Step[] = [];
      for (let step = 0; step < length; step++) {
        const [place, taker, flags, high, low] = [next(), next(), next(), next() >>> 0, next() >>> 0];
        const known = {
          place,
          taker: this.#takers[taker] as string,
          departs: (flags & DEPARTS) !== 0,
          high,
          low,
          atRest: (flags & AT_REST) !== 0,
        };
        const what = (flags & BREAKS) === 0 ? undefined : broken[brokenAt++];
        steps.push(what === undefined ? known : { ...known, broken: what });
      }
      const able = list < 0 ? undefined : this.#ableLists[list];
      yield [state, able === undefined ? { steps } : { steps, able }];
    }
  }
}

function numbered(numbers: Map<string, number>, name: string, add: () => void): number {
  let number = numbers.get(name);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(name, number);
    add();
  }
  return number;
}
