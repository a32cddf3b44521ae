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

describe("nodes like kwok's", () => {
  test("are ready at once, and so are their pods", () => {
    expect(outcome({})).toEqual({ ready: "True", phase: "Running" });
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
});
