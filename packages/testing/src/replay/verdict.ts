import type { Broken } from "../explore/judge.ts";
import {
  COMES_TO_REST,
  differing,
  interchangeableNodes,
  isSameHistory,
  Keys,
  loopFault,
  ONE_END,
} from "../explore/parts.ts";
import { always } from "../invariants/index.ts";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";

/** What is wrong if steps repeat for ever; undefined if nothing is. */
export function brokenByLoop(run: Run, entry: World, loop: readonly Choice[]): Broken | undefined {
  const fault = loopFault(run, new Keys(run, interchangeableNodes(run.model)), entry, loop);
  return fault === undefined ? undefined : brokenEndlessly(fault);
}

/** A run never comes to rest. */
export function brokenEndlessly(fault: string): Broken {
  return { invariant: always(COMES_TO_REST, () => true), fault };
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
