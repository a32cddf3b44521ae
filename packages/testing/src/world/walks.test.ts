import { entries } from "@kubetick/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { NEW_IMAGE, ON_DELETE, rollout, SURGE } from "../../test/models.ts";
import { ANY, type Model, Run } from "../model/index.ts";
import { allBeginnings, beginnings } from "./walks.ts";
import type { World } from "./world.ts";

const rolling = (maxUnavailable: number, maxSurge: number) => ({
  updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable, maxSurge } },
});

const may: Model["may"] = [
  { action: NEW_IMAGE, times: 2 },
  { act: "setImage", daemonSet: "default/agent", image: "example.com/agent:3" },
  { action: { act: "deletePod", pod: ANY, now: true }, times: 2 },
  { act: "labelPod", pod: ANY, key: "app", value: null },
  { act: "leave", node: ANY },
  { act: "join", node: {} },
];
const faults: Model["faults"] = { staleCache: 1, controllerCrash: 1, nodeFailure: 1 };
const never = { images: { "example.com/agent:2": { readiness: false } } };

const MODELS: readonly (readonly [string, Model])[] = [
  ["one node at a time", rollout(4, { may, faults })],
  ["two nodes at a time", rollout(4, { may, faults, spec: rolling(2, 0) })],
  ["with surge", rollout(4, { may, faults, spec: SURGE })],
  ["with a surge of two", rollout(4, { may, faults, spec: rolling(0, 2) })],
  ["OnDelete", rollout(4, { may, faults, spec: ON_DELETE })],
  ["new pods that never get ready", { ...rollout(4, { may, faults, spec: rolling(2, 0) }) }],
];

/** The keys of the DaemonSet controller that wait for a sync. */
function waiting(run: Run, world: World, index: number): readonly string[] {
  const { sync, queue } = run.system.stateOf(world, index);
  return sync === null ? Array.from(entries(queue), ([key]) => key) : [];
}

test.each(MODELS)("of a sync of one pod it is enough to see which: %s", (name, model) => {
  const run = new Run(name.startsWith("new pods") ? { ...model, cluster: { ...model.cluster, ...never } } : model);
  const index = run.system.indexOf("daemonset-controller");
  let several = 0;
  const alike = (picks: readonly number[]) => {
    let world = run.start;
    for (const pick of picks) {
      const nodes = Array.from(entries(run.system.tableOf(world, "nodes").objects), ([node]) => node);
      for (const key of waiting(run, world, index)) {
        const found = beginnings(run.system, world, { index, key }, nodes);
        expect(found).toEqual(allBeginnings(run.system, world, { index, key }, nodes));
        if (found.length > 1) several++;
      }
      const choice = pick < 600 ? run.play.next(world) : run.play.picked(world, pick);
      if (choice === undefined) return;
      world = run.step(world, choice);
    }
  };
  const picks = fc.array(fc.nat({ max: 999 }), { minLength: 40, maxLength: 120, size: "max" });
  fc.assert(fc.property(picks, alike), { numRuns: 40, seed: 1 });
  expect(several).toBeGreaterThan(5);
});

test("where a pod is left of a node that is gone, a walk from the first node that is there is another one", () => {
  const model = rollout(3, { cluster: { machines: "instant" }, may: [NEW_IMAGE, { act: "leave", node: "node-1" }] });
  const run = new Run({ ...model, interleave: ["daemonset-controller"] });
  const left = [0, 1].reduce((world, action) => run.step(world, { do: "act", action }), run.start);
  const index = run.system.indexOf("daemonset-controller");
  const walking = { index, key: "default/agent" };
  expect(beginnings(run.system, left, walking, ["node-2", "node-3"])).toEqual([undefined, "node-2", "node-3"]);
});
