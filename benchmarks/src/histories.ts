import { Judge, type Model, Run } from "@kubetick/testing";
import fc from "fast-check";

const model: Model = {
  name: "histories",
  cluster: { nodes: 10 },
  start: [
    {
      act: "apply",
      manifest: {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: { name: "agent", namespace: "default" },
        spec: {
          selector: { matchLabels: { app: "agent" } },
          template: {
            metadata: { labels: { app: "agent" } },
            spec: { containers: [{ name: "main", image: "agent:1" }] },
          },
        },
      },
    },
  ],
  may: [
    { act: "setImage", daemonSet: "default/agent", image: "agent:2" },
    { act: "rollback", daemonSet: "default/agent" },
    { act: "join", node: {} },
    { act: "leave", node: "*" },
  ],
  faults: { controllerCrash: 1, staleCache: 1 },
};

/** Plays so many random runs of thirty steps, with all stock invariants asked at each, and says how many steps that were. */
export function randomHistories(count: number): number {
  const run = new Run(model);
  const judge = new Judge(run);
  const picks = fc.array(fc.nat({ max: 999 }), { minLength: 30, maxLength: 30 });
  let steps = 0;
  for (const history of fc.sample(picks, { numRuns: count, seed: 1 })) {
    let world = run.start;
    for (const pick of history) {
      const choice = run.play.picked(world, pick);
      if (choice === undefined) break;
      const before = world;
      world = run.step(before, choice);
      if (judge.broken(world, before) !== undefined) break;
      steps++;
    }
  }
  return steps;
}
