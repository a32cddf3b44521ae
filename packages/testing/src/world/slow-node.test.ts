import { type Component, type DaemonSet, viewOf } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { rollout } from "../../test/models.ts";
import { agent } from "../../test/saboteur.ts";
import { CheckFailedError, check } from "../check/index.ts";
import { explore } from "../explore/index.ts";
import { interchangeableNodes, Keys } from "../explore/parts.ts";
import { always } from "../invariants/index.ts";
import { ANY, type Model, Run } from "../model/index.ts";
import { replay, tokenOf } from "../replay/index.ts";
import type { Choice, World } from "./index.ts";

const FAULTS = { faults: { slowNode: 1 } } as const;
const slow = (node: string): Choice => ({ do: "slowNode", node, by: 60 });
const fast = (node: string): Choice => ({ do: "slowNodeRecovery", node });
const act = (action = 0, on?: string): Choice => ({ do: "act", action, ...(on === undefined ? {} : { on }) });

function played(run: Run, ...choices: readonly Choice[]): World {
  return choices.reduce((world, choice) => run.step(world, choice), run.start);
}

/** How long it takes until the world is at rest, with the step that is taken by default each time. */
function untilRest(run: Run, world: World): number {
  let time = 0;
  for (let at = world; ; ) {
    const next = run.play.next(at);
    if (next === undefined) return time;
    if (next.do === "time") time += next.by;
    at = run.step(at, next);
  }
}

describe("a machine becomes slow", () => {
  const ofSlowness = ({ do: what }: Choice) => what === "slowNode" || what === "slowNodeRecovery";

  test("on each node, as often as the model says, and is as fast as before whenever it may be; without a budget never", () => {
    const run = new Run(rollout(2, FAULTS));
    expect(run.choices(run.start).filter(ofSlowness)).toEqual([slow("node-1"), slow("node-2")]);
    const after = played(run, slow("node-2"));
    expect(run.choices(after).filter(ofSlowness)).toEqual([fast("node-2")]);
    expect(run.observation(after).faults).toEqual(["slowNode"]);
    expect(run.choices(played(run, slow("node-2"), fast("node-2"))).filter(ofSlowness)).toEqual([]);
    const twice = new Run(rollout(2, { faults: { slowNode: 2 } }));
    expect(twice.choices(played(twice, slow("node-2"))).filter(ofSlowness)).toEqual([fast("node-2"), slow("node-1")]);
    const never = new Run(rollout(2));
    expect(never.choices(never.start).filter(ofSlowness)).toEqual([]);
  });

  test("one of which the model says itself that it is slow stays so", () => {
    const nodes = ["node-1", { name: "node-2", slowdown: 5 }];
    const run = new Run(rollout(2, { ...FAULTS, cluster: { nodes } }));
    expect(run.choices(run.start).filter(ofSlowness)).toEqual([slow("node-1")]);
  });

  test("a rollout takes as much longer there, until the machine is as fast as before", () => {
    const run = new Run(rollout(1, FAULTS));
    const usual = untilRest(run, played(run, act()));
    expect(usual).toBe(500 + 300 + 1_500);
    expect(untilRest(run, played(run, slow("node-1"), act()))).toBe(60 * usual);
    expect(untilRest(run, played(run, slow("node-1"), fast("node-1"), act()))).toBe(usual);
  });

  test("of instant nodes too: a pod takes a minute to go, and one to run", () => {
    // No kubelet says here what the node has.
    const nodes = [{ name: "node-1", capacity: { pods: "10" } }];
    const run = new Run(rollout(1, { ...FAULTS, cluster: { machines: "instant", nodes } }));
    expect(untilRest(run, played(run, act()))).toBe(0);
    expect(untilRest(run, played(run, slow("node-1"), act()))).toBe(120_000);
  });

  test("a run with it can be told, and played again", () => {
    const run = new Run(rollout(1, FAULTS));
    const token = tokenOf(run.model, run, [slow("node-1"), act(), fast("node-1")]);
    expect(replay(token).story.slice(1, 4)).toEqual([
      "     0s  the machine of node-1 becomes slow: it takes 60 times as long",
      "     0s  kubectl set image daemonset/agent *=example.com/agent:2",
      "     0s  the machine of node-1 is as fast as before",
    ]);
    expect(replay(token).hash).toBe(replay(token).hash);
  });

  test("with all that a rollout comes to, the invariants hold", () => {
    const model = rollout(1, { ...FAULTS, spec: { minReadySeconds: 30 } });
    expect(explore(new Run(model))).toMatchObject({ complete: true, neverSeen: [] });
  });
});

describe("slow nodes that differ only in their names", () => {
  const run = new Run(rollout(3, { faults: { slowNode: 2 }, may: [{ act: "deletePod", pod: ANY }] }));
  const keys = new Keys(run, interchangeableNodes(run.model));
  const keyOf = (...choices: readonly Choice[]) => JSON.stringify(keys.of(played(run, ...choices)));
  const [first, second, third] = ["node-1", "node-2", "node-3"].map(slow) as [Choice, Choice, Choice];

  test("are one to the explorer, one or two of them, in any order", () => {
    expect(new Set([first, second, third].map((one) => keyOf(one))).size).toBe(1);
    const pairs = [first, second, third].flatMap((one) => [first, second, third].map((other) => [one, other] as const));
    const different = pairs.filter(([one, other]) => one !== other);
    expect(new Set(different.map((pair) => keyOf(...pair))).size).toBe(1);
    expect(new Set([keyOf(), keyOf(first), keyOf(first, second), keyOf(first, fast("node-1"))]).size).toBe(4);
  });

  test("are told apart by what else is so of them", () => {
    const deletions = run.choices(run.start).filter(({ do: what }) => what === "act");
    const nodes = ["node-1", "node-2", "node-3"];
    const found = deletions.map((deletion) => nodes.map((node) => keyOf(slow(node), deletion)));
    expect(found).toHaveLength(3);
    // The pod of the slow node is deleted, or that of another one.
    expect(new Set(found.flat()).size).toBe(2);
    for (const one of found) expect(new Set(one).size).toBe(2);
  });
});

/** Says of a DaemonSet that it has been rolled out, half a minute after it has come: that has always been long enough. */
const announcer: Component = {
  name: "announcer",
  watches: ["daemonsets.apps"],
  onEvent: ({ type, key }, { enqueueAfter }) => {
    if (type === "ADDED") enqueueAfter(key, 30_000);
  },
  *reconcile(key) {
    const [namespace = "", name = ""] = key.split("/");
    const body = { metadata: { annotations: { announced: "true" } } };
    yield { verb: "patch", patchType: "merge", resource: "daemonsets.apps", namespace, name, body };
  },
};

const announcedWhenReady = always("announcedWhenReady", ({ state }) => {
  const [found] = viewOf(state.tables).list<DaemonSet>("daemonsets.apps");
  if (found?.metadata.annotations?.["announced"] === undefined) return true;
  const { numberReady = 0, desiredNumberScheduled = 0 } = found.status ?? {};
  return numberReady === desiredNumberScheduled || `announced with ${numberReady} of ${desiredNumberScheduled} ready`;
});

describe("a controller which takes it that pods are ready within half a minute", () => {
  const model: Model = {
    name: "announced",
    cluster: { nodes: 1, components: [announcer] },
    may: [{ act: "apply", manifest: agent() }],
    invariants: [announcedWhenReady],
  };

  test("is right as long as no machine is slow, and also where clocks are off and updates are refused", () => {
    expect(check(model, { by: "explore" })).toMatchObject({ complete: true });
    const faults = { clockSkew: 1, conflict: 1 };
    expect(check({ ...model, faults }, { by: "explore" })).toMatchObject({ complete: true });
  });

  test.each(["explore", "random"] as const)("is found out where one may be, by %s", (by) => {
    const error = failureOf({ ...model, ...FAULTS }, by);
    expect(error.invariant).toBe("announcedWhenReady");
    const told = error.story.slice(1).filter((line) => /slow|kubectl|announcer/.test(line));
    expect(told.map((line) => line.replace(/^ *\d+s {2}/, ""))).toEqual([
      "the machine of node-1 becomes slow: it takes 60 times as long",
      "kubectl apply -f - (DaemonSet agent)",
      "announcer patches daemonset agent",
    ]);
  });
});

function failureOf(model: Model, by: "explore" | "random"): CheckFailedError {
  try {
    check(model, by === "explore" ? { by } : { by, seed: 1 });
  } catch (error) {
    if (error instanceof CheckFailedError) return error;
  }
  throw new Error("nothing was found");
}
