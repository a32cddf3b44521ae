import { COMES_TO_REST } from "../explore/index.ts";
import type { Broken, Judge } from "../explore/judge.ts";
import { always, type Invariant } from "../invariants/index.ts";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";

/** Where a run departs from what happens by default: after so many steps something else happens, the so-manieth that could. */
export interface Departure {
  readonly after: number;
  readonly pick: number;
}

export interface Walk {
  readonly choices: readonly Choice[];
  readonly broken: Broken | undefined;
  readonly end: World;
}

/** More steps than any run needs to come to rest. */
const LONGEST = 5_000;

const ENDLESS: Invariant = always(COMES_TO_REST, () => true);

/** Plays a run to its end: the departures, and then what happens by default, until the cluster is at rest or something is wrong. */
export function walk(run: Run, judge: Judge, departures: readonly Departure[]): Walk {
  const walker = new Walker(run, judge);
  for (const { after, pick } of departures) {
    for (let step = 0; step < after && walker.goOn(); step++);
    if (!walker.depart(pick)) break;
  }
  for (let step = 0; step < LONGEST; step++) if (!walker.goOn()) return walker.ended();
  return { ...walker.ended(), broken: { invariant: ENDLESS, fault: `it is not at rest after ${LONGEST} steps` } };
}

class Walker {
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
  }

  /** The step that happens by default; false if there is none, or something is wrong. */
  goOn(): boolean {
    const [first] = this.#run.play.ownChoices(this.#world);
    return first !== undefined && this.#take(first);
  }

  /** Another step. */
  depart(pick: number): boolean {
    const choices = this.#run.choices(this.#world);
    return choices.length > 0 && this.#take(choices[pick % choices.length] as Choice);
  }

  ended(): Walk {
    const [unmet] = this.#open;
    const broken = this.#broken ?? (unmet && { invariant: unmet, fault: "it never comes to what should follow" });
    return { choices: this.#choices, broken, end: this.#world };
  }

  #take(choice: Choice): boolean {
    if (this.#broken !== undefined) return false;
    const before = this.#world;
    this.#world = this.#run.step(before, choice);
    this.#choices.push(choice);
    this.#broken = this.#judge.broken(this.#world, before);
    for (const invariant of this.#judge.leadsTo) {
      const { begins, met } = this.#judge.obligation(invariant, this.#world);
      if (met) this.#open.delete(invariant);
      else if (begins) this.#open.add(invariant);
    }
    return this.#broken === undefined;
  }
}
