import type { Component, DaemonSet } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { colourOf, controller, labelled, light, MAPS } from "../../test/light.ts";
import { NEW_IMAGE, rollout } from "../../test/models.ts";
import type { UserAction } from "../actions/index.ts";
import { type CheckFailedError, type CheckOptions, check } from "../check/index.ts";
import { shrunk } from "../check/shrink.ts";
import { type Model, Run } from "../model/index.ts";
import { replay } from "../replay/index.ts";
import type { Choice } from "../world/index.ts";
import {
  COMES_TO_REST,
  type Counterexample,
  type ExploreOptions,
  Explorer,
  explore,
  exploreGuided,
  GuidedExplorer,
} from "./index.ts";
import { restWithin } from "./unrest.ts";

/** Writes a higher number each time. */
const counter = controller("counter", (now) => (now === undefined ? undefined : `${Number(now) + 1 || 0}`));

const NEVER = "counter never stops writing: 5000 steps, and no state came twice";

const ALL: readonly ExploreOptions[] = [{}, { partialOrder: false }, { order: "depth" }, { order: "departures" }];

function failureOf(model: Model, options: CheckOptions): CheckFailedError {
  try {
    check(model, options);
  } catch (error) {
    return error as CheckFailedError;
  }
  return expect.unreachable();
}

describe("a controller whose states never come twice", () => {
  test.each<CheckOptions>([
    ...ALL.map((options) => ({ by: "explore", ...options }) as const),
    { by: "guided" },
    { by: "random", seed: 1 },
  ])("is found by %o: a short story, and a token that comes to the same", (options) => {
    const { invariant, fault, counterexample, story, token } = failureOf(light([counter], []), options);
    expect([invariant, fault]).toEqual([COMES_TO_REST, NEVER]);
    expect(counterexample.choices).toEqual([{ do: "act", action: 0 }]);
    expect(counterexample.alone).toBe(5000);
    expect(counterexample.loop?.map(({ do: what }) => what).sort()).toEqual(["proceed", "sync"]);
    const lines = [
      "     0s  kubectl apply -f - (ConfigMap light)",
      "  and, 4998 steps later, so on without end:",
      "     0s  counter patches configmap light",
    ];
    expect(story.slice(1)).toEqual(lines);
    const again = replay(token, { components: [counter] });
    expect([again.broken?.invariant.name, again.broken?.fault]).toEqual([invariant, fault]);
    expect(again.story.slice(1)).toEqual(lines);
    // Where it has been mended nothing is broken any more.
    const mended = controller("counter", (now) => (now === "off" ? "0" : undefined));
    expect(replay(token, { components: [mended] }).broken).toBeUndefined();
  });

  test("is found among few states, though more has to come together", () => {
    // Red gives up what has been painted; it is only counted if red comes first.
    const on = controller("on", (now) => (now === "off" ? "on" : undefined));
    const red = controller("red", (now) => (now === "off" ? "red" : undefined));
    const ofRed: Component = {
      ...controller("counter", () => undefined),
      *reconcile(key, { view }) {
        const map = view.get(MAPS, key);
        if (colourOf(map) !== "red") return;
        yield labelled({ count: `${Number(map?.metadata.labels?.["count"] ?? 0) + 1}` });
      },
    };
    const model = light([on, red, ofRed], []);
    for (const options of ALL) {
      const { counterexample, states } = explore(new Run(model), { ...options, maxStates: 1000 });
      expect(counterexample?.fault).toBe(NEVER);
      expect(states).toBeLessThan(300);
    }
    expect(exploreGuided(new Run(model)).counterexample?.fault).toBe(NEVER);
  });

  test("of a cluster: a controller that counts in an annotation, once an image is edited", () => {
    const counting: Component = {
      name: "counting",
      watches: ["daemonsets.apps"],
      onEvent: ({ key }, { enqueue }) => enqueue(key),
      *reconcile(key, { view }) {
        const one = view.get<DaemonSet>("daemonsets.apps", key);
        if (one === undefined || !JSON.stringify(one.spec).includes("agent:2")) return;
        const annotations = { count: `${Number(one.metadata.annotations?.["count"] ?? 0) + 1}` };
        const [namespace = "", name = ""] = key.split("/");
        const body = { metadata: { annotations } };
        yield { verb: "patch", patchType: "merge", resource: "daemonsets.apps", namespace, name, body };
      },
    };
    const model = rollout(2, { cluster: { components: [counting] } });
    const { counterexample, states } = explore(new Run(model));
    expect(counterexample?.fault).toBe("counting never stops writing: 5400 steps, and no state came twice");
    expect([counterexample?.choices, states]).toEqual([[{ do: "act", action: 0 }], 256]);
  });

  test("in how many steps a run is to come to rest can be said, and grows with the cluster", () => {
    expect(restWithin(new Run(light([], [])))).toBe(5000);
    expect(restWithin(new Run(rollout(3)))).toBe(5600);
    const fault = "counter never stops writing: 50 steps, and no state came twice";
    for (const by of ["explore", "guided", "random"] as const)
      expect(failureOf(light([counter], []), { by, restWithin: 50 }).fault).toBe(fault);
    const steps = explore(new Run(rollout(1))).counterexample;
    expect(steps).toBeUndefined();
  });

  test("what comes to rest by itself in time is none", () => {
    const upTo = (most: number) => controller("counter", (now) => (now === "off" ? "0" : more(Number(now), most)));
    const more = (now: number, most: number) => (now < most ? `${now + 1}` : undefined);
    // Two steps each, and a last look.
    const within = (most: number, restWithin: number) => {
      const run = new Run(light([upTo(most)], []));
      return [explore(run, { restWithin }), exploreGuided(run, { restWithin })].map((one) => one.counterexample?.alone);
    };
    expect(within(200, 450)).toEqual([undefined, undefined]);
    expect(within(200, 100)).toEqual([100, 100]);
    // Few states are looked at to their end.
    expect(within(20, 30)).toEqual([undefined, 30]);
  });

  test("with `maxDepth` it is not looked for", () => {
    const { counterexample, states } = explore(new Run(light([counter], [])), { maxDepth: 9 });
    expect([counterexample, states]).toEqual([undefined, 10]);
  });
});

describe("not where somebody would end it whose turn comes", () => {
  const isEnded = (labels: Readonly<Record<string, string>> | undefined) => labels?.["ended"] === "yes";
  const untilEnded: Component = {
    ...counter,
    *reconcile(key, { view }) {
      const map = view.get(MAPS, key);
      if (map !== undefined && !isEnded(map.metadata.labels))
        yield labelled({ colour: `${Number(colourOf(map)) + 1 || 0}` });
    },
  };
  const blinking: Component = {
    ...counter,
    *reconcile(key, { view }) {
      const map = view.get(MAPS, key);
      if (map !== undefined && !isEnded(map.metadata.labels))
        yield labelled({ colour: colourOf(map) === "on" ? "off" : "on" });
    },
  };
  const ender: Component = {
    ...controller("ender", () => undefined),
    *reconcile(key, { view }) {
      const map = view.get(MAPS, key);
      if (map !== undefined && !isEnded(map.metadata.labels)) yield labelled({ ended: "yes" });
    },
  };

  test("whatever the order is in which they come by default", () => {
    for (const first of [untilEnded, blinking])
      for (const components of [
        [first, ender],
        [ender, first],
      ]) {
        const model = light(components, []);
        const options = { restWithin: 100 };
        expect(check(model, { by: "random", runs: 30, seed: 1, ...options })).toMatchObject({ runs: 30 });
        expect(explore(new Run(model), { maxStates: 500, ...options }).counterexample).toBeUndefined();
        expect(exploreGuided(new Run(model), { perturbations: 0, ...options }).counterexample).toBeUndefined();
      }
  });

  test("a guided run that was left before its end leaves the search incomplete, also where it is gone on with", () => {
    const model = light([untilEnded], []);
    const alone = { perturbations: 0, restWithin: 100 };
    const left = light([untilEnded, ender], []);
    expect(exploreGuided(new Run(model), alone).counterexample?.invariant).toBe(COMES_TO_REST);
    const explorer = new GuidedExplorer(new Run(left), alone);
    expect(explorer.search()).toMatchObject({ complete: false, perturbations: 0 });
    expect(JSON.parse(JSON.stringify(explorer.checkpoint()))).toMatchObject({ cut: true });
  });
});

test("what goes round once everybody gets their turn, and not by default, is told as a circle", () => {
  // By default the one that counts is always first; by turns it is set back each time.
  const resetter: Component = {
    ...controller("resetter", () => undefined),
    *reconcile(key, { view }) {
      const now = colourOf(view.get(MAPS, key));
      if (now !== undefined && now !== "0") yield labelled({ colour: "0" });
    },
  };
  const model = light([counter, resetter], []);
  const { counterexample } = explore(new Run(model));
  expect([counterexample?.fault, counterexample?.alone]).toEqual([
    "counter and resetter never stop writing",
    undefined,
  ]);
  const { fault, token, story } = failureOf(model, { by: "random", seed: 1 });
  expect(fault).toBe("counter and resetter never stop writing");
  const again = replay(token, { components: [counter, resetter] });
  expect([again.broken?.fault, again.story.slice(1)]).toEqual([fault, story.slice(1)]);
});

test("its story is shrunk: what has nothing to do with it is left out, also where the search is not in breadth", () => {
  const onlyRed = controller("counter", (now) =>
    now === "off" || now === undefined ? undefined : `${Number(now) + 1 || 0}`,
  );
  const red = controller("red", (now) => (now === "off" ? "red" : undefined));
  const named = (name: string): UserAction => ({
    act: "apply",
    manifest: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "default", labels: { colour: "off" } },
    },
  });
  const model = light([onlyRed, red], [], { may: [named("other"), named("light"), named("third")] });
  const run = new Run(model);
  const choices: Choice[] = [2, 0, 1].map((action) => ({ do: "act", action }));
  const { fault, alone, loop } = explore(run).counterexample as Counterexample;
  const short = shrunk(run, {
    invariant: COMES_TO_REST,
    fault,
    choices,
    ...(alone && { alone }),
    ...(loop && { loop }),
  });
  expect([short.choices, short.alone]).toEqual([[{ do: "act", action: 1 }], 5000]);
  for (const order of ["depth", "departures"] as const)
    expect(failureOf(model, { by: "explore", order }).counterexample.choices).toEqual(short.choices);
});

test("what has been found stays found where the search is gone on with", () => {
  const explorer = new Explorer(new Run(light([counter], [])));
  const found = explorer.search();
  expect(found.counterexample?.alone).toBe(5000);
  const resume = JSON.parse(JSON.stringify(explorer.checkpoint()));
  expect(explore(new Run(light([counter], [])), { resume })).toEqual(found);
});

test("what people may do makes no difference where the cluster comes to rest", () => {
  const model = rollout(2, { may: [NEW_IMAGE, { act: "deletePod", pod: 0 }], faults: { controllerCrash: 1 } });
  const within = explore(new Run(model), { maxStates: 1500 });
  expect(explore(new Run(model), { maxStates: 1500, restWithin: 400 })).toEqual(within);
});
