import type { Run } from "../model/index.ts";
import type { World } from "../world/index.ts";
import { Keys } from "./keys.ts";
import { type Unrest, unrestFrom } from "./unrest.ts";
import { Visited } from "./visited.ts";

/**
 * Looks ahead, beyond what a search has come to: does a run come to rest that is left alone? Where it goes by default it most
 * often does, or goes round in a circle, which is for the search to find; it is remembered which worlds are met on the way.
 */
export class Outlook {
  readonly #run: Run;
  readonly #within: number;
  readonly #keys: Keys;
  readonly #known = new Visited();

  /** `within`: in how many steps it is to come to rest. */
  constructor(run: Run, within: number) {
    this.#run = run;
    this.#within = within;
    this.#keys = new Keys(run, []);
  }

  /** What is wrong where it does not come to rest. */
  from(start: World): Unrest | undefined {
    let world = start;
    for (let step = 0; step < this.#within; step++) {
      const { high, low } = this.#keys.of(world);
      if (this.#known.add(high, low) >= 0) return undefined;
      const next = this.#run.play.next(world);
      if (next === undefined) return undefined;
      world = this.#run.step(world, next);
    }
    return unrestFrom(this.#run, start, this.#within);
  }
}
