import fc from "fast-check";
import { departures } from "../check/random.ts";
import type { Departure } from "../check/random-run.ts";
import type { Broken } from "../explore/judge.ts";
import type { Invariant } from "../invariants/index.ts";
import type { ClientsCounterexample, RandomClientsOptions } from "./options.ts";
import type { Setting } from "./setting.ts";
import { ClientWalker, expectedSometimes } from "./walker.ts";

export interface RandomClientsResult {
  readonly runs: number;
  readonly steps: number;
  readonly neverSeen: readonly string[];
  readonly counterexample?: ClientsCounterexample;
}

/** Plays runs at random, and shrinks the first in which something is wrong. */
export async function checkClientsRandomly(
  setting: Setting,
  { runs = 100, seed, departures: most = 10, gap = 5 }: RandomClientsOptions,
): Promise<RandomClientsResult> {
  const unseen = expectedSometimes(setting);
  let steps = 0;
  let played = 0;
  let first = 0;
  const details = await fc.check(
    fc.asyncProperty(departures({ departures: most, gap }), async (list) => {
      const { places, broken } = await walk(setting, list, unseen);
      steps += places.length;
      played++;
      if (broken !== undefined && first === 0) first = places.length;
      return broken === undefined;
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  );
  const result = { runs: played, steps, neverSeen: Array.from(unseen, ({ name }) => name) };
  const [shrunk] = details.counterexample ?? [];
  if (shrunk === undefined) return result;
  const { places, broken } = await walk(setting, shrunk, unseen);
  if (broken === undefined)
    throw new Error("a run that failed does not fail again: does a client keep something from one start to the next?");
  const { invariant, fault } = broken;
  return {
    ...result,
    counterexample: { invariant: invariant.name, fault, places, seed: details.seed, shrunkFrom: first },
  };
}

interface Walked {
  readonly places: readonly number[];
  readonly broken: Broken | undefined;
}

/** Plays a run to its end: the departures, and then what happens by default. */
async function walk(setting: Setting, list: readonly Departure[], unseen: Set<Invariant>): Promise<Walked> {
  const walker = await ClientWalker.begin(setting, unseen);
  try {
    for (const { after, pick } of list) {
      for (let step = 0; step < after && (await walker.goOn()); step++);
      const { length } = walker.run.choices();
      if (walker.broken !== undefined || length === 0) break;
      await walker.take(pick % length);
    }
    while (await walker.goOn());
    return { places: walker.places, broken: walker.ended() };
  } finally {
    walker.close();
  }
}
