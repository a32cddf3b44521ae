import { describe, expect, test } from "vitest";
import { controller, light } from "../../../test/light.ts";
import { rollout, SURGE } from "../../../test/models.ts";
import type { UserAction } from "../../actions/index.ts";
import { type CheckFailedError, check } from "../../check/index.ts";
import { Run } from "../../model/index.ts";
import { replay } from "../../replay/index.ts";
import { COMES_TO_REST, explore } from "../index.ts";
import { ONE_END } from "./ends.ts";

const ORACLES = { oracles: { oneEnd: true } };

/** Paints what has no colour yet. */
const painter = (colour: string) => controller(colour, (now) => (now === "off" ? colour : undefined));

function failureOf(work: () => unknown): CheckFailedError {
  try {
    work();
  } catch (error) {
    return error as CheckFailedError;
  }
  throw new Error("nothing was found");
}

describe("oneEnd", () => {
  const race = light([painter("red"), painter("green")], []);

  test("who comes first decides: both runs are told, and what differs", () => {
    expect(explore(new Run(race))).toMatchObject({ complete: true, terminal: 3 });
    const { counterexample, complete } = explore(new Run(race), ORACLES);
    expect(complete).toBe(false);
    expect(counterexample?.invariant).toBe(ONE_END);
    expect(counterexample?.fault).toBe(
      'the same ends in different ways: configmaps default/light: metadata.labels.colour "red", or "green"',
    );
    const run = new Run(race);
    const [left, right] = [counterexample?.choices ?? [], counterexample?.other ?? []].map((choices) =>
      choices.reduce((world, choice) => run.step(world, choice), run.start),
    );
    expect([left, right].map((world) => world !== undefined && run.isAtRest(world))).toEqual([true, true]);
  });

  test("the token plays both", () => {
    const { token, story, fault } = failureOf(() => check(race, { by: "explore", ...ORACLES }));
    const code = { components: [painter("red"), painter("green")] };
    const { broken, story: again } = replay(token, code);
    expect([broken?.invariant.name, broken?.fault]).toEqual([ONE_END, fault]);
    expect(again).toEqual(story);
    expect(story).toContain("  or, in another order:");
    // Without one of the two, there is one end.
    const idle = { components: [painter("red"), controller("green", () => undefined)] };
    expect(replay(token, idle).broken).toBeUndefined();
  });

  test("what people do in another order may end in another way", () => {
    const paint = (colour: string): UserAction => ({
      act: "apply",
      manifest: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "light", namespace: "default", labels: { colour } },
      },
    });
    const model = light([], [], { may: [paint("red"), paint("green")] });
    const { complete, terminal, counterexample } = explore(new Run(model), ORACLES);
    expect([complete, terminal, counterexample]).toEqual([true, 5, undefined]);
  });

  test.each([
    ["a rollout", rollout(2)],
    ["with surge, and a crash", rollout(1, { spec: SURGE, faults: { controllerCrash: 1 } })],
  ])("of %s there is one, whatever the pods are called", (_, model) => {
    const { complete, terminal, counterexample } = explore(new Run(model), ORACLES);
    expect([complete, counterexample]).toEqual([true, undefined]);
    expect(terminal).toBeGreaterThan(1);
  });

  test("of two edits there are several: a revision may be passed over", () => {
    const edit = (version: number): UserAction => ({
      act: "setImage",
      daemonSet: "default/agent",
      image: `agent:${version}`,
    });
    const { counterexample } = explore(new Run(rollout(1, { may: [edit(2), edit(3)] })), ORACLES);
    expect(counterexample?.fault).toBe("the same ends in different ways: controllerrevisions: 2, or 3");
  });
});

test("the token of a run that never ends plays its loop", () => {
  const blinker = controller("blinker", (now) => (now === undefined ? undefined : now === "on" ? "off" : "on"));
  const { token, story, fault } = failureOf(() => check(light([blinker], []), { by: "explore" }));
  expect(fault).toBe("blinker never stops writing");
  const again = replay(token, { components: [blinker] });
  expect([again.broken?.invariant.name, again.broken?.fault]).toEqual([COMES_TO_REST, fault]);
  expect(again.story).toEqual(story);
  const repaired = controller("blinker", (now) => (now === "off" ? "on" : undefined));
  expect(() => replay(token, { components: [repaired] })).toThrow("the run cannot be played any more");
});
