import { type Pod, viewOf } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { ON_DELETE, rollout, SURGE } from "../../test/models.ts";
import { always, leadsTo, type Observation, stockInvariants } from "../invariants/index.ts";
import { ANY, type Model, Run } from "../model/index.ts";
import { explore } from "./index.ts";

const prompt = (more: Parameters<typeof rollout>[1]): Model =>
  rollout(2, { ...more, cluster: { machines: "instant" }, interleave: ["daemonset-controller"] });

const MODELS: readonly (readonly [string, Model])[] = [
  ["RollingUpdate and a crash", prompt({ faults: { controllerCrash: 1 } })],
  ["surge, and a pod that is deleted", prompt({ spec: SURGE, may: [{ act: "deletePod", pod: ANY }] })],
  [
    "OnDelete, a node comes and one goes",
    prompt({
      spec: ON_DELETE,
      may: [
        { act: "join", node: {} },
        { act: "leave", node: ANY },
      ],
    }),
  ],
];

/** Something that makes every world a state: it might begin there, or be met. */
const everyWorldCounts = leadsTo(
  "nothing leads to nothing",
  () => false,
  () => true,
);

const podsIn = ({ state }: Observation) =>
  viewOf(state.tables)
    .list<Pod>("pods")
    .map(({ spec, status }) => `${spec?.nodeName} ${status?.phase} ${spec?.containers[0]?.image}`)
    .sort()
    .join();

function explored(model: Model, more: Model["invariants"] & {} = []) {
  const seen = new Set<string>();
  const watching = always("watching", (at) => {
    seen.add(podsIn(at));
    return true;
  });
  const run = new Run({ ...model, symmetric: true, invariants: [...stockInvariants, watching, ...more] });
  // Which of two nodes that are alike it is that was looked at first is nothing to compare.
  const { states, terminal, complete } = explore(run, { symmetry: false });
  return { states, terminal, complete, seen: [...seen].sort() };
}

describe("worlds in which somebody prompt has something to do are judged, and are no states", () => {
  test.each(MODELS)("%s: nothing is left out", (_, model) => {
    const few = explored(model);
    const all = explored(model, [everyWorldCounts]);
    expect([few.complete, all.complete]).toEqual([true, true]);
    expect([few.seen, few.terminal]).toEqual([all.seen, all.terminal]);
    expect(few.states).toBeLessThan(all.states);
  });

  test("what breaks in between is found, with the way exactly to it", () => {
    // A new pod is there, and its node has not yet seen to it.
    const neverPending = always("neverPending", (at) => !/Pending example.com.agent:2/.test(podsIn(at)) || "pending");
    const run = new Run({ ...prompt({}), invariants: [neverPending] });
    const { counterexample } = explore(run);
    expect([counterexample?.invariant, counterexample?.fault]).toEqual(["neverPending", "pending"]);
    const choices = counterexample?.choices ?? [];
    const worlds = choices.map((_, count) =>
      choices.slice(0, count + 1).reduce((world, choice) => run.step(world, choice), run.start),
    );
    const broken = worlds.map((world) => neverPending.holds(run.observation(world)) !== true);
    expect(broken.indexOf(true)).toBe(choices.length - 1);
  });
});
