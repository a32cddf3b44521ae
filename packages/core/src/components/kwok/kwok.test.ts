import { describe, expect, test } from "vitest";
import type { ApiRequest } from "../../api/request.ts";
import type { Node, Pod } from "../../kubernetes/types.ts";
import { createMachine } from "../../machine/machine.ts";
import { viewOf } from "../../store/view.ts";
import { type InstantNodesOptions, instantNodes } from "./index.ts";

const container = { name: "main", image: "a:1" };
const REQUESTS: readonly ApiRequest[] = [
  { verb: "create", resource: "nodes", body: { apiVersion: "v1", kind: "Node", metadata: { name: "n1" } } },
  {
    verb: "create",
    resource: "pods",
    namespace: "default",
    body: { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { nodeName: "n1", containers: [container] } },
  },
];

/** What becomes of a node and a pod on it. */
function outcome(options: InstantNodesOptions) {
  const machine = createMachine({ components: [instantNodes(options)] });
  let state = machine.initialState({ seed: 1 });
  for (const request of REQUESTS) state = machine.request(state, request).state;
  const { tables } = machine.run(state, state.now + 1000);
  const view = viewOf(tables);
  const conditions = view.get<Node>("nodes", "n1")?.status?.conditions ?? [];
  return {
    ready: conditions.find(({ type }) => type === "Ready")?.status,
    phase: view.get<Pod>("pods", "default/p")?.status?.phase,
  };
}

const DELETION: ApiRequest = { verb: "delete", resource: "pods", namespace: "default", name: "p" };

/** A pod on a machine that is sixty times slower than others. */
function onSlowMachine() {
  const hardware = {
    apiVersion: "sim.kubetick.dev/v1",
    kind: "Machine",
    metadata: { name: "n1" },
    spec: { slowdown: 60 },
  };
  const machine = createMachine({ components: [instantNodes()] });
  let state = machine.initialState({ seed: 1 });
  const start = state.now;
  const ask = (request: ApiRequest) => {
    state = machine.request(state, request).state;
  };
  const phases = (...seconds: readonly number[]) =>
    seconds.map((second) => {
      state = machine.run(state, start + second * 1000);
      return viewOf(state.tables).get<Pod>("pods", "default/p")?.status?.phase;
    });
  ask({ verb: "create", resource: "machines.sim.kubetick.dev", body: hardware });
  for (const request of REQUESTS) ask(request);
  return { ask, phases };
}

describe("nodes like kwok's", () => {
  test("are ready at once, and so are their pods", () => {
    expect(outcome({})).toEqual({ ready: "True", phase: "Running" });
  });

  test("have room for any pods, where nothing is said of what they have", () => {
    const machine = createMachine({ components: [instantNodes()] });
    const statusOf = (status?: object) => {
      const body = { apiVersion: "v1", kind: "Node", metadata: { name: "n1" }, ...(status && { status }) };
      const { state } = machine.request(machine.initialState({ seed: 1 }), { verb: "create", resource: "nodes", body });
      return viewOf(machine.run(state, state.now).tables).get<Node>("nodes", "n1")?.status;
    };
    const plenty = { cpu: "1k", memory: "1Ti", pods: "1M" };
    expect(statusOf()).toMatchObject({ capacity: plenty, allocatable: plenty });
    const few = { pods: "10" };
    expect(statusOf({ capacity: few, allocatable: few })).toMatchObject({ capacity: few, allocatable: few });
  });

  test("on those excepted pods do not start by themselves", () => {
    expect(outcome({ except: (node) => node === "n1" })).toEqual({ ready: "True", phase: "Pending" });
  });

  test("those that are mute do not get ready by themselves, and their pods do", () => {
    expect(outcome({ mute: (node) => node === "n1" })).toEqual({ ready: undefined, phase: "Running" });
  });

  test("of two parts one starts, the other ends", () => {
    expect(outcome({ part: "ends" })).toEqual({ ready: undefined, phase: "Pending" });
  });

  test("on a slow machine pods take as many seconds to run, and to be gone", () => {
    const { ask, phases } = onSlowMachine();
    expect(phases(0, 59, 60, 100)).toEqual(["Pending", "Pending", "Running", "Running"]);
    ask(DELETION);
    expect(phases(159, 160)).toEqual(["Running", undefined]);
  });

  test("a pod that is deleted before it has come to run on a slow machine goes as slowly, and never runs", () => {
    const { ask, phases } = onSlowMachine();
    expect(phases(30)).toEqual(["Pending"]);
    ask(DELETION);
    expect(phases(60, 89, 90)).toEqual(["Pending", "Pending", undefined]);
  });

  test("a machine that is as fast as others again makes pods run at once", () => {
    const { ask, phases } = onSlowMachine();
    const body = { spec: { slowdown: null } };
    ask({ verb: "patch", patchType: "merge", resource: "machines.sim.kubetick.dev", name: "n1", body });
    expect(phases(0)).toEqual(["Running"]);
  });
});
