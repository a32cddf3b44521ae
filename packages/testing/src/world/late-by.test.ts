import { type Component, type Pod, viewOf } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { NEW_IMAGE, rollout, SURGE } from "../../test/models.ts";
import { explore } from "../explore/index.ts";
import { always, type Invariant, stockInvariants } from "../invariants/index.ts";
import { ANY, type Model, Run } from "../model/index.ts";
import { tell } from "../story/index.ts";
import type { Choice, World } from "./index.ts";

/** An edit, and a pod that is deleted, while the informer of pods may be late. */
const model = (more: Partial<Model> = {}): Model =>
  rollout(1, {
    spec: SURGE,
    may: [NEW_IMAGE, { act: "deletePod", pod: ANY }],
    cluster: { machines: "instant" },
    interleave: ["daemonset-controller"],
    faults: { staleCache: 1 },
    late: ["pods"],
    ...more,
  });

/** All pods that there may be, and how many states there are. */
function seenBy(more: Partial<Model>) {
  const seen = new Set<string>();
  const watching: Invariant = always("watching", ({ state }) => {
    const pods = viewOf(state.tables).list<Pod>("pods");
    seen.add(
      pods.map(({ metadata, status }) => `${metadata.uid} ${metadata.deletionTimestamp} ${status?.phase}`).join(),
    );
    return true;
  });
  const run = new Run(model({ ...more, invariants: [...stockInvariants, watching] }));
  const { states, complete, counterexample } = explore(run, { symmetry: false });
  expect([complete, counterexample]).toEqual([true, undefined]);
  return { states, seen };
}

const missedIn = (run: Run, world: World): number =>
  Math.max(0, ...Object.values(run.system.lateOf(world)).map(({ missed }) => missed.length));

/** Plays to a world in which nothing else can happen than that a late informer hears. */
function untilItMustHear(run: Run): { readonly choices: readonly Choice[]; readonly world: World } {
  const choices: Choice[] = [];
  let world = run.start;
  const take = (choice: Choice) => {
    choices.push(choice);
    world = run.step(world, choice);
  };
  take(run.choices(world).find((choice) => choice.do === "act" && choice.action === 0) as Choice);
  for (let steps = 0; steps < 100; steps++) {
    const possible = run.choices(world);
    if (possible.length === 1 && possible[0]?.do === "hear") return { choices, world };
    take(possible.find((choice) => choice.do === "staleCache") ?? (possible[0] as Choice));
  }
  throw new Error("it never must");
}

describe("an informer may be late by so many changes", () => {
  test("of one more it hears of the oldest before anything else happens", () => {
    const run = new Run(model({ lateBy: 2 }));
    const { world } = untilItMustHear(run);
    expect(missedIn(run, world)).toBe(3);
    const [hear] = run.choices(world) as [Choice];
    expect(hear).toEqual({ do: "hear", component: "daemonset-controller", resource: "pods" });
    const after = run.step(world, hear);
    expect(missedIn(run, after)).toBe(2);
    expect(run.choices(after)).not.toContainEqual(hear);
  });

  test("the story tells that it hears", () => {
    const run = new Run(model({ lateBy: 1 }));
    const { choices, world } = untilItMustHear(run);
    const told = tell(run, { fault: "x", choices: [...choices, ...run.choices(world)] });
    expect(told.filter((line) => line.includes("hears"))).toEqual([
      "     0s  daemonset-controller hears nothing of pods from now on",
      "     0s  daemonset-controller hears of a change of pods that it had missed",
    ]);
  });

  test("whatever happens then may happen without a bound, and the larger the bound is the more", () => {
    const all = seenBy({});
    const bounded = [1, 2, 20].map((lateBy) => seenBy({ lateBy }));
    for (const { seen } of bounded) expect([...seen].filter((pods) => !all.seen.has(pods))).toEqual([]);
    const counts = bounded.map(({ states }) => states);
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
    expect(counts[2]).toBe(all.states);
    expect(bounded[2]?.seen).toEqual(all.seen);
  });

  test("what goes wrong by being late by one change is found with a bound of one", () => {
    const maker: Component = {
      name: "maker",
      watches: ["nodes", "pods"],
      onEvent: ({ resource }, { enqueue }) => {
        if (resource === "nodes") enqueue("all");
      },
      *reconcile(_, { view }) {
        if (view.list("pods").length > 0) return;
        const spec = { containers: [{ name: "main", image: "a" }] };
        const body = { apiVersion: "v1", kind: "Pod", metadata: { generateName: "only-" }, spec };
        yield { verb: "create", resource: "pods", namespace: "default", body };
      },
    };
    const one = always("one", ({ state }) => viewOf(state.tables).list("pods").length < 2 || "there are two");
    const join = (name: string) => ({ act: "join", node: { name } }) as const;
    const makers: Model = {
      name: "makers",
      cluster: { nodes: 0, builtin: [], components: [maker] },
      may: [join("a"), join("b")],
      befall: ["maker"],
      invariants: [one],
    };
    const found = (more: Partial<Model>) => explore(new Run({ ...makers, ...more })).counterexample?.fault;
    expect(found({})).toBe(undefined);
    expect(found({ faults: { staleCache: 1 }, lateBy: 1 })).toBe("there are two");
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("%d is no number of changes", (lateBy) => {
    expect(() => new Run(model({ lateBy }))).toThrow(
      new RangeError(`model rollout: lateBy is a whole number from 1 on, not ${lateBy}`),
    );
  });
});
