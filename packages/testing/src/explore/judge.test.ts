import { type Component, entries, type Node } from "@kubetick/core";
import { expect, test } from "vitest";
import { eventually, type Observation } from "../invariants/index.ts";
import { Run } from "../model/index.ts";
import { explore } from "./index.ts";

/** The third time that it sees the node without a label it means to look again, in two hours. */
const sleeper: Component = {
  name: "sleeper",
  watches: ["nodes"],
  onEvent: ({ key }, { enqueue }) => enqueue(key),
  *reconcile(key, { view, memory }) {
    if (view.get<Node>("nodes", key)?.metadata.labels?.["seen"] !== undefined) return;
    const times = (memory.get<number>("times") ?? 0) + 1;
    memory.set("times", times);
    if (times === 3) return { requeueAfter: 7_200_000, timer: "background" };
  },
};

const timersIn = ({ state }: Observation): number =>
  Object.values(state.components).reduce((sum, { timers }) => sum + [...entries(timers.queue)].length, 0);

test("at rest it is judged by what anybody will come back to, though all objects are as they were", () => {
  const label = (value: string | null) => ({
    action: { act: "labelNode", node: "node-1", key: "seen", value } as const,
    times: 2,
  });
  const nobodyComesBack = eventually("nobodyComesBack", (at) => timersIn(at) === 0 || "somebody will", {
    reads: ["nodes"],
  });
  const run = new Run({
    name: "a sleeper",
    cluster: { nodes: 1, builtin: [], components: [sleeper] },
    may: [label("yes"), label(null)],
    befall: [],
    invariants: [nobodyComesBack],
  });
  const { counterexample } = explore(run);
  expect([counterexample?.invariant, counterexample?.fault]).toEqual(["nobodyComesBack", "somebody will"]);
  expect(counterexample?.choices.filter((choice) => choice.do === "act").map(({ action }) => action)).toEqual([
    0, 1, 0, 1,
  ]);
});
