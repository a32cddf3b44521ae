import { type Component, entries } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { controller, light, MAP } from "../../test/light.ts";
import { NEW_IMAGE, rollout, SURGE } from "../../test/models.ts";
import { normalObjects } from "../explore/ends/normal.ts";
import { explore } from "../explore/index.ts";
import { COMES_TO_REST } from "../explore/liveness.ts";
import { type Model, Run } from "../model/index.ts";
import type { Choice, World } from "./index.ts";

/** The steps that are taken by default until the world is at rest, and the worlds to which they lead. */
function left(run: Run, start: World): readonly { readonly choice: Choice; readonly world: World }[] {
  const taken: { choice: Choice; world: World }[] = [];
  for (let world = start; ; ) {
    const choice = run.play.next(world);
    if (choice === undefined) return taken;
    world = run.step(world, choice);
    taken.push({ choice, world });
  }
}

/** What happens by default after somebody has made the map, so many steps long. */
function firstSteps(run: Run, count: number): readonly Choice["do"][] {
  let world = run.step(run.start, { do: "act", action: 0 });
  return Array.from({ length: count }, () => {
    const choice = run.play.next(world) as Choice;
    world = run.step(world, choice);
    return choice.do;
  });
}

const failuresOf = (run: Run, world: World, component: string): readonly number[] =>
  Array.from(entries(run.system.stateOf(world, run.system.indexOf(component)).failures), ([, times]) => times);

const waits = (taken: readonly { readonly choice: Choice }[]): readonly number[] =>
  taken.flatMap(({ choice }) => (choice.do === "time" ? [choice.by] : []));

/** A controller that fails: so often if it `notes` each time, and else for ever; `asks`: each time it asks the server something. */
function failing(times: number, { asks = false, notes = false }): Component {
  return {
    ...controller("failing", () => undefined),
    *reconcile(_, { memory }) {
      if (asks) yield { verb: "get", resource: "configmaps", namespace: "default", name: "none" };
      if (!notes) return { error: "not yet" };
      const failed = (memory.get<number>("failed") ?? 0) + 1;
      memory.set("failed", failed);
      return failed <= times ? { error: "not yet" } : undefined;
    },
  };
}

/** Where a run may come to, each as its objects without times and made-up names: anywhere, and at rest. */
function reached(run: Run, stepsOf: (world: World) => readonly Choice[]) {
  const worlds = [run.start];
  const seen = new Set([run.start.name]);
  const ends = new Set<string>();
  const all = new Set<string>();
  for (const world of worlds) {
    const objects = JSON.stringify([...normalObjects(run, world)]);
    all.add(objects);
    if (run.isAtRest(world)) ends.add(objects);
    for (const choice of stepsOf(world)) {
      const after = run.step(world, choice);
      if (seen.has(after.name)) continue;
      seen.add(after.name);
      worlds.push(after);
    }
  }
  return { worlds: worlds.length, ends, all };
}

const EDIT_AND_LEAVE: NonNullable<Model["may"]> = [NEW_IMAGE, { act: "leave", node: "node-1" }];

describe("what is tried again in vain is no step", () => {
  test("and yet one comes to all that one comes to where it is one", () => {
    const model = rollout(1, {
      spec: SURGE,
      cluster: { machines: "instant" },
      may: EDIT_AND_LEAVE,
      faults: { staleCache: 1 },
      late: ["pods", "daemonsets.apps"],
      interleave: ["daemonset-controller"],
    });
    const run = new Run(model);
    const each = (world: World): readonly Choice[] =>
      run.choices(world).map((choice) => {
        const by = run.system.nextDue(world)?.by;
        return choice.do === "time" && by !== undefined ? { do: "time", by } : choice;
      });
    const [passed, tried] = [reached(run, (world) => run.choices(world)), reached(run, each)];
    expect(passed.ends).toEqual(tried.ends);
    expect(passed.all).toEqual(tried.all);
    expect(passed.all.size).toBeGreaterThan(20);
    expect(passed.worlds).toBeLessThan(tried.worlds);
  });

  test("a rollout with surge that waits for the pods of a node that is gone, until they are collected", () => {
    const model = rollout(2, {
      spec: SURGE,
      cluster: { machines: "instant" },
      may: EDIT_AND_LEAVE,
      interleave: ["daemonset-controller"],
    });
    const run = new Run(model);
    const gone = [0, 1].reduce((world, action) => run.step(world, { do: "act", action }), run.start);
    const taken = left(run, gone);
    const [collected] = taken.filter(({ choice }) => choice.do === "time");
    // Source: pkg/controller/podgc/gc_controller.go quarantineTime. Fourteen tries, the last 5 * 2^12 ms after the one before.
    expect(collected?.choice).toEqual({ do: "time", by: 40_000 });
    expect(failuresOf(run, collected?.world as World, "daemonset-controller")).toEqual([14]);
    const tries = taken.filter(({ choice }) => choice.do === "sync" && choice.component === "daemonset-controller");
    expect(tries.length).toBeLessThan(10);
    expect(failuresOf(run, taken.at(-1)?.world as World, "daemonset-controller")).toEqual([]);
  });

  test("but each try is one that notes something", () => {
    const run = new Run(light([failing(9, { notes: true })], []));
    const taken = left(run, run.step(run.start, { do: "act", action: 0 }));
    const tries = taken.filter(({ choice }) => choice.do === "sync" && choice.component === "failing");
    expect(tries).toHaveLength(10);
    expect(failuresOf(run, taken.at(-1)?.world as World, "failing")).toEqual([]);
  });

  test("or that asks the server", () => {
    const run = new Run(light([failing(0, { asks: true })], []));
    const round = ["sync", "proceed", "time"];
    expect(firstSteps(run, 9)).toEqual([...round, ...round, ...round]);
  });

  test("nor one that gives itself something else to do", () => {
    const busy: Component = {
      ...controller("busy", () => undefined),
      *reconcile(key, { enqueue, now }) {
        if (key !== MAP) return undefined;
        enqueue(`at ${now}`);
        return { error: "not yet" };
      },
    };
    const run = new Run(light([busy], []));
    const round = ["sync", "sync", "time"];
    expect(firstSteps(run, 12)).toEqual([...round, ...round, ...round, ...round]);
  });

  test("nor one that succeeds, whoever else waits for something", () => {
    const patient: Component = {
      ...controller("patient", () => undefined),
      *reconcile(_, { memory, now }) {
        const since = memory.get<number>("since");
        if (since === undefined) memory.set("since", now);
        return now - (since ?? now) < 3_000 ? { error: "not yet" } : undefined;
      },
    };
    const other: Component = {
      ...controller("other", () => undefined),
      onEvent: (_, { enqueueAfter }) => enqueueAfter(MAP, 60_000),
    };
    const run = new Run(light([patient, other], []));
    const taken = left(run, run.step(run.start, { do: "act", action: 0 }));
    // The first second's retries take no time; then client-go waits for 1.28 s, and for 2.56 s.
    expect(waits(taken)).toEqual([1_280 + 2_560, 60_000 - 1_280 - 2_560]);
  });

  test("and what fails for ever never comes to rest", () => {
    for (const asks of [true, false]) {
      const { counterexample } = explore(new Run(light([failing(0, { asks })], [])));
      expect(counterexample?.invariant).toBe(COMES_TO_REST);
      expect(counterexample?.loop?.map(({ do: what }) => what)).toContain("time");
    }
  });
});

describe("for a retry within the second the clock does not move", () => {
  test("and afterwards by as much as client-go waits", () => {
    const run = new Run(light([failing(9, { notes: true })], []));
    const taken = left(run, run.step(run.start, { do: "act", action: 0 }));
    expect(waits(taken)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1_280]);
    expect(run.system.surroundingsOf(taken.at(-2)?.world as World).now % 1000).toBe(280);
  });

  test("what is due before is done before", () => {
    const other: Component = {
      ...controller("other", () => undefined),
      onEvent: (_, { enqueueAfter }) => enqueueAfter(MAP, 30),
    };
    const run = new Run(light([failing(9, { notes: true }), other], []));
    const taken = left(run, run.step(run.start, { do: "act", action: 0 }));
    const names = taken.flatMap(({ choice }) => (choice.do === "sync" ? [choice.component] : []));
    // After 5, 10 and 20 ms, each counted from where the clock stood; the next would be at 40 ms.
    expect(names.indexOf("other")).toBe(4);
    expect(waits(taken).slice(0, 5)).toEqual([0, 0, 0, 30, 0]);
  });

  test("so that it is none of the four for which an informer may be late", () => {
    const run = new Run(light([failing(99, { notes: true })], [], { befall: ["failing"], faults: { staleCache: 1 } }));
    let world = run.step(run.start, { do: "act", action: 0 });
    world = run.step(world, { do: "staleCache", component: "failing", resource: "configmaps" });
    const tried: number[] = [];
    const goOn = () => run.choices(world).find((choice) => choice.do === "sync" || choice.do === "time");
    for (let choice = goOn(); choice !== undefined; choice = goOn()) {
      if (choice.do === "time") tried.push(choice.by);
      world = run.step(world, choice);
    }
    expect(tried).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1_280, 2_560, 5_120, 10_240]);
  });
});
