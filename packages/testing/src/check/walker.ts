import { COMES_TO_REST } from "../explore/index.ts";
import type { Broken, Judge, Owed } from "../explore/judge.ts";
import { always, type Invariant } from "../invariants/index.ts";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";

/** A run that has been played. */
export interface Walk {
  readonly choices: readonly Choice[];
  /** The steps that repeat for ever, where that is what is wrong. */
  readonly loop?: readonly Choice[];
  readonly broken: Broken | undefined;
  readonly end: World;
}

/** More steps than any run needs to come to rest. */
export const LONGEST = 5_000;

/** By default a late informer hears of nothing while anybody has anything to do; but for no more steps than these. */
const PATIENCE = 300;

const ENDLESS: Invariant = always(COMES_TO_REST, () => true);

/** Plays one run step by step, and asks at each what is broken. */
export class Walker {
  readonly #run: Run;
  readonly #judge: Judge;
  readonly #choices: Choice[] = [];
  #world: World;
  #owed: Owed;
  #broken: Broken | undefined;

  constructor(run: Run, judge: Judge) {
    this.#run = run;
    this.#judge = judge;
    this.#world = run.start;
    this.#broken = judge.broken(run.start, undefined);
    this.#owed = judge.owed([], run.start);
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
    this.#owed = this.#judge.owed(this.#owed, this.#world);
  }

  /**
   * Goes on as it does by default, until the cluster is at rest, something is wrong, or there have been so many steps. What
   * happens by default depends on the world alone: where one comes again, so does all that follows, for ever.
   */
  settled(longest: number, see: (world: World) => void = () => {}): Walk {
    const met = new Map<string, number>();
    while (this.#broken === undefined && this.steps < longest) {
      const before = met.get(this.#world.name);
      const overdue = before !== undefined || met.size > PATIENCE ? this.#overdue() : undefined;
      if (before !== undefined && overdue === undefined) return this.#roundFrom(before);
      if (overdue !== undefined) met.clear();
      met.set(this.#world.name, this.steps);
      const choice = overdue ?? this.#run.play.next(this.#world);
      if (choice === undefined) break;
      this.take(choice);
      see(this.#world);
    }
    return this.ended();
  }

  /** A late informer hears of what it has missed, and a second leader steps down, however much others have to do. */
  #overdue(): Choice | undefined {
    return this.#run.choices(this.#world).find((choice) => choice.do === "hear" || choice.do === "stepDown");
  }

  /** The run as it is if it ends here: also what should have followed, or ended, and has not, is broken then. */
  ended(): Walk {
    return { choices: this.#choices, broken: this.#broken ?? this.#unmet(), end: this.#world };
  }

  /** The run as it is if it goes on for ever as it has since so many steps. */
  #roundFrom(steps: number): Walk {
    const fault = "it goes on for ever and never comes to rest";
    const [choices, loop] = [this.#choices.slice(0, steps), this.#choices.slice(steps)];
    return { choices, loop, broken: this.#broken ?? { invariant: ENDLESS, fault }, end: this.#world };
  }

  #unmet(): Broken | undefined {
    if (this.#run.play.next(this.#world) !== undefined)
      return this.steps < LONGEST
        ? undefined
        : { invariant: ENDLESS, fault: `it is not at rest after ${this.steps} steps` };
    return this.#judge.unmet(this.#owed);
  }
}
