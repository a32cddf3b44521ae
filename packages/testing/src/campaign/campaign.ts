import { hashJson } from "@kubetick/core/pieces";
import type { Model } from "../model/index.ts";
import { plainModel } from "../replay/index.ts";
import type { Failure, Unit, UnitResult } from "./unit.ts";

/** What a campaign is: from it follows each of its units. Plain JSON. */
export interface Plan {
  readonly format: 1;
  /** The model's name. */
  readonly model: string;
  /** A hash of what of the model is data: another model is another campaign. */
  readonly modelHash: number;
  readonly seed: number;
  /** How many runs a unit has. */
  readonly runs: number;
  readonly departures: number;
  readonly gap: number;
}

/** What is kept of a unit that is done: its result, with those shapes only that are new to the campaign. */
export type Entry = UnitResult;

/** Failures with the same shape of story. */
export interface Folded {
  /** How many units have come to it. */
  readonly count: number;
  /** The shortest. */
  readonly failure: Failure;
}

export interface Totals {
  readonly units: number;
  readonly runs: number;
  readonly steps: number;
  /** Units that came to a failure. */
  readonly failed: number;
  /** How many different shapes of worlds have been seen. */
  readonly shapes: number;
}

/** A unit takes seconds, so that little is lost with one that is interrupted. */
const RUNS = 20;

export function planOf(
  model: Model,
  seed: number,
  options: Partial<Pick<Plan, "runs" | "departures" | "gap">> = {},
): Plan {
  const modelHash = hashJson(JSON.parse(JSON.stringify(plainModel(model)))).low;
  return { format: 1, model: model.name, modelHash, seed, runs: RUNS, departures: 20, gap: 30, ...options };
}

/**
 * Which units of a plan are done, and what has come of them; which is next. Gives out no unit twice that is done or under way:
 * made again from a plan and the entries that have been kept, it goes on where it was.
 */
export class Campaign {
  readonly plan: Plan;
  readonly #done = new Set<number>();
  readonly #shapes = new Set<number>();
  readonly #folded = new Map<string, Folded>();
  #next = 0;
  #totals = { units: 0, runs: 0, steps: 0, failed: 0 };

  constructor(plan: Plan, entries: Iterable<Entry> = []) {
    this.plan = plan;
    for (const entry of entries) this.add(entry);
  }

  get totals(): Totals {
    return { ...this.#totals, shapes: this.#shapes.size };
  }

  /** What has been found, in the order in which it was found. */
  get failures(): readonly Folded[] {
    return [...this.#folded.values()];
  }

  /** The next unit to do; undefined where none is left of the first so many. */
  next(units = Number.POSITIVE_INFINITY): Unit | undefined {
    while (this.#done.has(this.#next)) this.#next++;
    if (this.#next >= units) return undefined;
    const unit = this.#next++;
    const { model, seed, runs, departures, gap } = this.plan;
    return { unit, model, seed: hashJson([seed, unit]).low | 0, runs, departures, gap };
  }

  /** What is to be kept of a result before it is added and told of. */
  entryOf({ firsts, ...result }: UnitResult): Entry {
    const isNew = (shape: number) => !this.#shapes.has(shape);
    const fresh = firsts.map(({ departures, shapes }) => ({ departures, shapes: shapes.filter(isNew) }));
    return { ...result, firsts: fresh.filter(({ shapes }) => shapes.length > 0) };
  }

  /** Adds what was kept. Returns what its failure is folded into, if it has one. One unit counts once. */
  add({ unit, runs, steps, failure, firsts }: Entry): Folded | undefined {
    if (this.#done.has(unit)) return undefined;
    this.#done.add(unit);
    for (const { shapes } of firsts) for (const shape of shapes) this.#shapes.add(shape);
    const { units, failed, ...before } = this.#totals;
    this.#totals = {
      units: units + 1,
      runs: before.runs + runs,
      steps: before.steps + steps,
      failed: failure === undefined ? failed : failed + 1,
    };
    return failure && this.#fold(failure);
  }

  #fold(failure: Failure): Folded {
    const { count, failure: shortest } = this.#folded.get(failure.fold) ?? { count: 0, failure };
    const folded = { count: count + 1, failure: failure.steps < shortest.steps ? failure : shortest };
    this.#folded.set(failure.fold, folded);
    return folded;
  }
}
