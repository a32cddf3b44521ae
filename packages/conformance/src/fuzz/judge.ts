import { type Difference, differences } from "../differences.ts";
import { play, type Trace } from "../play.ts";
import type { Scenario } from "../scenario.ts";
import { SimulatedWorld } from "../simulated/world.ts";
import type { World } from "../world.ts";

/** What depends on which of two controllers is quicker; a pod to come may also be one that is adopted before it is ready. */
const RACY_FACTS = /^point \d+ facts "(statuses of|most (live|unavailable) |most nodes with a pod of \S+ \S+ to come )/;
/** How often the real control plane may try before a difference counts. */
const TRIES = 3;

export type Judgement =
  | { readonly verdict: "same" }
  /** The real one did it once as kubetick does, and once otherwise. */
  | { readonly verdict: "racy" }
  | { readonly verdict: "different"; readonly differences: readonly Difference[] };

/** Plays a scenario on both. `open` gives a real control plane, emptied. */
export async function judge(scenario: Scenario, open: () => Promise<World>): Promise<Judgement> {
  const ours = await play(scenario, new SimulatedWorld(scenario));
  let found: readonly Difference[] = [];
  for (let tried = 0; tried < TRIES; tried++) {
    const theirs = await playOnce(scenario, open);
    found = differences(theirs, ours).filter(({ at }) => !RACY_FACTS.test(at));
    if (found.length === 0) return { verdict: tried === 0 ? "same" : "racy" };
  }
  return { verdict: "different", differences: found };
}

async function playOnce(scenario: Scenario, open: () => Promise<World>): Promise<Trace> {
  const world = await open();
  try {
    return await play(scenario, world);
  } finally {
    await world.close();
  }
}
