import { beforeEach, describe, expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import type { Pod } from "../../kubernetes/types.ts";
import { podGarbageCollector } from "./index.ts";
import { byEvictionAndAge } from "./terminated.ts";

let play: Play;
beforeEach(() => {
  play = new Play(podGarbageCollector);
});

const node = (name: string, rest: object = {}) =>
  play.create({ apiVersion: "v1", kind: "Node", metadata: { name }, ...rest });
const pod = (name: string, nodeName = "", metadata: object = {}) =>
  play.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, ...metadata },
    spec: {
      ...(nodeName ? { nodeName } : {}),
      terminationGracePeriodSeconds: 30,
      containers: [{ name: "c", image: "i" }],
    },
  });

// Cases: pkg/controller/podgc/gc_controller_test.go.
describe("pods of nodes that are gone", () => {
  test("PODGC-ORPHAN-01 are deleted 40 s after the round that missed the node", () => {
    node("n1");
    node("n2");
    pod("a", "n1");
    pod("b", "n2");
    play.pass(5_000);
    play.delete("nodes", "n1");
    play.pass(54_999);
    expect(play.names("pods")).toEqual(["a", "b"]);
    play.pass(1);
    expect(play.names("pods")).toEqual(["b"]);
  });

  test("PODGC-ORPHAN-02 say why: phase Failed, and the condition", () => {
    const seen: Pod[] = [];
    pod("a", "gone", { finalizers: ["test/keep"] });
    play.pass(60_000);
    seen.push(play.get<Pod>("pods", "default/a") as Pod);
    expect(seen[0]?.status?.phase).toBe("Failed");
    expect(seen[0]?.status?.conditions).toMatchObject([
      { type: "DisruptionTarget", status: "True", reason: "DeletionByPodGC", message: "PodGC: node no longer exists" },
    ]);
    expect(seen[0]?.metadata.deletionTimestamp).toBeDefined();
  });

  test("PODGC-ORPHAN-03 stay if the node comes back within the quarantine", () => {
    pod("a", "n1");
    play.pass(30_000);
    node("n1");
    play.pass(100_000);
    expect(play.names("pods")).toEqual(["a"]);
  });

  test("PODGC-ORPHAN-04 a pod that is already ending goes as well", () => {
    node("n1");
    pod("a", "n1");
    play.delete("pods", "default/a");
    play.delete("nodes", "n1");
    play.pass(60_000);
    expect(play.names("pods")).toEqual([]);
  });
});

test("PODGC-UNSCHEDULED-01 a pod that ends without ever having had a node", () => {
  pod("a", "", { finalizers: ["test/keep"] });
  play.delete("pods", "default/a");
  play.pass(20_000);
  expect(play.get<Pod>("pods", "default/a")?.status?.phase).toBe("Failed");
});

test.each([
  ["not ready and out of service", "False", true, []],
  ["out of service, but ready", "True", true, ["a"]],
  ["not ready", "False", false, ["a"]],
])("PODGC-OUTOFSERVICE-01 pods that end on a node: %s", (_, ready, tainted, left) => {
  node("n1", {
    spec: { taints: tainted ? [{ key: "node.kubernetes.io/out-of-service", effect: "NoExecute" }] : [] },
    status: { conditions: [{ type: "Ready", status: ready }] },
  });
  pod("a", "n1");
  play.delete("pods", "default/a");
  play.pass(20_000);
  expect(play.names("pods")).toEqual(left);
});

test("PODGC-TERMINATED-01 evicted pods go first, then the oldest", () => {
  const ended = (name: string, creationTimestamp: string, reason?: string) =>
    ({
      metadata: { name, creationTimestamp },
      status: { phase: "Failed", ...(reason ? { reason } : {}) },
    }) as unknown as Pod;
  const pods = [
    ended("b", "2026-01-02T00:00:00Z"),
    ended("c", "2026-01-01T00:00:00Z"),
    ended("a", "2026-01-02T00:00:00Z"),
    ended("d", "2026-01-03T00:00:00Z", "Evicted"),
  ];
  expect(pods.sort(byEvictionAndAge).map(({ metadata }) => metadata.name)).toEqual(["d", "c", "a", "b"]);
});

test("PODGC-REST-01 at rest nothing is scheduled", () => {
  node("n1");
  pod("a", "n1");
  play.settle();
  expect(play.machine.enabled(play.state)).toEqual([]);
});
