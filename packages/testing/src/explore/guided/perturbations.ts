import type { Run } from "../../model/index.ts";
import type { Choice, World } from "../../world/index.ts";
import { takerOf } from "../takers.ts";

/** What happens in a run that nothing perturbs, by its place among the choices: at rest, what people do next. -1: nothing does. */
export function byDefault(run: Run, world: World, choices: readonly Choice[]): number {
  if (run.play.next(world) !== undefined) return 0;
  return choices.findIndex(({ do: what }) => what === "act");
}

/**
 * What else may happen where somebody has work, by its place among the choices: the first thing that each of the others would
 * do, what people may do, and what may go wrong. At rest people may do other things first, and what has gone wrong may come
 * right again.
 */
export function perturbations(run: Run, world: World, choices: readonly Choice[]): readonly number[] {
  const place = byDefault(run, world, choices);
  const isAtRest = run.play.next(world) === undefined;
  const takers = new Set(place < 0 || isAtRest ? [] : [takerOf(choices[place] as Choice)]);
  const found: number[] = [];
  for (const [at, choice] of choices.entries()) {
    if (at === place) continue;
    const taker = takerOf(choice);
    if (isOwn(choice)) {
      if (isAtRest || takers.has(taker)) continue;
      takers.add(taker);
    } else if (isAtRest && !COMES_AT_REST.has(choice.do)) continue;
    found.push(at);
  }
  return found;
}

const COMES_AT_REST: ReadonlySet<Choice["do"]> = new Set(["act", "stepDown", "nodeRecovery", "slowNodeRecovery"]);

/** What happens by itself. */
function isOwn({ do: what }: Choice): boolean {
  return what === "sync" || what === "proceed" || what === "hear" || what === "time";
}
