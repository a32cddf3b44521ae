import { describe, expect, test } from "vitest";
import { ON_DELETE, rollout, SURGE } from "../../test/models.ts";
import { leadsTo } from "../invariants/index.ts";
import { type Model, Run } from "../model/index.ts";
import { type ExploreOptions, explore } from "./index.ts";

const crash = rollout(1, { faults: { controllerCrash: 1 } });

describe("a search that forgets whenever it can comes to the same as one that remembers all", () => {
  const stale = rollout(1, { faults: { staleCache: 1 }, late: ["pods"], interleave: ["daemonset-controller"] });
  const owed = leadsTo(
    "a crash is followed by rest",
    ({ faults }) => faults.length > 0,
    ({ atRest }) => atRest || "not yet",
  );
  test.each<[string, Model, ExploreOptions]>([
    ["in breadth", crash, {}],
    ["in breadth, unreduced", crash, { symmetry: false, partialOrder: false }],
    ["with interchangeable nodes", rollout(2), {}],
    ["in depth", crash, { order: "depth" }],
    ["by departures", crash, { order: "departures" }],
    ["with surge, and two at once", rollout(1, { spec: SURGE, faults: { twoLeaders: 1 } }), {}],
    ["on delete", rollout(2, { spec: ON_DELETE, may: [{ act: "leave", node: "*" }] }), {}],
    ["late informers", stale, {}],
    ["what is owed", { ...crash, invariants: [owed] }, {}],
    ["several ends", crash, { oracles: { oneEnd: true } }],
  ])("%s", (_, model, options) => {
    const all = new Run(model);
    const little = new Run(model);
    const forgetting = explore(little, { ...options, rememberedParts: 1 });
    expect(forgetting).toEqual(explore(all, options));
    expect(forgetting.states).toBeGreaterThan(30);
    expect(little.system.parts.count).toBeLessThan(all.system.parts.count);
  });
});

test("what is found is told the same", () => {
  const model = rollout(1, { faults: { twoLeaders: 1 } });
  const forgetting = explore(new Run(model), { rememberedParts: 1 });
  expect(forgetting).toEqual(explore(new Run(model)));
  expect(forgetting.counterexample?.invariant).toBe("neverTwoOnNode");
});
