import { neverReady } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { colourIn, controller, light } from "../../../test/light.ts";
import { rollout } from "../../../test/models.ts";
import type { UserAction } from "../../actions/index.ts";
import { type CheckFailedError, check } from "../../check/index.ts";
import { always, sometimes, withinMaxUnavailable } from "../../invariants/index.ts";
import { Run } from "../../model/index.ts";
import { replay } from "../../replay/index.ts";
import { COMES_TO_REST, explore } from "../index.ts";
import { exploreGuided } from "./guided.ts";

/** Paints what has no colour yet. */
const painter = (colour: string) => controller(colour, (now) => (now === "off" ? colour : undefined));
const race = [painter("red"), painter("green")];
const neverGreen = always("neverGreen", (at) => colourIn(at) !== "green" || "it is green");

describe("guided", () => {
  test("one run first; where two have work at once, the other comes first", () => {
    const model = light(race, [neverGreen]);
    const alone = exploreGuided(new Run(model), { perturbations: 0 });
    expect(alone).toMatchObject({ runs: 1, perturbations: 0, complete: false });
    expect(alone.counterexample).toBeUndefined();
    const { counterexample, perturbations } = exploreGuided(new Run(model));
    expect([counterexample?.invariant, perturbations]).toEqual(["neverGreen", 0]);
    expect(counterexample?.choices.map(({ do: what }) => what)).toEqual(["act", "sync", "proceed"]);
  });

  test("with enough perturbations it comes to all states of a small model, and says so", () => {
    const model = light(race, [sometimes("never", () => "never")]);
    const { states } = explore(new Run(model), { partialOrder: false });
    const guided = exploreGuided(new Run(model), { perturbations: 9 });
    expect(guided).toMatchObject({ states, complete: true, neverSeen: ["never"] });
    expect(guided.perturbations).toBeLessThan(9);
  });

  test("what never comes to rest is found in the first run", () => {
    const blinker = controller("blinker", (now) => (now === undefined ? undefined : now === "on" ? "off" : "on"));
    const { counterexample, runs } = exploreGuided(new Run(light([blinker], [])));
    expect([counterexample?.invariant, counterexample?.fault, runs]).toEqual([
      COMES_TO_REST,
      "blinker never stops writing",
      1,
    ]);
    expect(counterexample?.loop).toHaveLength(4);
    // Each of its states is new.
    const counter = controller("counter", (now) => (now === undefined ? undefined : `${Number(now) + 1 || 0}`));
    const { counterexample: endless } = exploreGuided(new Run(light([counter], [])));
    expect(endless?.fault).toBe("counter never stops writing: 5000 steps, and no state came twice");
  });

  test("it is stopped by a number of states, or by whoever watches", () => {
    const model = rollout(3);
    const whole = exploreGuided(new Run(model), { perturbations: 1 });
    expect(whole).toMatchObject({ perturbations: 1, complete: false });
    const few = exploreGuided(new Run(model), { perturbations: 1, maxStates: whole.states - 10 });
    expect(few.perturbations).toBe(0);
    expect(few.states).toBeLessThan(whole.states);
    const runs: number[] = [];
    exploreGuided(new Run(model), { onProgress: (progress) => runs.push(progress.runs) < 3 });
    expect(runs).toEqual([1, 2, 3]);
  });
});

test("on ten nodes it finds a bug that breadth does not come to in as many states", { timeout: 300_000 }, () => {
  const images = { "example.com/agent:2": neverReady(), "example.com/agent:3": neverReady() };
  const may = Object.keys(images).map((image): UserAction => ({ act: "setImage", daemonSet: "default/agent", image }));
  const model = rollout(10, {
    spec: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 3 } } },
    may,
    cluster: { images, upstreamBugs: ["kubernetes#123232"] },
    invariants: [withinMaxUnavailable],
  });
  const { counterexample, states, runs } = exploreGuided(new Run(model), { perturbations: 1 });
  expect(counterexample?.fault).toMatch(/^4 nodes unavailable, 3 allowed/);
  expect([runs, states]).toEqual([49, 1_414]);
  expect(explore(new Run(model), { maxStates: states }).counterexample).toBeUndefined();
});

test("as a check: the story, and a token", () => {
  const model = light(race, [neverGreen]);
  expect(check(light(race, []), { by: "guided", perturbations: 9 })).toMatchObject({ by: "guided", complete: true });
  try {
    check(model, { by: "guided", perturbations: 1 });
    expect.unreachable();
  } catch (error) {
    const { token, fault } = error as CheckFailedError;
    expect(fault).toBe("it is green");
    expect(replay(token, { components: race, invariants: [neverGreen] }).broken?.fault).toBe(fault);
  }
});

test("as a check: the story is shortened to what it takes", () => {
  const join: UserAction = { act: "join", node: { name: "new" } };
  const model = light(race, [neverGreen]);
  const after = { ...model, may: [join, ...(model.may ?? [])] };
  const acts = ({ choices }: CheckFailedError["counterexample"]) =>
    choices.flatMap((choice) => (choice.do === "act" ? [choice.action] : []));
  const { counterexample } = exploreGuided(new Run(after), { perturbations: 1 });
  expect(counterexample && acts(counterexample)).toEqual([0, 1]);
  try {
    check(after, { by: "guided", perturbations: 1 });
    expect.unreachable();
  } catch (error) {
    expect(acts((error as CheckFailedError).counterexample)).toEqual([1]);
  }
});
