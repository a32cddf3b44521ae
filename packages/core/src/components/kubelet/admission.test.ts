import { expect, test } from "vitest";
import { TestCluster } from "./testing/test-cluster.ts";

const container = (fields: object) => ({ containers: [{ name: "c", image: "app:1", ...fields }] });

test("KL-ADMIT-01 a pod that asks for more than is left is rejected", () => {
  const cluster = new TestCluster().node("n1", { status: { capacity: { cpu: "1", memory: "3840Mi", pods: "110" } } });
  cluster.pod(container({ resources: { requests: { cpu: "10m" } } })).at(5_000);
  cluster.pod(container({ resources: { requests: { cpu: "100", memory: "1Ti" } } }), { name: "q" });
  // Recorded from the real kubelet v1.37.2, to the letter.
  expect(cluster.getPod("q").status).toMatchObject({
    message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 100000, used: 10, capacity: 1000",
    phase: "Failed",
    reason: "OutOfcpu",
    startTime: "2026-01-01T00:00:05Z",
  });
  expect(cluster.getPod("q").status?.containerStatuses).toBeUndefined();
  expect(cluster.events("q")).toEqual([
    "OutOfcpu: Node didn't have enough resource: cpu, requested: 100000, used: 10, capacity: 1000",
  ]);
});

test("KL-ADMIT-02 a pod that is one too many is rejected", () => {
  const cluster = new TestCluster()
    .node("n1", { status: { capacity: { cpu: "1", memory: "1Gi", pods: "1" } } })
    .pod({})
    .pod({}, { name: "q" });
  expect(cluster.getPod("q").status).toMatchObject({
    phase: "Failed",
    reason: "OutOfpods",
    message: "Pod was rejected: Node didn't have enough resource: pods, requested: 1, used: 1, capacity: 1",
  });
});

test("KL-ADMIT-03 a pod whose port is taken is rejected", () => {
  const ports = container({ ports: [{ containerPort: 80, hostPort: 80 }] });
  const cluster = new TestCluster().node().pod(ports).pod(ports, { name: "q" });
  // Recorded from the real kubelet v1.37.2, to the letter.
  expect(cluster.getPod("q").status).toMatchObject({
    message: "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
    phase: "Failed",
    reason: "NodePorts",
  });
});

test("KL-ADMIT-04 a pod whose selector the node does not match is rejected", () => {
  const cluster = new TestCluster().node().pod({ nodeSelector: { disk: "ssd" } });
  expect(cluster.getPod().status).toMatchObject({
    message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    phase: "Failed",
    reason: "NodeAffinity",
  });
});

test("KL-ADMIT-05 of the taints, only NoExecute keeps a pod from being admitted", () => {
  const taints = [{ key: "a", effect: "NoSchedule" }];
  const cluster = new TestCluster()
    .node("n1", { spec: { taints } })
    .node("n2", { spec: { taints: [...taints, { key: "b", effect: "NoExecute" }] } });
  cluster.pod({}).pod({ nodeName: "n2" }, { name: "q" });
  expect(cluster.getPod().status?.phase).toBe("Pending");
  expect(cluster.getPod("q").status).toMatchObject({
    message: "Pod was rejected: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
    reason: "TaintToleration",
  });
});

test("KL-ADMIT-06 a pod for another operating system is rejected", () => {
  const cluster = new TestCluster().node().pod({ os: { name: "windows" }, securityContext: {} });
  expect(cluster.getPod().status).toMatchObject({
    reason: "PodOSNotSupported",
    message: "Pod was rejected: Failed to admit pod as the OS field doesn't match node OS",
  });
});

test("KL-ADMIT-07 a pod that has ended leaves its room to others", () => {
  const cluster = new TestCluster().node("n1", { status: { capacity: { cpu: "1", memory: "1Gi", pods: "1" } } });
  cluster
    .behaviour("app", { exits: { after: 1_000 } })
    .pod({ restartPolicy: "Never" })
    .at(5_000)
    .pod({}, { name: "q" });
  expect(cluster.getPod("q").status?.phase).toBe("Pending");
});
