import fc from "fast-check";
import { expect, test } from "vitest";
import { ANY, type Model, Run } from "../model/index.ts";
import type { World } from "./index.ts";

const daemonSet = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent", namespace: "default" },
  spec: {
    selector: { matchLabels: { app: "agent" } },
    template: { metadata: { labels: { app: "agent" } }, spec: { containers: [{ name: "main", image: "agent:1" }] } },
  },
};

const model: Model = {
  name: "numbers",
  cluster: { nodes: 3 },
  start: [{ act: "apply", manifest: daemonSet }],
  may: [
    { act: "setImage", daemonSet: "default/agent", image: "agent:2" },
    { act: "deletePod", pod: ANY },
    { act: "leave", node: ANY },
  ],
  faults: { controllerCrash: 1, staleCache: 1, requestTimeout: 1 },
};

/** Asks about all worlds on a way that departs at these steps from what happens by default. */
function along(run: Run, picks: readonly number[], ask: (world: World) => void): void {
  let world = run.start;
  for (const pick of picks) {
    ask(world);
    const choice = pick < 500 ? run.play.next(world) : run.play.picked(world, pick);
    if (choice === undefined) return;
    world = run.step(world, choice);
  }
}

const run = new Run(model);
const picks = fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 60, size: "max" });

test("what happens by default is the first of what happens by itself", () => {
  const holds = (list: readonly number[]) =>
    along(run, list, (world) => expect(run.play.next(world)).toEqual(run.play.ownChoices(world)[0]));
  fc.assert(fc.property(picks, holds), { numRuns: 60 });
});

test("each choice has a number of its own, which stands for it", () => {
  const holds = (list: readonly number[]) =>
    along(run, list, (world) => {
      const choices = run.choices(world);
      const numbers = choices.map((choice) => run.play.numberOf(world, choice));
      expect(new Set(numbers).size).toBe(choices.length);
      expect(numbers.map((number) => run.play.numbered(world, number))).toEqual(choices);
    });
  fc.assert(fc.property(picks, holds), { numRuns: 60 });
});

test("any number picks something that can happen, as long as anything can", () => {
  const holds = (list: readonly number[], pick: number) =>
    along(run, list, (world) => {
      const picked = run.play.picked(world, pick);
      if (picked === undefined) expect(run.choices(world)).toEqual([]);
      else expect(run.play.numberOf(world, picked)).toBeGreaterThanOrEqual(0);
    });
  fc.assert(fc.property(picks, fc.nat(), holds), { numRuns: 60 });
});

test("what is not possible in a world has no number", () => {
  expect(run.play.numberOf(run.start, { do: "proceed", component: "kubelet" })).toBe(-1);
  expect(run.play.numberOf(run.start, { do: "act", action: 1, on: "default/nobody" })).toBe(-1);
  expect(run.play.numbered(run.start, 10_000)).toBeUndefined();
});

test("a walk is numbered by the node at which it begins", () => {
  const edited = run.step(run.start, run.play.numbered(run.start, numberOfEdit()) ?? { do: "rest" });
  const sync = { do: "sync", component: "daemonset-controller", key: "default/agent" } as const;
  const plain = run.play.numberOf(edited, sync);
  const count = run.play.numberOf(edited, { ...sync, from: "node-1" }) - plain;
  expect(run.play.numberOf(edited, { ...sync, from: "node-3" })).toBe(plain + 3 * count);
  expect(run.play.numbered(edited, plain + 2 * count)).toEqual({ ...sync, from: "node-2" });
  expect(run.play.numberOf(edited, { ...sync, from: "node-9" })).toBe(-1);
});

function numberOfEdit(): number {
  return run.play.numberOf(run.start, { do: "act", action: 0 });
}
