import type { Run } from "../model/index.ts";
import type { World } from "../world/index.ts";
import { Keys } from "./keys.ts";
import { unrestFrom } from "./unrest.ts";
import { Visited } from "./visited.ts";

/**
 * Looks ahead, beyond what a search has come to: does a run come to rest that is left alone? Where it goes by default it most
 * often does, or goes round in a circle, which is for the search to find; of the worlds that are met on the way it is remembered.
 */
export class Outlook {
  readonly #run: Run;
  readonly #within: number;
  readonly #keys: Keys;
  readonly #known = new Visited();
  /** Those of the known worlds from which a run goes on without end. */
  readonly #endless = new Set<number>();

  /** `within`: in how many steps it is to come to rest. */
  constructor(run: Run, within: number) {
    this.#run = run;
    this.#within = within;
    this.#keys = new Keys(run, []);
  }

  /** Whether a run goes on from a world without end. */
  isEndless(start: World): boolean {
    const first = this.#known.count;
    const isEndless = this.#goesOn(start);
    if (isEndless) for (let world = first; world < this.#known.count; world++) this.#endless.add(world);
    return isEndless;
  }

  #goesOn(start: World): boolean {
    let world = start;
    for (let step = 0; step < this.#within; step++) {
      const { high, low } = this.#keys.of(world);
      const known = this.#known.add(high, low);
      if (known >= 0) return this.#endless.has(known);
      const next = this.#run.play.next(world);
      if (next === undefined) return false;
      world = this.#run.step(world, next);
    }
    return unrestFrom(this.#run, start, this.#within) !== undefined;
  }
}
