import { Judge, type Model, Run, stockModel } from "@kubetick/testing";
import fc from "fast-check";

const model: Model = {
  name: "histories",
  cluster: { nodes: 10 },
  start: stockModel.start ?? [],
  may: [
    { act: "setImage", daemonSet: "default/agent", image: "agent:2" },
    { act: "rollback", daemonSet: "default/agent" },
    { act: "join", node: {} },
    { act: "leave", node: "*" },
  ],
  faults: { controllerCrash: 1, staleCache: 1 },
};

/**
 * What plays so many random runs of thirty steps, with all stock invariants asked at each, and says how many steps that were. No
 * run is played twice.
 */
export function randomHistories(): (count: number) => number {
  const run = new Run(model);
  const judge = new Judge(run);
  const picks = fc.array(fc.nat({ max: 999 }), { minLength: 30, maxLength: 30 });
  let seed = 0;
  return (count) => {
    seed++;
    return fc
      .sample(picks, { numRuns: count, seed })
      .reduce((steps, history) => steps + played(run, judge, history), 0);
  };
}

/** How many steps there were. */
function played(run: Run, judge: Judge, history: readonly number[]): number {
  let world = run.start;
  for (const [at, pick] of history.entries()) {
    const choice = run.play.picked(world, pick);
    if (choice === undefined) return at;
    const before = world;
    world = run.step(before, choice);
    if (judge.broken(world, before) !== undefined) return at;
  }
  return history.length;
}
