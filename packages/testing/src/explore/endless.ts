import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import type { Keys } from "./keys.ts";
import { takerOf } from "./takers.ts";

/**
 * What is wrong if steps repeat for ever; undefined where they do not lead back to where they begin, or somebody waits for a turn
 * all the while.
 */
export function loopFault(run: Run, keys: Keys, entry: World, loop: readonly Choice[]): string | undefined {
  const takers = new Set(loop.map(takerOf));
  let waiting: readonly string[] | undefined;
  let world = entry;
  for (const choice of loop) {
    const able = run.choices(world).map(takerOf);
    waiting = (waiting ?? able).filter((taker) => able.includes(taker));
    world = run.step(world, choice);
  }
  const [begin, end] = [keys.of(entry), keys.of(world)];
  if (begin.high !== end.high || begin.low !== end.low) return undefined;
  if ((waiting ?? []).some((taker) => taker !== "" && !takers.has(taker))) return undefined;
  return endlessFault(run, entry, loop);
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
  return [...names].join(" and ");
}
