import type { Scenario } from "../scenario.ts";
import type { Learnt } from "./plan.ts";
import { nextSeed, type Player } from "./player.ts";
import type { Hits } from "./worker.ts";

/** Plays every scenario without a mutant, to see what it comes by. */
export async function learn(scenarios: readonly Scenario[], player: Player): Promise<Learnt> {
  const hits = new Map<string, Hits>();
  const took = new Map<string, number>();
  const steps = new Map<string, number>();
  let atLoad: Hits = {};
  for (const scenario of scenarios) {
    const played = await player.play({ scenario, mutants: [], limit: Number.POSITIVE_INFINITY, seed: nextSeed() });
    if (!("hits" in played)) throw new Error(`${scenario.name} does not even work without a mutant: ${played.differs}`);
    atLoad = played.atLoad;
    hits.set(scenario.name, played.hits);
    took.set(scenario.name, played.ms);
    steps.set(scenario.name, played.steps);
  }
  return { atLoad, hits, took, steps };
}
