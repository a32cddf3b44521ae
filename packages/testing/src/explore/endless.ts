import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import type { Keys } from "./keys.ts";
import { takerOf } from "./takers.ts";

/**
 * What is wrong if steps repeat for ever; undefined where they do not lead back to where they begin, or somebody waits for a turn
 * all the while.
 */
export function loopFault(run: Run, keys: Keys, entry: World, loop: readonly Choice[]): string | undefined {
  const end = loop.reduce((world, choice) => run.step(world, choice), entry);
  const [before, after] = [keys.of(entry), keys.of(end)];
  if (before.high !== after.high || before.low !== after.low) return undefined;
  return starved(run, entry, loop).length > 0 ? undefined : endlessFault(run, entry, loop);
}

/** Who waits for a turn all the while that steps are taken, and has none. */
export function starved(run: Run, entry: World, steps: readonly Choice[]): readonly string[] {
  const takers = new Set(["", ...steps.map(takerOf)]);
  let waiting: readonly string[] | undefined;
  let world = entry;
  for (const choice of steps) {
    const able = run.choices(world).map(takerOf);
    waiting = (waiting ?? able).filter((taker) => able.includes(taker));
    world = run.step(world, choice);
  }
  return (waiting ?? []).filter((taker) => !takers.has(taker));
}

/** Says of steps that repeat for ever who it is that never stops. */
export function endlessFault(run: Run, entry: World, loop: readonly Choice[]): string {
  const writers = new Set<string>();
  let world = entry;
  for (const choice of loop) {
    const after = run.step(world, choice);
    if (choice.do === "proceed" && run.system.tablesOf(after) !== run.system.tablesOf(world))
      writers.add(choice.component);
    world = after;
  }
  if (writers.size > 0) return `${listed(writers)} never stop${writers.size === 1 ? "s" : ""} writing`;
  const busy = new Set(loop.map(takerOf).filter((taker) => taker !== "" && taker !== "the clock"));
  return busy.size === 0
    ? "it goes on for ever and never comes to rest"
    : `${listed(busy)} never come${busy.size === 1 ? "s" : ""} to rest, though nothing changes`;
}

function listed(names: ReadonlySet<string>): string {
  const [last = "", ...others] = [...names].reverse();
  return others.length === 0 ? last : `${others.reverse().join(", ")} and ${last}`;
}
