import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";

/** After so many the world counts as a state, in case they never end. */
const MOST = 200;

/** A step, and the world to which it leads. */
export interface Taken {
  readonly choice: Choice;
  readonly world: World;
}

/**
 * Steps with what follows them at once: components that do at once what they have to do (see `Model.interleave`) do it before
 * anybody else can do anything, so that the worlds in between are judged, but are no states. Where something is to lead to
 * something (`leadsTo`) they are, as it may be there that it begins or is met.
 */
export class PromptSteps {
  readonly #run: Run;
  readonly #areStates: boolean;

  /** `areStates`: nothing follows at once, but each step leads to a state. */
  constructor(run: Run, areStates: boolean) {
    this.#run = run;
    this.#areStates = areStates;
  }

  /** The world after a step and all that follows it. */
  after(world: World, choice: Choice): World {
    let last = this.#run.step(world, choice);
    for (const taken of this.following(last)) last = taken.world;
    return last;
  }

  /** What follows at once, one step after another. */
  *following(from: World): Generator<Taken> {
    if (this.#areStates) return;
    let world = from;
    let choice = this.#run.play.promptChoice(world);
    for (let count = 0; choice !== undefined && count < MOST; count++) {
      world = this.#run.step(world, choice);
      yield { choice, world };
      choice = this.#run.play.promptChoice(world);
    }
  }
}
