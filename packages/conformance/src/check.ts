import { type Difference, differences, factsIn } from "./differences.ts";
import { LISTED } from "./listed.ts";
import { play, type Trace } from "./play.ts";
import type { Scenario } from "./scenario.ts";
import { SimulatedWorld } from "./simulated/world.ts";
import { type RecordedTrace, readTrace } from "./trace.ts";
import type { World } from "./world.ts";

/** How one scenario compares. */
export interface Verdict {
  readonly points: number;
  readonly facts: number;
  /** Differences that `listed.ts` explains. */
  readonly listed: readonly Difference[];
  readonly differences: readonly Difference[];
}

/** A status on the way shows how far a cache has come at that moment, which no two runs have in common. The last one is in `objects`. */
export const TRANSIENT = /^point \d+ facts "(statuses|most unavailable) of /;

/** Facts that came later than most traces: a trace that has none was recorded before, and none is compared. */
const LATER = /^most nodes /;

/** Plays a scenario on kubetick, and compares it with what was recorded of the real control plane. */
export async function check(scenario: Scenario, world: World = new SimulatedWorld(scenario)): Promise<Verdict> {
  const recorded = readTrace(scenario.name);
  if (recorded === undefined) throw new Error(`${scenario.name} has never been recorded: pnpm conformance:record`);
  const { racy, ...expected } = recorded;
  const actual = await play(scenario, world);
  const comparable = hasLater(expected) ? actual : withoutLater(actual);
  const found = differences(expected, comparable).filter(({ at }) => !TRANSIENT.test(at) && !isRacy(at, racy));
  const isListed = ({ at }: Difference) => LISTED.some((one) => one.scenario.test(scenario.name) && one.at.test(at));
  return {
    points: expected.points.length,
    facts: comparedIn(expected),
    listed: found.filter(isListed),
    differences: found.filter((difference) => !isListed(difference)),
  };
}

/** How many facts of a trace are compared: not those on the way, which are recorded all the same. */
export function comparedIn(trace: Trace): number {
  const places = trace.points.flatMap(({ facts }, at) =>
    Object.keys(facts).map((name) => `point ${at + 1} facts "${name}"`),
  );
  return factsIn(trace) - places.filter((place) => TRANSIENT.test(place)).length;
}

function isRacy(at: string, racy: RecordedTrace["racy"]): boolean {
  return racy.some((place) => at === place || at.startsWith(`${place} `));
}

function hasLater({ points }: Trace): boolean {
  return points.some(({ facts }) => Object.keys(facts).some((name) => LATER.test(name)));
}

function withoutLater(trace: Trace): Trace {
  const points = trace.points.map(({ objects, facts }) => ({
    objects,
    facts: Object.fromEntries(Object.entries(facts).filter(([name]) => !LATER.test(name))),
  }));
  return { ...trace, points };
}
