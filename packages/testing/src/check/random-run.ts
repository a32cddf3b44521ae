import type { Judge } from "../explore/judge.ts";
import { restWithin } from "../explore/unrest.ts";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { type Walk, Walker } from "./walker.ts";

/** Where a run departs from what happens by default: after so many steps something else happens, the so-manieth that could. */
export interface Departure {
  readonly after: number;
  readonly pick: number;
}

/**
 * Plays a run to its end: the departures, and then what happens by default, until the cluster is at rest or something is
 * wrong. `see` is shown each world on the way. What is not at rest after `within` steps more never comes to rest.
 */
export function walk(
  run: Run,
  judge: Judge,
  departures: readonly Departure[],
  see: (world: World) => void = () => {},
  within: number = restWithin(run),
): Walk {
  const walker = new Walker(run, judge);
  const take = (choice: Choice | undefined): boolean => {
    if (choice === undefined || walker.broken !== undefined) return false;
    walker.take(choice);
    see(walker.world);
    return walker.broken === undefined;
  };
  const goOn = () => take(run.play.next(walker.world));
  for (const { after, pick } of departures) {
    for (let step = 0; step < after && goOn(); step++);
    if (!take(run.play.picked(walker.world, pick))) break;
  }
  return walker.settledWithin(within, see);
}
