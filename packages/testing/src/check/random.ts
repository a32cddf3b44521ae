import fc from "fast-check";
import type { Counterexample } from "../explore/index.ts";
import { Judge } from "../explore/judge.ts";
import type { Run } from "../model/index.ts";
import type { World } from "../world/index.ts";
import type { RandomOptions } from "./options.ts";
import { type Departure, walk } from "./random-run.ts";
import { counterexampleOf, shrunk } from "./shrink.ts";

export interface RandomResult {
  readonly runs: number;
  readonly steps: number;
  readonly neverSeen: readonly string[];
  readonly counterexample?: Counterexample & {
    readonly seed: number;
    readonly shrunkFrom: number;
    /** How many runs there had been when something was wrong; those that shrink it come after. */
    readonly foundAfter: number;
  };
}

type Watch = (departures: readonly Departure[]) => (world: World) => void;

/**
 * Plays runs at random, and shrinks the first in which something is wrong. `watch` is told of each run, and what it returns is
 * shown each world of that.
 */
export function checkRandomly(run: Run, options: RandomOptions, watch?: Watch): RandomResult {
  const judge = new Judge(run);
  let steps = 0;
  let runs = 0;
  let first = 0;
  const details = fc.check(
    fc.property(departures(options), (list) => {
      const walked = walk(run, judge, list, watch?.(list), options.restWithin);
      steps += walked.choices.length;
      runs++;
      if (walked.broken !== undefined && first === 0) first = walked.choices.length;
      return walked.broken === undefined;
    }),
    { numRuns: options.runs ?? 100, ...(options.seed === undefined ? {} : { seed: options.seed }) },
  );
  const result = { runs, steps, neverSeen: judge.unseen.map(({ name }) => name) };
  const [failing] = details.counterexample ?? [];
  if (failing === undefined) return result;
  const walked = walk(run, judge, failing, undefined, options.restWithin);
  const { broken } = walked;
  if (broken === undefined) throw new Error("a run that failed does not fail again: does an invariant keep something?");
  const counterexample = {
    ...shrunk(run, counterexampleOf(walked, broken)),
    seed: details.seed,
    shrunkFrom: first,
    foundAfter: details.numRuns,
  };
  return { ...result, counterexample };
}

/**
 * Shrinks to fewer departures, and to those that are closer to what happens by default: what goes wrong and what people
 * do comes after all that happens by itself.
 */
export function departures({ departures: most = 20, gap = 30 }: Pick<RandomOptions, "departures" | "gap">) {
  const departure: fc.Arbitrary<Departure> = fc.record({ after: fc.nat({ max: gap }), pick: fc.nat({ max: 999 }) });
  return fc.array(departure, { maxLength: most, size: "max" });
}
