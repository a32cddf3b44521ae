import { describe, expect, test } from "vitest";
import { hashState } from "../store/hash.ts";
import type { Component } from "./component.ts";
import { createMachine } from "./machine.ts";
import { readSnapshot, SnapshotError, writeSnapshot } from "./snapshot.ts";

const slow: Component = {
  name: "slow",
  // Nothing is ever written to the second: its table is in caches alone.
  watches: ["nodes", "secrets"],
  onEvent: (event, { enqueue }) => enqueue(event.key),
  *reconcile(key, sync) {
    yield {
      verb: "create",
      resource: "configmaps",
      namespace: "default",
      body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: key }, data: { __proto__x: "\u0000" } },
    };
    sync.memory.set("seen", ["\u0000", 1, { ["__proto__"]: "kept" }]);
    yield {
      verb: "patch",
      patchType: "merge",
      resource: "configmaps",
      namespace: "default",
      name: key,
      body: { data: { done: "yes" } },
    };
  },
};
const machine = createMachine({ components: [slow] });

function states() {
  let state = machine.request(machine.initialState(), {
    verb: "create",
    resource: "nodes",
    body: { apiVersion: "v1", kind: "Node", metadata: { name: "n1" } },
  }).state;
  const all = [state];
  for (let action = machine.next(state, state.now); action; action = machine.next(state, state.now)) {
    state = machine.step(state, action);
    all.push(state);
  }
  return all;
}

describe("snapshots", () => {
  test("restore any state, and the future from there is the same", () => {
    for (const state of states()) {
      const back = readSnapshot(writeSnapshot(state));
      expect(back).toEqual(JSON.parse(JSON.stringify(state)));
      expect(hashState(machine.tick(back))).toBe(hashState(machine.tick(state)));
    }
  });

  test("share what was shared: a fresh cache stays fresh", () => {
    const last = readSnapshot(writeSnapshot(states().at(-1)!));
    expect(last.components["slow"]?.cache["nodes"]).toBe(last.tables["nodes"]);
    expect(machine.enabled(last)).toEqual([]);
  });

  const text = writeSnapshot(states()[2]!);
  test.each([
    ["cut off", text.slice(0, -10), "no JSON"],
    ["something else", "{}", "no kubetick snapshot"],
    ["from a newer version", text.replace('"format":1', '"format":2'), "has format 2"],
    ["changed by hand", text.replace('"n1"', '"n2"'), "damaged"],
    ["without its parts", text.replace(/"shared":\[.*\],"state"/, '"shared":[],"state"'), "shared part"],
    ["without a state", JSON.stringify({ kubetick: "snapshot", format: 1, hash: "", shared: [] }), "damaged"],
  ])("are refused when %s", (_, damaged, message) => {
    expect(() => readSnapshot(damaged)).toThrow(SnapshotError);
    expect(() => readSnapshot(damaged)).toThrow(message);
  });
});
