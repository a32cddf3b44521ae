import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { takerOf } from "./takers.ts";

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
