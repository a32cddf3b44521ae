import { beforeEach, describe, expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import type { KubeObject } from "../../api/request.ts";
import type { Pod, PodSpec } from "../../kubernetes/types.ts";
import { defaultScheduler } from "./index.ts";

// The messages are what a kube-scheduler v1.37.2 said of the same pods on the same three nodes.
let play: Play;
beforeEach(() => {
  play = new Play(defaultScheduler);
});

/** A new node is born with a taint that the node lifecycle controller takes away. */
const node = (name: string, spec: object = {}, allocatable: object = { cpu: "4", memory: "8Gi", pods: "110" }) => {
  play.create({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name } },
    spec,
    status: { allocatable },
  });
  play.patch("nodes", name, { spec: { taints: (spec as { taints?: object[] }).taints ?? null } });
};
const requests = (cpu: string, memory = "0") => ({ resources: { requests: { cpu, memory } } });
/** Priorities come from classes: one is made for each that is asked for. */
const priorityClass = (value: number, preemptionPolicy = "PreemptLowerPriority"): string => {
  if (value === 2000001000) return "system-node-critical";
  const name = `p${String(value).replace("-", "minus")}-${preemptionPolicy.toLowerCase()}`;
  if (play.get("priorityclasses.scheduling.k8s.io", name) === undefined)
    play.create({
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name },
      value,
      preemptionPolicy,
    });
  return name;
};
const pod = (name: string, spec: Partial<PodSpec> & { requests?: object } = {}): KubeObject => {
  const { requests: asked = {}, priority, preemptionPolicy, ...rest } = spec;
  const priorityClassName =
    priority === undefined && preemptionPolicy === undefined
      ? {}
      : { priorityClassName: priorityClass(priority ?? 0, preemptionPolicy) };
  return play.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: {
      terminationGracePeriodSeconds: 30,
      containers: [{ name: "c", image: "i", ...asked }],
      ...priorityClassName,
      ...rest,
    },
  });
};
const pinnedTo = (...values: string[]): Partial<PodSpec> => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values }] }],
      },
    },
  },
});
const threeNodes = () => {
  node("n1", { taints: [{ key: "a", value: "b", effect: "NoSchedule" }] });
  node("n2", { unschedulable: true });
  node("n3");
};
const placed = (name: string) => play.get<Pod>("pods", `default/${name}`)?.spec?.nodeName;
const condition = (name: string) =>
  play.get<Pod>("pods", `default/${name}`)?.status?.conditions?.find(({ type }) => type === "PodScheduled");
const NOT_HELPFUL = "preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";

describe("what is said of a pod", () => {
  test("SCHED-BIND-01 is bound to the node, and said to be assigned", () => {
    threeNodes();
    pod("web");
    play.settle();
    expect(placed("web")).toBe("n3");
    expect(play.events()).toEqual(["Normal Scheduled web: Successfully assigned default/web to n3"]);
    expect(play.list("events")[0]).toMatchObject({
      action: "Binding",
      reportingComponent: "default-scheduler",
      eventTime: "2026-01-01T00:00:00.000000Z",
      firstTimestamp: null,
    });
  });

  test("SCHED-FAIL-01 no nodes at all", () => {
    pod("web");
    play.settle();
    expect(play.events()).toEqual(["Warning FailedScheduling web: no nodes available to schedule pods"]);
    expect(condition("web")).toMatchObject({
      status: "False",
      reason: "Unschedulable",
      message: "no nodes available to schedule pods",
    });
  });

  test.each([
    [
      "cpu",
      { requests: requests("10", "1Ti") },
      `0/3 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. ${NOT_HELPFUL}`,
    ],
    [
      "sel",
      { nodeSelector: { x: "y" } },
      `0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. ${NOT_HELPFUL}`,
    ],
    [
      "pin1",
      { ...pinnedTo("n1"), requests: requests("1") },
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${NOT_HELPFUL}`,
    ],
    [
      "pin3",
      { ...pinnedTo("n3"), requests: requests("10") },
      `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${NOT_HELPFUL}`,
    ],
    [
      "pinx",
      { ...pinnedTo("nope"), requests: requests("1") },
      `0/3 nodes are available: 3 node(s) didn't satisfy plugin(s) [NodeAffinity]. ${NOT_HELPFUL}`,
    ],
  ])("SCHED-FAIL-02 the reasons are counted and sorted: %s", (name, spec, message) => {
    threeNodes();
    pod(name, spec);
    play.settle();
    expect(play.events()).toEqual([`Warning FailedScheduling ${name}: ${message}`]);
    expect(condition(name)).toMatchObject({ status: "False", reason: "Unschedulable", message });
  });

  test("SCHED-FAIL-03 pods of the same priority are no victims", () => {
    threeNodes();
    pod("pin3b", { ...pinnedTo("n3"), requests: requests("3") });
    play.settle();
    pod("pin3c", { ...pinnedTo("n3"), requests: requests("3") });
    play.settle();
    expect(condition("pin3c")?.message).toBe(
      "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.",
    );
  });

  test("SCHED-FAIL-04 a pod that says never preempts nobody", () => {
    node("n3");
    pod("low", { requests: requests("3") });
    play.settle();
    pod("high", { priority: 10, preemptionPolicy: "Never", requests: requests("3") });
    play.settle();
    expect(condition("high")?.message).toBe(
      "0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never.",
    );
  });

  test("SCHED-FAIL-05 a message that says the same again leaves the condition as it is", () => {
    threeNodes();
    pod("web", { nodeSelector: { x: "y" } });
    play.settle();
    const before = play.get("pods", "default/web");
    play.pass(5 * 60_000);
    expect(play.events()).toHaveLength(2);
    expect(play.get("pods", "default/web")).toBe(before);
  });
});

describe("which pods are looked at", () => {
  test("SCHED-QUEUE-01 pods of another scheduler, bound ones and gated ones are left alone", () => {
    node("n1");
    pod("other", { schedulerName: "foo" });
    pod("gated", { schedulingGates: [{ name: "g/a" }] });
    play.settle();
    expect([placed("other"), placed("gated")]).toEqual([undefined, undefined]);
    expect(play.events()).toEqual([]);
  });

  test("SCHED-QUEUE-02 a pod whose last gate goes is scheduled", () => {
    node("n1");
    pod("gated", { schedulingGates: [{ name: "g/a" }] });
    play.settle();
    play.patch("pods", "default/gated", { spec: { schedulingGates: null } });
    play.settle();
    expect(placed("gated")).toBe("n1");
  });

  test("SCHED-QUEUE-03 the higher priority goes first where there is room for one", () => {
    node("n1");
    pod("a-low", { requests: requests("3"), preemptionPolicy: "Never" });
    pod("b-high", { requests: requests("3"), priority: 1000, preemptionPolicy: "Never" });
    pod("c-lowest", { requests: requests("3"), priority: -5, preemptionPolicy: "Never" });
    play.settle();
    expect([placed("a-low"), placed("b-high"), placed("c-lowest")]).toEqual([undefined, "n1", undefined]);
  });
});

describe("when a pod is tried again", () => {
  test.each([
    ["an uncordoned node", { unschedulable: true }, { spec: { unschedulable: null } }],
    ["a taint that goes", { taints: [{ key: "a", effect: "NoSchedule" }] }, { spec: { taints: null } }],
  ])("SCHED-RETRY-01 %s", (_, spec, change) => {
    node("n1", spec);
    pod("web", pinnedTo("n1"));
    play.settle();
    expect(placed("web")).toBeUndefined();
    play.patch("nodes", "n1", change);
    play.settle();
    expect(placed("web")).toBe("n1");
  });

  test("SCHED-RETRY-02 a node that comes, a label that comes", () => {
    pod("web", { nodeSelector: { disk: "ssd" } });
    node("n1");
    play.settle();
    expect(placed("web")).toBeUndefined();
    play.patch("nodes", "n1", { metadata: { labels: { disk: "ssd" } } });
    play.settle();
    expect(placed("web")).toBe("n1");
  });

  test("SCHED-RETRY-03 room that grows, or that a pod leaves", () => {
    node("n1", {}, { cpu: "1", memory: "8Gi", pods: "110" });
    pod("a", { requests: requests("1") });
    play.settle();
    pod("b", { requests: requests("1") });
    pod("c", { requests: requests("1") });
    play.settle();
    expect(placed("b")).toBeUndefined();
    play.delete("pods", "default/a", { gracePeriodSeconds: 0 });
    play.settle();
    expect([placed("b"), placed("c")]).toEqual(["n1", undefined]);
    play.patch("nodes", "n1", { status: { allocatable: { cpu: "2" } } }, "status");
    play.settle();
    expect(placed("c")).toBe("n1");
  });

  test("SCHED-RETRY-04 a pod that has ended takes no room", () => {
    node("n1", {}, { cpu: "1", memory: "8Gi", pods: "110" });
    pod("a", { requests: requests("1") });
    play.settle();
    pod("b", { requests: requests("1") });
    play.settle();
    play.patch("pods", "default/a", { status: { phase: "Succeeded" } }, "status");
    play.settle();
    expect(placed("b")).toBe("n1");
  });

  test("SCHED-RETRY-05 what no filter cares about wakes no pod", () => {
    node("n1", { unschedulable: true });
    pod("web");
    play.settle();
    const events = play.events().length;
    play.patch("nodes", "n1", { metadata: { annotations: { a: "b" } } });
    node("n2", { unschedulable: true });
    play.settle();
    expect(play.events()).toHaveLength(events);
  });

  test("SCHED-RETRY-06 or after five minutes", () => {
    node("n1", { unschedulable: true });
    pod("web");
    play.settle();
    expect(play.events()).toHaveLength(1);
    play.pass(5 * 60_000);
    expect(play.events()).toHaveLength(2);
  });

  test("SCHED-RETRY-07 a new toleration of what keeps it away wakes a pod, any other does not", () => {
    node("n1", { unschedulable: true });
    pod("web");
    play.settle();
    const events = play.events().length;
    const { tolerations = [] } = play.get<Pod>("pods", "default/web")?.spec as PodSpec;
    const other = { key: "other", operator: "Exists" };
    play.patch("pods", "default/web", { spec: { tolerations: [...tolerations, other] } });
    play.settle();
    expect(play.events()).toHaveLength(events);
    const cordon = { key: "node.kubernetes.io/unschedulable", operator: "Exists" };
    play.patch("pods", "default/web", { spec: { tolerations: [...tolerations, other, cordon] } });
    play.settle();
    expect(placed("web")).toBe("n1");
  });
});

describe("which node", () => {
  test("SCHED-SCORE-01 the least allocated one, the least name among equals", () => {
    node("n2");
    node("n1");
    node("n3");
    for (const name of ["a", "b", "c", "d"]) {
      pod(name);
      play.settle();
    }
    expect(["a", "b", "c", "d"].map(placed)).toEqual(["n1", "n2", "n3", "n1"]);
  });

  test("SCHED-SCORE-02 a preferred node, and none that one would rather avoid", () => {
    node("n1", { taints: [{ key: "a", effect: "PreferNoSchedule" }] });
    node("n2");
    node("n3");
    pod("plain");
    pod("picky", {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 1,
              preference: { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: ["n3"] }] },
            },
          ],
        },
      },
    });
    play.settle();
    expect([placed("picky"), placed("plain")]).toEqual(["n3", "n2"]);
  });

  test("SCHED-NOMINATE-01 the room that preemption made is kept for the preemptor", () => {
    node("n1");
    pod("low", { requests: requests("4") });
    play.settle();
    pod("high", { priority: 1000, requests: requests("4") });
    play.settle();
    expect(play.get<Pod>("pods", "default/high")?.status?.nominatedNodeName).toBe("n1");
    pod("a-small", { requests: requests("1") });
    play.settle();
    play.delete("pods", "default/low", { gracePeriodSeconds: 0 });
    play.settle();
    expect([placed("high"), placed("a-small")]).toEqual(["n1", undefined]);
  });

  test("SCHED-NOMINATE-02 and given up when the preemptor goes: pods of no higher priority are tried again", () => {
    node("n1");
    pod("low", { requests: requests("3") });
    play.settle();
    pod("high", { priority: 1000, requests: requests("4") });
    play.settle();
    pod("a-small", { requests: requests("1") });
    play.settle();
    expect([placed("high"), placed("a-small")]).toEqual([undefined, undefined]);
    play.delete("pods", "default/high", { gracePeriodSeconds: 0 });
    play.settle();
    expect(placed("a-small")).toBe("n1");
  });
});

test("SCHED-PREEMPT-01 a pod of higher priority makes room: condition, deletion, event", () => {
  threeNodes();
  const low = pod("pin3b", { ...pinnedTo("n3"), requests: requests("3") });
  play.settle();
  const { metadata } = pod("prio", { ...pinnedTo("n3"), requests: requests("4"), priority: 2000001000 });
  play.settle();
  expect(play.events().slice(1)).toEqual([
    "Warning FailedScheduling prio: 0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: found a potential placement for pod on node n3, preempting 1 victims",
    `Normal Preempted pin3b: Preempted by pod ${metadata.uid} on node n3`,
  ]);
  const victim = play.get<Pod>("pods", "default/pin3b");
  expect(victim?.metadata).toMatchObject({ uid: low.metadata.uid, deletionGracePeriodSeconds: 30 });
  expect(victim?.status?.conditions?.find(({ type }) => type === "DisruptionTarget")).toMatchObject({
    status: "True",
    reason: "PreemptionByScheduler",
    message: "default-scheduler: preempting to accommodate a higher priority pod",
  });
  play.delete("pods", "default/pin3b", { gracePeriodSeconds: 0 });
  play.settle();
  expect(placed("prio")).toBe("n3");
});

test("SCHED-PREEMPT-02 as few and as unimportant victims as will do, on the node where they matter least", () => {
  node("n1");
  node("n2");
  for (const [name, priority, cpu, where] of [
    ["a", 5, "2", "n1"],
    ["b", 1, "2", "n1"],
    ["c", 3, "2", "n2"],
    ["d", 3, "2", "n2"],
  ] as const) {
    pod(name, { ...pinnedTo(where), priority, requests: requests(cpu) });
  }
  play.settle();
  pod("vip", { priority: 100, requests: requests("2") });
  play.settle();
  expect(
    play
      .list<Pod>("pods")
      .filter(({ metadata }) => metadata.deletionTimestamp)
      .map(({ metadata }) => metadata.name),
  ).toEqual(["b"]);
});
