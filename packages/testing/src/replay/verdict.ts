import type { Broken } from "../explore/judge.ts";
import {
  COMES_TO_REST,
  differing,
  endlessFault,
  interchangeableNodes,
  isSameHistory,
  Keys,
  ONE_END,
  takerOf,
} from "../explore/parts.ts";
import { always } from "../invariants/index.ts";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";

/** What is wrong if steps repeat for ever: they lead back to where they begin, and nobody waits for a turn all the while. */
export function brokenByLoop(run: Run, entry: World, loop: readonly Choice[]): Broken | undefined {
  const keys = new Keys(run, interchangeableNodes(run.model));
  const takers = new Set(loop.map(takerOf));
  let waiting: ReadonlySet<string> | undefined;
  let world = entry;
  for (const choice of loop) {
    const able = new Set(run.choices(world).map(takerOf));
    waiting = new Set([...(waiting ?? able)].filter((taker) => able.has(taker)));
    world = run.step(world, choice);
  }
  const [begin, end] = [keys.of(entry), keys.of(world)];
  if (begin.high !== end.high || begin.low !== end.low) return undefined;
  for (const taker of waiting ?? []) if (taker !== "" && !takers.has(taker)) return undefined;
  return { invariant: always(COMES_TO_REST, () => true), fault: endlessFault(run, entry, loop) };
}

/** What is wrong if a run and another one, in which people do the same, end in different ways. */
export function brokenByOther(
  run: Run,
  end: World,
  choices: readonly Choice[],
  other: readonly Choice[],
): Broken | undefined {
  const otherEnd = other.reduce((world, choice) => run.step(world, choice), run.start);
  if (!run.isAtRest(end) || !run.isAtRest(otherEnd) || !isSameHistory(run, choices, other)) return undefined;
  const fault = differing(run, end, otherEnd);
  return fault === undefined ? undefined : { invariant: always(ONE_END, () => true), fault };
}
