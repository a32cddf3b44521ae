import type { Component, Json } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { rollout } from "../../test/models.ts";
import type { UserAction } from "../actions/index.ts";
import { always, stockInvariants } from "../invariants/index.ts";
import { ANY, type Model, Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { withTokens } from "../world/names.ts";
import { interchangeableNodes } from "./interchangeable.ts";
import { Keys } from "./keys.ts";

const idle: Component = { name: "idle", watches: [], onEvent: () => {}, *reconcile() {} };

describe("interchangeable nodes", () => {
  test("are those that nothing in the model names", () => {
    expect(interchangeableNodes(rollout(3))).toEqual(["node-1", "node-2", "node-3"]);
    const cordons = rollout(3, { may: [{ act: "cordon", node: "node-2" }] });
    expect(interchangeableNodes(cordons)).toEqual(["node-1", "node-3"]);
    const labelled = rollout(0, { cluster: { nodes: ["a", { name: "b", labels: { disk: "ssd" } }, { name: "c" }] } });
    expect(interchangeableNodes(labelled)).toEqual(["a", "c"]);
    const joins: UserAction = { act: "join", node: {} };
    expect(interchangeableNodes(rollout(1, { may: [{ action: joins, times: 2 }] }))).toEqual([
      "node-1",
      "node-2",
      "node-3",
    ]);
  });

  test("are none where code of the model's own may name them, unless it says that it does not", () => {
    const own: readonly Partial<Model>[] = [
      { cluster: { components: [idle] } },
      { cluster: { strategies: [{ name: "Mine", plan: () => ({}) }] } },
      { invariants: [...stockInvariants, always("mine", () => true)] },
    ];
    for (const more of own) {
      expect(interchangeableNodes(rollout(2, more))).toEqual([]);
      expect(interchangeableNodes(rollout(2, { ...more, symmetric: true }))).toEqual(["node-1", "node-2"]);
    }
    expect(interchangeableNodes(rollout(2, { symmetric: false }))).toEqual([]);
    expect(interchangeableNodes(rollout(2, { invariants: stockInvariants.slice(0, 2) }))).toHaveLength(2);
  });
});

function played(run: Run, choices: readonly Choice[]): World {
  return choices.reduce((world, choice) => run.step(world, choice), run.start);
}

describe("keys", () => {
  test("worlds that differ only in which node it is have one, also where one name begins as another", () => {
    const run = new Run(rollout(10, { may: [{ act: "deletePod", pod: ANY }] }));
    const worlds = run.choices(run.start).map((choice) => played(run, [choice]));
    expect(worlds).toHaveLength(10);
    const keys = new Keys(run, interchangeableNodes(run.model));
    expect(new Set(worlds.map((world) => JSON.stringify(keys.of(world)))).size).toBe(1);
    const plain = new Keys(run, []);
    expect(new Set(worlds.map((world) => JSON.stringify(plain.of(world)))).size).toBe(10);
  });

  test("do not hang on what was met before", () => {
    const model = rollout(2, {
      may: [
        { act: "join", node: {} },
        { act: "fail", node: "node-1" },
      ],
    });
    const way: readonly Choice[] = [0, 1].map((action) => ({ do: "act", action }));
    const [one, other] = [new Run(model), new Run(model)];
    // The second of the actions makes a table of its own; here it is met first.
    played(other, way.toReversed());
    for (const nodes of [[], ["node-2", "node-3"]])
      expect(new Keys(other, nodes).of(played(other, way))).toEqual(new Keys(one, nodes).of(played(one, way)));
  });

  test("a version that somebody remembers is told from another", () => {
    const watcher: Component = {
      name: "watcher",
      watches: ["nodes"],
      onEvent: ({ type, key }, { enqueue }) => {
        if (type === "ADDED") enqueue(key);
      },
      *reconcile(key, { view, memory }) {
        const resourceVersion = view.get("nodes", key)?.metadata.resourceVersion;
        memory.set(key, { resourceVersion } as Json);
      },
    };
    const label: UserAction = { act: "labelNode", node: "late", key: "disk", value: "ssd" };
    const model: Model = {
      name: "watched",
      cluster: { nodes: ["a", "b"], builtin: [], components: [watcher] },
      may: [{ act: "join", node: { name: "late" } }, label],
      befall: [],
      symmetric: true,
    };
    const run = new Run(model);
    const look: Choice = { do: "sync", component: "watcher", key: "late" };
    const [join, change]: readonly Choice[] = [0, 1].map((action) => ({ do: "act", action }) as const);
    const before = played(run, [join as Choice, look, change as Choice]);
    const after = played(run, [join as Choice, change as Choice, look]);
    expect(before.equals(after)).toBe(false);
    const keys = new Keys(run, ["a", "b"]);
    expect(keys.of(before)).not.toEqual(keys.of(after));
  });
});

test("names are renamed as wholes", () => {
  const others = new Map([
    ["node-1", "a"],
    ["node-10", "b"],
  ]);
  const renamed = withTokens("default/node-1: node-10 is not node-1", (token) => others.get(token) ?? token);
  expect(renamed).toBe("default/a: b is not a");
});
