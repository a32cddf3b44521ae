import type { Component, KubeObject } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { colourIn, colourOf, controller, labelled, light, MAP, MAPS } from "../../test/light.ts";
import { always, eventually, leadsTo, type Observation, sometimes } from "../invariants/index.ts";
import { Run } from "../model/index.ts";
import { COMES_TO_REST, type ExploreOptions, explore } from "./index.ts";

const ALL: readonly ExploreOptions[] = [{}, { partialOrder: false }, { order: "depth" }];

const blinker = controller("blinker", (now) => (now === undefined ? undefined : now === "on" ? "off" : "on"));

describe("what goes on for ever", () => {
  test("a controller that writes a label forth and back: the loop is told", () => {
    for (const options of ALL) {
      const { counterexample, complete } = explore(new Run(light([blinker], [])), options);
      expect(counterexample?.invariant).toBe(COMES_TO_REST);
      expect(counterexample?.fault).toBe("blinker never stops writing");
      expect(counterexample?.choices[0]).toEqual({ do: "act", action: 0 });
      expect(counterexample?.loop?.map((choice) => choice.do)).toEqual(
        expect.arrayContaining(["sync", "proceed", "sync", "proceed"]),
      );
      expect(counterexample?.loop).toHaveLength(4);
      expect(complete).toBe(false);
    }
  });

  test("a loop can be played: it comes back to where it began", () => {
    const run = new Run(light([blinker], []));
    const { counterexample } = explore(run);
    const begin = counterexample?.choices.reduce((world, choice) => run.step(world, choice), run.start);
    const end = counterexample?.loop?.reduce((world, choice) => run.step(world, choice), begin as typeof run.start);
    expect(end?.equals(begin as typeof run.start)).toBe(true);
  });

  test("two controllers that each want it their way", () => {
    const wanting = (colour: string) =>
      controller(`painter-${colour}`, (now) => (now === undefined || now === colour ? undefined : colour));
    for (const options of ALL) {
      const fight = explore(new Run(light([wanting("red"), wanting("green")], [])), options);
      expect(fight.counterexample?.invariant).toBe(COMES_TO_REST);
      expect(fight.counterexample?.fault).toMatch(/^painter-\w+ and painter-\w+ never stop writing$/);
      const peace = explore(new Run(light([wanting("red")], [])), options);
      expect([peace.counterexample, peace.complete]).toEqual([undefined, true]);
    }
  });

  test("one that is busy for ever and writes nothing is told apart", () => {
    const fidget: Component = {
      ...controller("fidget", () => undefined),
      *reconcile(key, { enqueue }) {
        enqueue(key);
      },
    };
    for (const options of ALL) {
      const { counterexample } = explore(new Run(light([fidget], [])), options);
      expect(counterexample?.invariant).toBe(COMES_TO_REST);
      expect(counterexample?.fault).toBe("fidget never comes to rest, though nothing changes");
      expect(counterexample?.loop).toEqual([{ do: "sync", component: "fidget", key: MAP }]);
    }
  });

  test("not where somebody would end it who is always able to: everybody gets their turn", () => {
    const isEnded = (map: KubeObject | undefined) => map === undefined || map.metadata.labels?.["ended"] === "yes";
    const untilEnded: Component = {
      ...blinker,
      *reconcile(key, { view }) {
        const map = view.get(MAPS, key);
        if (!isEnded(map)) yield labelled({ colour: colourOf(map) === "on" ? "off" : "on" });
      },
    };
    const ender: Component = {
      ...controller("ender", () => undefined),
      *reconcile(key, { view }) {
        if (!isEnded(view.get(MAPS, key))) yield labelled({ ended: "yes" });
      },
    };
    // It looks, and asks for nothing, in between: so that a step is taken alone.
    const idler: Component = {
      ...controller("idler", () => undefined),
      *reconcile(key, { memory }) {
        memory.set(key, memory.get(key) === 1 ? 0 : 1);
      },
    };
    for (const components of [
      [untilEnded, ender],
      [untilEnded, idler, ender],
      [idler, untilEnded, ender],
    ])
      for (const options of ALL) {
        const { counterexample, complete } = explore(new Run(light(components, [])), options);
        expect([counterexample, complete]).toEqual([undefined, true]);
      }
  });
});

describe("what should come in the end", () => {
  const once = controller("painter", (now) => (now === "off" ? "on" : undefined));
  const isOn = (at: Observation) => colourIn(at) === "on" || `it is ${colourIn(at)}`;
  const whereThere = (at: Observation) => colourIn(at) === undefined || isOn(at);

  test("eventually: it is asked in states at rest only", () => {
    for (const options of ALL) {
      const holds = explore(new Run(light([once], [eventually("on", whereThere)])), options);
      expect([holds.counterexample, holds.complete]).toEqual([undefined, true]);
      const fails = explore(new Run(light([], [eventually("on", whereThere)])), options);
      expect(fails.counterexample).toEqual({
        invariant: "on",
        fault: "it is off",
        choices: [{ do: "act", action: 0 }],
      });
    }
  });

  test("leadsTo: what has begun comes to its end", () => {
    const lit = (then: string) =>
      leadsTo(
        `off leads to ${then}`,
        (at) => colourIn(at) === "off",
        (at) => colourIn(at) === then || "not yet",
      );
    for (const options of ALL) {
      expect(explore(new Run(light([once], [lit("on")])), options).counterexample).toBeUndefined();
      const never = explore(new Run(light([once], [lit("red")])), options).counterexample;
      expect(never?.invariant).toBe("off leads to red");
      const run = new Run(light([once], []));
      const end = never?.choices.reduce((world, choice) => run.step(world, choice), run.start);
      expect(end !== undefined && run.isAtRest(end)).toBe(true);
    }
  });

  test("sometimes: what is never seen is told, of what was searched to its end", () => {
    const seen = [sometimes("on", isOn), sometimes("red", (at) => colourIn(at) === "red" || "no")];
    expect(explore(new Run(light([once], seen))).neverSeen).toEqual(["red"]);
    expect(explore(new Run(light([once], seen)), { maxStates: 1 }).neverSeen).toEqual([]);
  });

  test("always: the shortest way to what breaks it", () => {
    const never = always("neverOn", (at) => colourIn(at) !== "on" || "it is on");
    expect(explore(new Run(light([once], [never]))).counterexample).toEqual({
      invariant: "neverOn",
      fault: "it is on",
      choices: [
        { do: "act", action: 0 },
        { do: "sync", component: "painter", key: MAP },
        { do: "proceed", component: "painter" },
      ],
    });
  });
});

test("a component whose name ends as those of second leaders do is a component like others", () => {
  const second = controller("painter-2", (now) => (now === "off" ? "on" : undefined));
  const run = new Run(light([second], [sometimes("on", (at) => colourIn(at) === "on" || "no")]));
  expect(explore(run).neverSeen).toEqual([]);
});

test("a second leader that has stepped down hears nothing any more, and does nothing", () => {
  const painter = controller("painter", (now) => (now === "off" ? "on" : undefined));
  const model = light([painter], [], { befall: ["painter"], faults: { twoLeaders: 1, staleCache: 1 } });
  const run = new Run(model);
  let world = run.step(run.start, { do: "twoLeaders", component: "painter" });
  world = run.step(world, { do: "staleCache", component: "painter-2", resource: "configmaps" });
  world = run.step(world, { do: "act", action: 0 });
  world = run.step(world, { do: "stepDown", component: "painter-2" });
  expect(run.choices(world).filter((choice) => "component" in choice && choice.component === "painter-2")).toEqual([]);
});
