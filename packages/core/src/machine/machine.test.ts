import { describe, expect, test } from "vitest";
import type { KubeObject } from "../api/request.ts";
import { recordEvent } from "../components/events/recorder.ts";
import { entries, type Tree } from "../store/tree.ts";
import type { Component } from "./component.ts";
import { createMachine } from "./machine.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";
import type { ClusterState } from "./state.ts";

/** Keeps one ConfigMap for each node, in two requests: the map, and a note in it a second later. */
const configPerNode: Component = {
  name: "config-per-node",
  watches: ["nodes", "configmaps"],
  onEvent: (event, { enqueue }) => {
    if (event.resource === "nodes") enqueue(event.key);
  },
  *reconcile(key, sync) {
    if (sync.view.get("nodes", key) === undefined) {
      yield { verb: "delete", resource: "configmaps", namespace: "kube-system", name: key };
      return;
    }
    const created = yield {
      verb: "create",
      resource: "configmaps",
      namespace: "kube-system",
      body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: key }, data: { at: String(sync.now) } },
    };
    sync.memory.set(`code/${key}`, created.code);
    if (created.code === 201) return { requeueAfter: 1000 };
    yield {
      verb: "patch",
      patchType: "merge",
      resource: "configmaps",
      namespace: "kube-system",
      name: key,
      body: { data: { again: String(sync.now) } },
    };
    return undefined;
  },
};

const machine = createMachine({ components: [configPerNode] });
const start = machine.initialState({ seed: 7 });
const withNode = (state: ClusterState, name: string) =>
  machine.request(state, {
    verb: "create",
    resource: "nodes",
    body: { apiVersion: "v1", kind: "Node", metadata: { name } },
  }).state;
const configMaps = (state: ClusterState) =>
  (
    machine.request(state, { verb: "list", resource: "configmaps" }).response.body as {
      items: (KubeObject & { data: object })[];
    }
  ).items;

describe("walks of no given order", () => {
  const walker: Component = {
    name: "walker",
    watches: [],
    onEvent: () => undefined,
    *reconcile(_key, sync) {
      yield { verb: "create", resource: "namespaces", body: namespace(`from-${sync.walkFrom ?? "the-first"}`) };
      yield { verb: "create", resource: "namespaces", body: namespace(`again-from-${sync.walkFrom ?? "the-first"}`) };
    },
  };
  const namespace = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  const { step, initialState } = createMachine({ components: [walker] });
  const names = (state: ClusterState) =>
    Array.from(entries(state.tables["namespaces"]?.objects as Tree<object>), ([key]) => key);
  const proceed = { type: "proceed", component: "walker" } as const;

  test("begin where the action says, also in a sync that is run again from its inputs", () => {
    const begun = step(initialState(), { type: "sync", component: "walker", key: "k", from: "n2" });
    const restored = readSnapshot(writeSnapshot(step(begun, proceed)));
    expect(names(step(restored, proceed))).toEqual(expect.arrayContaining(["again-from-n2", "from-n2"]));
  });

  test("begin at the first otherwise", () => {
    const begun = step(initialState(), { type: "sync", component: "walker", key: "k" });
    expect(names(step(begun, proceed))).toContain("from-the-first");
  });
});

test("a silent component records no events", () => {
  const speaker = (silent: boolean): Component => ({
    name: "speaker",
    silent,
    watches: [],
    onEvent: () => undefined,
    *reconcile(_key, sync) {
      const involvedObject = { apiVersion: "v1", kind: "Pod", namespace: "default", name: "p" };
      yield* recordEvent(sync, {
        involvedObject,
        type: "Normal",
        reason: "Spoken",
        message: "hello",
        component: "speaker",
      });
    },
  });
  const events = (silent: boolean) => {
    const { step, initialState } = createMachine({ components: [speaker(silent)] });
    const begun = step(initialState(), { type: "sync", component: "speaker", key: "k" });
    return begun.components["speaker"]?.sync?.pending.resource;
  };
  expect(events(false)).toBe("events");
  expect(events(true)).toBeUndefined();
});

describe("the machine", () => {
  test("plays events, syncs, requests and timers in their canonical order", () => {
    const first = machine.tick(withNode(start, "n1"));
    expect(configMaps(first).map((map) => map.metadata.name)).toEqual(["n1"]);
    expect(first.now).toBe(start.now);
    const second = machine.tick(first);
    expect(second.now).toBe(start.now + 1000);
    expect(configMaps(second)[0]?.data).toEqual({ at: String(start.now), again: String(start.now + 1000) });
    expect(machine.enabled(second)).toEqual([]);
    expect(machine.tick(second)).toBe(second);
  });

  test("every request of a sync is an action of its own, and others may come between", () => {
    const actions = [];
    let state = withNode(start, "n1");
    for (let action = machine.next(state, state.now); action; action = machine.next(state, state.now)) {
      actions.push(action);
      state = machine.step(state, action);
    }
    expect(actions).toEqual([
      { type: "deliver", component: "config-per-node" },
      { type: "sync", component: "config-per-node", key: "n1" },
      { type: "proceed", component: "config-per-node" },
      { type: "deliver", component: "config-per-node" },
    ]);
  });

  test("a sync in flight goes on the same way after its state has been through JSON, and in two forks", () => {
    let state = withNode(withNode(start, "n1"), "n2");
    for (let step = 0; step < 2; step++) state = machine.step(state, machine.enabled(state)[0]!);
    expect(state.components["config-per-node"]?.sync?.pending).toMatchObject({ verb: "create", by: "config-per-node" });
    const restored = JSON.parse(JSON.stringify(state)) as ClusterState;
    const [fork, twin, again] = [
      machine.run(state, state.now + 5000),
      machine.run(state, state.now + 5000),
      machine.run(restored, state.now + 5000),
    ];
    expect(JSON.stringify(twin)).toBe(JSON.stringify(fork));
    expect(JSON.stringify(again)).toBe(JSON.stringify(fork));
    expect(configMaps(fork)).toHaveLength(2);
  });

  test("the clock moves only as far as the next timer", () => {
    const waiting = machine.tick(withNode(start, "n1"));
    expect(machine.enabled(waiting)).toEqual([{ type: "time", to: start.now + 1000 }]);
    expect(() => machine.step(waiting, { type: "time", to: start.now + 1001 })).toThrow("a timer is due");
    expect(machine.next(waiting, start.now + 999)).toBeUndefined();
    expect(machine.run(waiting, start.now + 999).now).toBe(start.now + 999);
  });

  test("refuses an action that is not possible", () => {
    expect(() => machine.step(start, { type: "proceed", component: "config-per-node" })).toThrow("no sync in flight");
    expect(() => machine.step(start, { type: "deliver", component: "nobody" })).toThrow(
      'no component is named "nobody"',
    );
  });
});

describe("time ends with the year 9999", () => {
  const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);
  const patient: Component = {
    name: "patient",
    watches: ["nodes"],
    onEvent: (event, { enqueueAfter }) => enqueueAfter(event.key, 2 ** 62),
    *reconcile() {},
  };
  const { initialState, request, tick, run, step } = createMachine({ components: [patient] });
  const waiting = tick(
    request(initialState(), { verb: "create", resource: "nodes", body: { metadata: { name: "n1" } } }).state,
  );

  test("a timer beyond it never comes", () => {
    expect(tick(waiting)).toBe(waiting);
    expect(run(waiting, LAST).now).toBe(LAST);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300, LAST + 1, "x" as unknown as number])(
    "the clock does not move to %s",
    (to) => {
      expect(() => step(waiting, { type: "time", to })).toThrow(RangeError);
      expect(() => run(waiting, to)).toThrow(RangeError);
    },
  );

  test.each([Number.NaN, -1, 0.5, LAST + 1, "x" as unknown as number])("time does not start at %s", (now) => {
    expect(() => initialState({ now })).toThrow(RangeError);
  });
});
