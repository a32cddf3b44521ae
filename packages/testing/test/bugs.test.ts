import { describe, expect, test } from "vitest";
import {
  ANY,
  adoptsForTheLiving,
  deletesOnce,
  deletesStranded,
  explore,
  type Invariant,
  type Model,
  madeFromTemplate,
  Run,
  shrunk,
  statusTold,
  strictlyWithinMaxSurge,
  upToDateCountsNewPods,
} from "../src/index.ts";

const SURGE = { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } };
const DAEMON_SET = "default/agent";
const NEW_IMAGE = { act: "setImage", daemonSet: DAEMON_SET, image: "agent:2" } as const;

function agent(spec: object = {}, pod: object = {}, container: object = {}): object {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "default" },
    spec: {
      selector: { matchLabels: { app: "agent" } },
      ...spec,
      template: {
        metadata: { labels: { app: "agent" } },
        spec: { containers: [{ name: "main", image: "agent:1", ...container }], ...pod },
      },
    },
  };
}

interface Case {
  readonly invariant: Invariant;
  readonly model: Omit<Model, "name" | "cluster" | "start" | "invariants">;
  readonly manifest?: object;
  readonly cluster?: Model["cluster"];
  /** With it the invariant breaks; without it, it does not. */
  readonly bug: NonNullable<Model["cluster"]>;
  readonly without?: NonNullable<Model["cluster"]>;
}

const CASES: readonly Case[] = [
  {
    invariant: adoptsForTheLiving,
    model: {
      may: [{ act: "deleteDaemonSet", daemonSet: DAEMON_SET, cascade: "orphan" }],
      faults: { staleCache: 1 },
    },
    bug: { upstreamBugs: ["kubernetes#42639"] },
  },
  {
    invariant: deletesOnce,
    manifest: agent({}, { nodeSelector: { role: "agent" } }),
    cluster: { nodes: [{ name: "node-1", labels: { role: "agent" } }] },
    model: { may: [{ act: "labelNode", node: "node-1", key: "role", value: "other" }] },
    bug: { upstreamBugs: ["kubernetes#78972"] },
  },
  {
    invariant: deletesStranded,
    manifest: agent({}, {}, { resources: { requests: { cpu: "1" } } }),
    cluster: { nodes: ["node-1", { name: "node-2", capacity: { cpu: "100m", memory: "1Gi", pods: "10" } }] },
    model: {
      may: [
        { act: "leave", node: "node-2" },
        { act: "deletePod", pod: ANY },
      ],
    },
    bug: { upstreamBugs: ["kubernetes#71349"] },
  },
  {
    invariant: statusTold,
    model: { may: [NEW_IMAGE], faults: { requestTimeout: 1 } },
    bug: { upstreamBugs: ["kubernetes#100683"] },
  },
  {
    invariant: strictlyWithinMaxSurge,
    manifest: agent(SURGE, {}, { readinessProbe: { tcpSocket: { port: 80 } } }),
    cluster: { nodes: 2, images: { "agent:1": { readiness: false } } },
    model: { may: [NEW_IMAGE] },
    bug: {},
    without: { upstreamFixes: ["kubernetes#107174"] },
  },
  {
    invariant: upToDateCountsNewPods,
    manifest: agent(SURGE),
    model: { may: [NEW_IMAGE] },
    bug: {},
    without: { upstreamFixes: ["kubernetes#122527"] },
  },
];

function run({ invariant, model, manifest = agent(), cluster = {} }: Case, switches: Model["cluster"]): Run {
  return new Run({
    name: invariant.name,
    cluster: { nodes: 1, ...cluster, ...switches },
    start: [{ act: "apply", manifest }],
    ...model,
    invariants: [invariant],
  });
}

const SEARCH = { order: "departures", maxStates: 1_500 } as const;

describe.each(CASES)("$invariant.name", (each) => {
  test("is broken by the bug", () => {
    const broken = run(each, each.bug);
    const { counterexample } = explore(broken, SEARCH);
    expect(counterexample?.invariant).toBe(each.invariant.name);
    const story = shrunk(broken, counterexample as NonNullable<typeof counterexample>);
    expect(story.invariant).toBe(each.invariant.name);
  });

  test("holds without it", () => {
    expect(explore(run(each, each.without ?? {}), SEARCH).counterexample).toBeUndefined();
  });
});

describe("what is no fault of the controller", () => {
  const explored = (model: Omit<Model, "name">) =>
    explore(new Run({ name: "no fault", ...model }), { maxStates: 20_000 });

  test("a revision is set free between its creation and that of the pods", () => {
    const orphaned: Model["may"] = [{ act: "deleteDaemonSet", daemonSet: DAEMON_SET, cascade: "orphan" }];
    const { complete, counterexample } = explored({
      cluster: { nodes: 1, machines: "instant" },
      interleave: ["daemonset-controller", "garbage-collector"],
      opening: [{ act: "apply", manifest: agent() }],
      may: orphaned,
      invariants: [madeFromTemplate],
    });
    expect([complete, counterexample]).toEqual([true, undefined]);
  });

  test("a pod for a node that is gone is still there, as its deletion was refused", () => {
    const { complete, counterexample } = explored({
      cluster: { nodes: 1, machines: "instant" },
      interleave: ["daemonset-controller"],
      opening: [{ act: "apply", manifest: agent() }],
      may: [{ act: "leave", node: "node-1" }],
      faults: { requestTimeout: 1 },
      invariants: [deletesStranded],
    });
    expect([complete, counterexample]).toEqual([true, undefined]);
  });
});
