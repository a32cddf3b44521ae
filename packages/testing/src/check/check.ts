import { type Counterexample, type ExploreOptions, explore, exploreGuided } from "../explore/index.ts";
import { type Model, Run } from "../model/index.ts";
import { CheckFailedError } from "./failure.ts";
import type { CheckOptions, Report } from "./options.ts";
import { checkRandomly } from "./random.ts";
import { shrunk } from "./shrink.ts";

/**
 * Checks that a model's invariants hold: in many runs at random, in every run that there can be, or in those that differ in
 * few places from the ordinary one.
 *
 * Throws a `CheckFailedError` where one does not. Its message tells the story of the shortest run that was found in which
 * it does not hold, and how to play it again.
 *
 * @example
 * check(model, { by: "random", runs: 1_000 });
 * check(model, { by: "explore" }).states; // 48213
 * check(model, { by: "guided", perturbations: 2 }); // where there are too many states
 */
export function check(model: Model, options: CheckOptions): Report {
  const run = new Run(model);
  if (options.by === "random") {
    const { counterexample, ...rest } = checkRandomly(run, options);
    if (counterexample !== undefined) throw new CheckFailedError(run, counterexample);
    return { by: "random", ...rest };
  }
  if (options.by === "guided") {
    const { by, ...how } = options;
    const { counterexample, ...rest } = exploreGuided(run, how);
    if (counterexample !== undefined) throw new CheckFailedError(run, shrunk(run, counterexample));
    return { by, ...rest };
  }
  const { by, ...how } = options;
  const exploration = explore(run, how);
  const { counterexample } = exploration;
  if (counterexample !== undefined) throw new CheckFailedError(run, shortest(run, counterexample, how));
  return { by, ...exploration };
}

/** What an exploration has found, shortened to what it takes. By breadth the first that is found is the shortest. */
export function shortest(
  run: Run,
  counterexample: Counterexample,
  { order = "breadth" }: Pick<ExploreOptions, "order">,
): Counterexample {
  return order === "breadth" ? counterexample : shrunk(run, counterexample);
}
