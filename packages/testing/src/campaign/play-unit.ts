import { CheckFailedError, checkRandomly } from "../check/index.ts";
import type { Departure } from "../check/random-run.ts";
import { type Model, Run } from "../model/index.ts";
import type { World } from "../world/index.ts";
import { foldOf } from "./fold.ts";
import { Shapes } from "./shapes.ts";
import type { Failure, First, Unit, UnitResult } from "./unit.ts";

/** A run remembers what it has met, which makes the next one faster; at so many parts of worlds it begins afresh. */
const MOST_PARTS = 50_000;

/** Does the units of a model one after another. What one comes to does not depend on those before. */
export class UnitPlayer {
  readonly #model: Model;
  #run: Run;

  constructor(model: Model) {
    this.#model = model;
    this.#run = new Run(model);
  }

  /** @throws RangeError if the unit is of another model */
  play({ unit, model, ...options }: Unit): UnitResult {
    if (model !== this.#model.name)
      throw new RangeError(`unit ${unit} is of the model "${model}", and this is "${this.#model.name}"`);
    if (this.#run.system.parts.count > MOST_PARTS) this.#run = new Run(this.#model);
    const firsts = new Firsts(this.#run);
    const { runs, steps, counterexample } = checkRandomly(this.#run, { by: "random", ...options }, (departures) =>
      firsts.watch(departures),
    );
    const failure = counterexample === undefined ? {} : { failure: failureOf(this.#run, counterexample) };
    return { unit, runs, steps, ...failure, firsts: firsts.found };
  }
}

function failureOf(run: Run, counterexample: CheckFailedError["counterexample"]): Failure {
  const { invariant, fault, story, token, regressionTest } = new CheckFailedError(run, counterexample);
  const { choices } = counterexample;
  const fold = foldOf(run, counterexample);
  return { invariant, fault, fold, steps: choices.length, story, token, regressionTest };
}

/** Notes which run of a unit is the first to come to a shape. */
class Firsts {
  readonly #shapes: Shapes;
  readonly #seen = new Set<number>();
  readonly #found: { readonly departures: readonly Departure[]; readonly shapes: number[] }[] = [];

  constructor(run: Run) {
    this.#shapes = new Shapes(run);
  }

  get found(): readonly First[] {
    return this.#found
      .filter(({ shapes }) => shapes.length > 0)
      .map(({ departures, shapes }) => ({
        departures: departures.map(({ after, pick }) => [after, pick] as const),
        shapes,
      }));
  }

  watch(departures: readonly Departure[]): (world: World) => void {
    const shapes: number[] = [];
    this.#found.push({ departures, shapes });
    return (world) => {
      const shape = this.#shapes.of(world);
      if (this.#seen.has(shape)) return;
      this.#seen.add(shape);
      shapes.push(shape);
    };
  }
}
