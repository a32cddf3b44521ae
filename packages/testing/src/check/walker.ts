import { endlessFault, starved } from "../explore/endless.ts";
import { COMES_TO_REST, type Counterexample } from "../explore/index.ts";
import type { Broken, Judge, Owed } from "../explore/judge.ts";
import { takerOf } from "../explore/takers.ts";
import { unrestFrom, unresting } from "../explore/unrest.ts";
import { always, type Invariant } from "../invariants/index.ts";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";

/** A run that has been played; `loop` and `alone` are those of a counterexample. */
export interface Walk extends Pick<Counterexample, "choices" | "loop" | "alone"> {
  readonly broken: Broken | undefined;
  readonly end: World;
}

/** By default a late informer hears of nothing while anybody has anything to do; but for no more steps than these. */
const PATIENCE = 300;

const ENDLESS: Invariant = always(COMES_TO_REST, () => true);

/** A world that a run has come to, and after how many steps. */
interface Met {
  readonly steps: number;
  readonly world: World;
}

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

  /** As `settled`; what is not at rest after so many more steps never comes to rest. */
  settledWithin(within: number, see: (world: World) => void = () => {}): Walk {
    const [from, world] = [this.steps, this.#world];
    const walk = this.settled(from + within, see);
    if (walk.broken !== undefined || this.#run.play.next(this.#world) === undefined) return walk;
    const unrest = unrestFrom(this.#run, world, within);
    if (unrest === undefined) return walk;
    const { fault, choices, ...how } = unresting(COMES_TO_REST, this.#choices.slice(0, from), unrest);
    return { choices, ...how, broken: { invariant: ENDLESS, fault }, end: this.#world };
  }

  /**
   * Goes on as it does by default, until the cluster is at rest, something is wrong, or there have been so many steps. What
   * happens by default depends on the world alone: where one comes again, so does all that follows, for ever; unless somebody
   * has waited for a turn all the while, who has it then.
   */
  settled(longest: number, see: (world: World) => void = () => {}): Walk {
    const met = new Map<string, Met>();
    while (this.#broken === undefined && this.steps < longest) {
      const before = met.get(this.#world.name);
      const overdue = before !== undefined || met.size > PATIENCE ? this.#overdue(before) : undefined;
      if (before !== undefined && overdue === undefined) return this.#roundFrom(before);
      if (overdue !== undefined) met.clear();
      met.set(this.#world.name, { steps: this.steps, world: this.#world });
      const choice = overdue ?? this.#run.play.next(this.#world);
      if (choice === undefined) break;
      this.take(choice);
      see(this.#world);
    }
    return this.ended();
  }

  /**
   * A late informer hears of what it has missed, and a second leader steps down, however much others have to do. Where it has gone
   * round since `before`, it is also the turn of those that had none.
   */
  #overdue(before: Met | undefined): Choice | undefined {
    const choices = this.#run.choices(this.#world);
    const late = choices.find((choice) => choice.do === "hear" || choice.do === "stepDown");
    if (late !== undefined || before === undefined) return late;
    const [first] = starved(this.#run, before.world, this.#choices.slice(before.steps));
    return first === undefined ? undefined : choices.find((choice) => takerOf(choice) === first);
  }

  /** The run as it is if it ends here: also what should have followed, or ended, and has not, is broken then. */
  ended(): Walk {
    return { choices: this.#choices, broken: this.#broken ?? this.#unmet(), end: this.#world };
  }

  /** The run as it is if it goes on for ever as it has since then. */
  #roundFrom({ steps, world }: Met): Walk {
    const fault = endlessFault(this.#run, world, this.#choices.slice(steps));
    const [choices, loop] = [this.#choices.slice(0, steps), this.#choices.slice(steps)];
    return { choices, loop, broken: this.#broken ?? { invariant: ENDLESS, fault }, end: this.#world };
  }

  #unmet(): Broken | undefined {
    return this.#run.play.next(this.#world) === undefined ? this.#judge.unmet(this.#owed) : undefined;
  }
}
