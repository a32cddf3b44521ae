import type { Scenario } from "../scenario.ts";
import type { Learnt } from "./plan.ts";
import { nextSeed, type Player } from "./player.ts";
import type { Answer, Hits } from "./worker.ts";

/** With so many seeds each scenario is played. */
const SEEDS = 5;

/**
 * Plays every scenario without a mutant, to see what it comes by. Those whose outcome depends on names, which the seed gives,
 * tell nothing of a mutant: they are left out, as if they came by none.
 */
export async function learn(scenarios: readonly Scenario[], player: Pick<Player, "play">): Promise<Learnt> {
  const hits = new Map<string, Hits>();
  const took = new Map<string, number>();
  const steps = new Map<string, number>();
  let atLoad: Hits = {};
  for (const scenario of scenarios) {
    const played = await playedAlike(scenario, player);
    if (played === undefined) continue;
    atLoad = played.atLoad;
    hits.set(scenario.name, played.hits);
    took.set(scenario.name, played.ms);
    steps.set(scenario.name, played.steps);
  }
  return { atLoad, hits, took, steps };
}

/** What it came to the last time; nothing if it differs from what was recorded with any seed. */
async function playedAlike(scenario: Scenario, player: Pick<Player, "play">): Promise<Answer | undefined> {
  let last: Answer | undefined;
  for (let time = 0; time < SEEDS; time++) {
    const played = await player.play({ scenario, mutants: [], limit: Number.POSITIVE_INFINITY, seed: nextSeed() });
    if (!("hits" in played)) throw new Error(`${scenario.name} does not even work without a mutant: ${played.differs}`);
    if (played.differs !== undefined) return undefined;
    last = played;
  }
  return last;
}
