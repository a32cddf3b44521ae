import { type ClusterView, type Component, type DaemonSet, type Node, type Pod, viewOf } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { NEW_IMAGE, ON_DELETE, rollout, SURGE } from "../../test/models.ts";
import { always, type Invariant, type Observation, sometimes, stockInvariants } from "../invariants/index.ts";
import { ANY, type Model, Run } from "../model/index.ts";
import { type ExploreOptions, explore } from "./index.ts";

const UNREDUCED: ExploreOptions = { symmetry: false, partialOrder: false };

/** What there is on the nodes, whichever node is which, and what the status says of it. */
function seenIn({ state }: Observation): string {
  const view = viewOf(state.tables);
  const [daemonSet] = view.list<DaemonSet>("daemonsets.apps");
  const onNodes = new Map<string, string[]>();
  for (const { metadata, spec, status } of view.list<Pod>("pods")) {
    const ready = status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
    const pod = `${spec?.containers[0]?.image}${ready ? " ready" : ""}${metadata.deletionTimestamp ? " going" : ""}`;
    onNodes.set(spec?.nodeName ?? "", [...(onNodes.get(spec?.nodeName ?? "") ?? []), pod].sort());
  }
  const { updatedNumberScheduled = 0, numberAvailable = 0 } = daemonSet?.status ?? {};
  return JSON.stringify([updatedNumberScheduled, numberAvailable, [...onNodes.values()].map(String).sort()]);
}

function explored(model: Model, options: ExploreOptions) {
  const values = new Set<string>();
  const watching: Invariant = always("watching", (at) => {
    values.add(seenIn(at));
    return true;
  });
  // What is watched is the same whichever node is which.
  const invariants = [...(model.invariants ?? stockInvariants), watching];
  const run = new Run({ ...model, invariants, symmetric: true });
  const { states, complete, counterexample } = explore(run, options);
  return { states, complete, broken: counterexample?.invariant, values: [...values].sort() };
}

/** The syncs of the DaemonSet controller, and what is done beside them, while informers of these resources may be late. */
const late = (resources: readonly string[], faults: Model["faults"], more: Parameters<typeof rollout>[1] = {}): Model =>
  rollout(1, {
    ...more,
    may: [NEW_IMAGE, { act: "deletePod", pod: ANY }],
    cluster: { machines: "instant" },
    interleave: ["daemonset-controller"],
    faults: { staleCache: resources.length, ...faults },
    late: resources,
  });

const MODELS: readonly (readonly [string, Model])[] = [
  ["RollingUpdate on two nodes", rollout(2)],
  ["RollingUpdate with surge on two nodes", rollout(2, { spec: SURGE })],
  ["OnDelete", rollout(1, { spec: ON_DELETE, may: [{ act: "deletePod", pod: ANY }] })],
  ["a crash of the controller", rollout(1, { faults: { controllerCrash: 1 } })],
  ["a conflict", rollout(1, { faults: { conflict: 1 } })],
  ["a request without an answer, with surge", rollout(1, { spec: SURGE, faults: { requestTimeout: 1 } })],
  ["a stale cache", rollout(1, { may: [{ act: "deletePod", pod: ANY }], faults: { staleCache: 1 } })],
  ["a stale cache of pods, with surge", late(["pods"], {}, { spec: SURGE })],
  ["a stale cache of DaemonSets, and a conflict", late(["daemonsets.apps"], { conflict: 1 })],
  ["a stale cache of pods, and a request without an answer", late(["pods"], { requestTimeout: 1 })],
  ["two stale caches", late(["pods", "daemonsets.apps"], {})],
  ["a machine without power", rollout(1, { may: [], faults: { nodeFailure: 1 } })],
  ["a slow machine, of two", rollout(2, { may: [{ act: "deletePod", pod: ANY }], faults: { slowNode: 1 } })],
];

/** The states of unreduced search, and of reduced search in both orders, which see the same. */
function statesOf(model: Model): readonly [number, number, number] {
  const all = explored(model, UNREDUCED);
  expect(all).toMatchObject({ complete: true, broken: undefined });
  const states = (["breadth", "depth"] as const).map((order) => {
    const reduced = explored(model, { order });
    expect(reduced).toMatchObject({ complete: true, broken: undefined, values: all.values });
    return reduced.states;
  });
  return [all.states, ...(states as [number, number])];
}

describe("the reductions leave out no verdict and no value that can be seen", () => {
  test.each(MODELS)("%s", (_, model) => {
    const [all, ...reduced] = statesOf(model);
    for (const states of reduced) expect(states).toBeLessThan(all);
  });

  test("a stale cache of pods: there is nothing to leave out", () => {
    const [all, ...reduced] = statesOf(late(["pods"], {}));
    expect(reduced).toEqual([all, all]);
  });

  test("two leaders break the same invariant", () => {
    const model = rollout(1, { faults: { twoLeaders: 1 } });
    expect(explored(model, UNREDUCED).broken).toBe("neverTwoOnNode");
    expect(explored(model, {}).broken).toBe("neverTwoOnNode");
  });
});

describe("exact counts", () => {
  test("breadth and depth find the same number of states, step by step or at once", () => {
    const model = rollout(1, { faults: { controllerCrash: 1 } });
    const breadth = explore(new Run(model), UNREDUCED);
    const depth = explore(new Run(model), { ...UNREDUCED, order: "depth" });
    expect([depth.states, depth.steps, depth.terminal]).toEqual([breadth.states, breadth.steps, breadth.terminal]);
    expect(breadth.complete && depth.complete).toBe(true);
    expect(depth.depth).toBeGreaterThan(breadth.depth);
  });

  test("a sync that asks for nothing comes first: a tenth fewer", () => {
    const { states } = explore(new Run(rollout(2)), UNREDUCED);
    const reduced = explore(new Run(rollout(2)), { ...UNREDUCED, partialOrder: true });
    expect(states / reduced.states).toBeGreaterThan(1.1);
  });

  test("three interchangeable nodes: nearly six times fewer", () => {
    const model = rollout(3, { spec: SURGE, invariants: [] });
    const all = explore(new Run(model), UNREDUCED).states;
    const reduced = explore(new Run(model), { ...UNREDUCED, symmetry: true }).states;
    expect(all / reduced).toBeGreaterThan(3.5);
    expect(all / reduced).toBeLessThanOrEqual(6);
  });
});

test("a component of one's own may look at what does not put its key back into the queue", () => {
  // It hears that a node joins, and looks whether somebody has touched it by then: only late it sees something to do.
  const labelsOf = (view: ClusterView) => view.get<Node>("nodes", "late")?.metadata.labels;
  const forgetful: Component = {
    name: "forgetful",
    watches: ["nodes"],
    onEvent: ({ type, key }, { enqueue }) => {
      if (type === "ADDED" && key === "late") enqueue(key);
    },
    *reconcile(name, { view }) {
      const body = { metadata: { labels: { seen: "touched" } } };
      if (labelsOf(view)?.["touched"]) yield { verb: "patch", patchType: "merge", resource: "nodes", name, body };
    },
  };
  const saw = sometimes("saw", ({ state }) => labelsOf(viewOf(state.tables))?.["seen"] === "touched" || "it has not");
  const touch = { act: "labelNode", node: "late", key: "touched", value: "yes" } as const;
  const model = rollout(1, { may: [{ act: "join", node: { name: "late" } }, touch] });
  const cluster = { ...model.cluster, components: [forgetful] };
  const run = () => new Run({ ...model, cluster, befall: ["forgetful"], interleave: ["forgetful"], invariants: [saw] });
  expect(explore(run(), UNREDUCED).neverSeen).toEqual([]);
  expect(explore(run(), {}).neverSeen).toEqual([]);
});
