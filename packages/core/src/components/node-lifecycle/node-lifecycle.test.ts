import { beforeEach, describe, expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import type { Node, Pod } from "../../kubernetes/types.ts";
import { HEARTBEAT } from "../kubelet/lease.ts";
import { unknownConditions } from "./conditions.ts";
import { nodeLifecycle } from "./index.ts";
import { missingLabels } from "./node.ts";
import { noScheduleTaints } from "./taints.ts";
import { evictionRate, zoneState } from "./zones.ts";

let play: Play;
beforeEach(() => {
  play = new Play(nodeLifecycle);
});

const START = "2026-01-01T00:00:00Z";
const condition = (type: string, status: string) => ({
  type,
  status,
  lastHeartbeatTime: START,
  lastTransitionTime: START,
  reason: "r",
  message: "m",
});
const node = (
  name: string,
  ready: string | null = "True",
  rest: { labels?: Record<string, string>; spec?: object } = {},
) =>
  play.create({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, ...(rest.labels ? { labels: rest.labels } : {}) },
    spec: rest.spec ?? {},
    status: ready === null ? {} : { conditions: [condition("Ready", ready), condition("MemoryPressure", "False")] },
  });
const lease = (name: string, annotations: object | null = { [HEARTBEAT]: "10s" }) =>
  play.create({
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace: "kube-node-lease", annotations },
    spec: { renewTime: "2026-01-01T00:00:00.000000Z" },
  });
const die = (name: string) =>
  play.patch("leases.coordination.k8s.io", `kube-node-lease/${name}`, {
    metadata: { annotations: null },
    spec: { renewTime: `${new Date(Math.floor(play.state.now / 10_000) * 10_000).toISOString().slice(0, 19)}.000000Z` },
  });
const alive = (name: string) => {
  node(name);
  lease(name);
};
const ready = (name: string) => play.get<Node>("nodes", name)?.status?.conditions?.find(({ type }) => type === "Ready");
const taints = (name: string) =>
  (play.get<Node>("nodes", name)?.spec?.taints ?? []).map(
    ({ key, effect }) => `${key.replace("node.kubernetes.io/", "")}:${effect}`,
  );
const say = (name: string, status: string) =>
  play.patch(
    "nodes",
    name,
    {
      status: {
        conditions: [
          {
            ...condition("Ready", status),
            lastHeartbeatTime: `${new Date(play.state.now).toISOString().slice(0, 19)}Z`,
          },
          condition("MemoryPressure", "False"),
        ],
      },
    },
    "status",
  );

describe("events", () => {
  test("NODELC-EVENT-01 a node is registered at the next look, and its removal noticed", () => {
    alive("n1");
    play.pass(5000);
    play.delete("nodes", "n1");
    play.pass(5000);
    expect(play.events()).toEqual([
      "Normal RegisteredNode n1: Node n1 event: Registered Node n1 in Controller",
      "Normal RemovingNode n1: Node n1 event: Removing Node n1 from Controller",
    ]);
  });

  test("NODELC-REST-01 nothing happens while all is well", () => {
    alive("n1");
    play.pass(5000);
    expect(play.machine.enabled(play.state)).toEqual([]);
  });
});

describe("silence", () => {
  test("NODELC-GRACE-01 after 50 s without a sign of life the conditions are unknown", () => {
    alive("n1");
    alive("n2");
    play.pass(22_000);
    die("n1");
    play.pass(47_999);
    expect(ready("n1")?.status).toBe("True");
    play.pass(1);
    expect(play.get<Node>("nodes", "n1")?.status?.conditions).toEqual(
      ["Ready", "MemoryPressure"]
        .map((type) => ({
          ...condition(type, "Unknown"),
          reason: "NodeStatusUnknown",
          message: "Kubelet stopped posting node status.",
          lastTransitionTime: "2026-01-01T00:01:10Z",
        }))
        .concat(
          ["DiskPressure", "PIDPressure"].map((type) => ({
            ...condition(type, "Unknown"),
            reason: "NodeStatusNeverUpdated",
            message: "Kubelet never posted node status.",
            lastTransitionTime: "2026-01-01T00:01:10Z",
          })),
        ),
    );
    expect(ready("n2")?.status).toBe("True");
    expect(taints("n1")).toEqual(["unreachable:NoSchedule", "unreachable:NoExecute"].sort().reverse());
  });

  test("NODELC-GRACE-02 a node of which nothing was ever heard has 60 s", () => {
    alive("other");
    node("n1", null);
    play.pass(59_999);
    expect(ready("n1")).toBeUndefined();
    play.pass(1);
    expect(ready("n1")).toMatchObject({
      status: "Unknown",
      reason: "NodeStatusNeverUpdated",
      message: "Kubelet never posted node status.",
      lastHeartbeatTime: START,
    });
  });

  test("NODELC-PODS-01 it is said once, and the node's pods are not ready any more", () => {
    alive("n1");
    alive("n2");
    const status = { conditions: [{ type: "Ready", status: "True", lastTransitionTime: START }] };
    for (const name of ["n1", "n2"])
      play.create({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: `on-${name}` },
        spec: { nodeName: name, containers: [{ name: "c", image: "i" }] },
      });
    for (const name of ["n1", "n2"]) play.patch("pods", `default/on-${name}`, { status }, "status");
    play.pass(10_000);
    die("n1");
    play.pass(300_000);
    const readiness = (name: string) =>
      play.get<Pod>("pods", `default/${name}`)?.status?.conditions?.find(({ type }) => type === "Ready")?.status;
    expect([readiness("on-n1"), readiness("on-n2")]).toEqual(["False", "True"]);
    expect(play.events().filter((event) => event.includes("NotReady"))).toEqual([
      "Normal NodeNotReady n1: Node n1 status is now: NodeNotReady",
      "Warning NodeNotReady on-n1: Node is not ready",
    ]);
  });

  test("NODELC-BACK-01 a node that reports again loses its taints", () => {
    alive("n1");
    alive("n2");
    play.pass(10_000);
    die("n1");
    play.pass(100_000);
    expect(taints("n1").sort()).toEqual(["unreachable:NoExecute", "unreachable:NoSchedule"]);
    play.patch("leases.coordination.k8s.io", "kube-node-lease/n1", {
      metadata: { annotations: { [HEARTBEAT]: "10s" } },
    });
    say("n1", "True");
    play.pass(5000);
    expect(taints("n1")).toEqual([]);
  });
});

describe("taints", () => {
  // Cases: node_lifecycle_controller_test.go TestTaintsNodeByCondition, TestNodeEventGeneration.
  test.each([
    [
      "NetworkUnavailable",
      [
        ["NetworkUnavailable", "True"],
        ["Ready", "True"],
      ],
      ["network-unavailable"],
    ],
    [
      "NetworkUnavailable and MemoryPressure",
      [
        ["NetworkUnavailable", "True"],
        ["MemoryPressure", "True"],
        ["Ready", "True"],
      ],
      ["network-unavailable", "memory-pressure"],
    ],
    [
      "NetworkUnavailable unknown",
      [
        ["NetworkUnavailable", "Unknown"],
        ["Ready", "True"],
      ],
      [],
    ],
    ["Ready false", [["Ready", "False"]], ["not-ready"]],
    ["Ready unknown", [["Ready", "Unknown"]], ["unreachable"]],
    ["all well", [["Ready", "True"]], []],
  ])("NODELC-TAINT-01 the NoSchedule taints of conditions: %s", (_, conditions, keys) => {
    const tainted = {
      metadata: {},
      status: { conditions: conditions.map(([type = "", status = ""]) => condition(type, status)) },
    } as unknown as Node;
    expect(noScheduleTaints(tainted).map(({ key }) => key)).toEqual(keys.map((key) => `node.kubernetes.io/${key}`));
  });

  test("NODELC-TAINT-02 a cordoned node is tainted at once, with the time; other taints stay", () => {
    alive("n1");
    play.settle();
    play.patch("nodes", "n1", { spec: { unschedulable: true, taints: [{ key: "mine", effect: "NoSchedule" }] } });
    play.settle();
    expect(play.get<Node>("nodes", "n1")?.spec?.taints).toEqual([
      { key: "mine", effect: "NoSchedule" },
      { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule", timeAdded: START },
    ]);
    play.patch("nodes", "n1", { spec: { unschedulable: null } });
    play.settle();
    expect(taints("n1")).toEqual(["mine:NoSchedule"]);
  });

  test("NODELC-TAINT-03 not ready and unreachable exclude each other", () => {
    alive("n1");
    alive("n2");
    play.pass(10_000);
    say("n1", "False");
    play.pass(5000);
    expect(taints("n1").sort()).toEqual(["not-ready:NoExecute", "not-ready:NoSchedule"]);
    die("n1");
    play.pass(60_000);
    expect(taints("n1").sort()).toEqual(["unreachable:NoExecute", "unreachable:NoSchedule"]);
  });

  test("NODELC-TAINT-04 the first taint of not-ready goes when the kubelet is ready", () => {
    node("n1", "True", { spec: { taints: [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }] } });
    play.settle();
    expect(taints("n1")).toEqual([]);
  });
});

describe("zones", () => {
  // Cases: node_lifecycle_controller_test.go TestMonitorNodeHealthEvictPodsWithDisruption, ComputeZoneState.
  test.each([
    [0, 1, "FullDisruption", 0.1],
    [1, 1, "Normal", 0.1],
    [1, 2, "Normal", 0.1],
    [2, 3, "PartialDisruption", 0],
    [45, 55, "PartialDisruption", 0.01],
    [46, 54, "Normal", 0.1],
  ])("NODELC-ZONE-01 %i ready, %i not", (readyNodes, notReady, state, rate) => {
    expect([zoneState({ ready: readyNodes, notReady }), evictionRate({ ready: readyNodes, notReady })]).toEqual([
      state,
      rate,
    ]);
  });

  test("NODELC-ZONE-02 one node of a zone is tainted every ten seconds", () => {
    for (const name of ["a", "b", "c", "d", "e"]) alive(name);
    play.pass(10_000);
    die("a");
    die("b");
    const tainted = () => ["a", "b"].map((name) => taints(name).includes("unreachable:NoExecute"));
    play.pass(50_000);
    expect(tainted()).toEqual([true, false]);
    play.pass(9_999);
    expect(tainted()).toEqual([true, false]);
    play.pass(1);
    expect(tainted()).toEqual([true, true]);
  });

  test("NODELC-ZONE-03 where every node is down, none is tainted for eviction, and taints are taken back", () => {
    alive("a");
    alive("b");
    play.pass(10_000);
    die("a");
    play.pass(60_000);
    expect(taints("a")).toContain("unreachable:NoExecute");
    die("b");
    play.pass(60_000);
    expect([taints("a"), taints("b")]).toEqual([["unreachable:NoSchedule"], ["unreachable:NoSchedule"]]);
    say("b", "True");
    play.patch("leases.coordination.k8s.io", "kube-node-lease/b", {
      metadata: { annotations: { [HEARTBEAT]: "10s" } },
    });
    play.pass(5000);
    expect([taints("a").sort(), taints("b")]).toEqual([["unreachable:NoExecute", "unreachable:NoSchedule"], []]);
  });
});

test("NODELC-LABEL-01 the old names of os and arch follow the new ones", () => {
  expect(
    missingLabels({
      metadata: {
        labels: { "kubernetes.io/os": "linux", "beta.kubernetes.io/os": "other", "kubernetes.io/arch": "amd64" },
      },
    } as unknown as Node),
  ).toEqual({ "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": "amd64" });
  expect(
    missingLabels({
      metadata: { labels: { "kubernetes.io/os": "linux", "beta.kubernetes.io/os": "linux" } },
    } as unknown as Node),
  ).toBeUndefined();
});

test("NODELC-GRACE-03 conditions that are unknown already stay as they are", () => {
  const conditions = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"].map((type) =>
    condition(type, "Unknown"),
  );
  expect(unknownConditions({ metadata: {}, status: { conditions } } as unknown as Node, 0)).toBe(conditions);
});
