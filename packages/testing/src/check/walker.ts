import { COMES_TO_REST } from "../explore/index.ts";
import type { Broken, Judge } from "../explore/judge.ts";
import { always, type Invariant } from "../invariants/index.ts";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";

/** A run that has been played. */
export interface Walk {
  readonly choices: readonly Choice[];
  readonly broken: Broken | undefined;
  readonly end: World;
}

/** More steps than any run needs to come to rest. */
export const LONGEST = 5_000;

const ENDLESS: Invariant = always(COMES_TO_REST, () => true);

/** Plays one run step by step, and asks at each what is broken. */
export class Walker {
  readonly #run: Run;
  readonly #judge: Judge;
  readonly #choices: Choice[] = [];
  readonly #open = new Set<Invariant>();
  #world: World;
  #broken: Broken | undefined;

  constructor(run: Run, judge: Judge) {
    this.#run = run;
    this.#judge = judge;
    this.#world = run.start;
    this.#broken = judge.broken(run.start, undefined);
    this.#oblige();
  }

  get world(): World {
    return this.#world;
  }

  /** What the steps so far have broken. */
  get broken(): Broken | undefined {
    return this.#broken;
  }

  get steps(): number {
    return this.#choices.length;
  }

  take(choice: Choice): void {
    const before = this.#world;
    this.#world = this.#run.step(before, choice);
    this.#choices.push(choice);
    this.#broken ??= this.#judge.broken(this.#world, before);
    this.#oblige();
  }

  /** Notes what should follow from the world as it is, and what has come. */
  #oblige(): void {
    for (const invariant of this.#judge.leadsTo) {
      const { begins, met } = this.#judge.obligation(invariant, this.#world);
      if (met) this.#open.delete(invariant);
      else if (begins) this.#open.add(invariant);
    }
  }

  /** The run as it is if it ends here: also what should have followed, or ended, and has not, is broken then. */
  ended(): Walk {
    return { choices: this.#choices, broken: this.#broken ?? this.#unmet(), end: this.#world };
  }

  #unmet(): Broken | undefined {
    const [unmet] = this.#open;
    if (this.#run.play.next(this.#world) !== undefined)
      return this.steps < LONGEST
        ? undefined
        : { invariant: ENDLESS, fault: `it is not at rest after ${this.steps} steps` };
    return unmet && { invariant: unmet, fault: "it never comes to what should follow" };
  }
}
