import { expect, test } from "vitest";
import { emptyTree } from "../../store/tree.ts";
import { viewOf } from "../../store/view.ts";
import { parseTime } from "../../time.ts";
import type { Lease } from "./lease.ts";
import { leaseRenewTime, nextLeaseRenewal } from "./lease.ts";
import { TestCluster } from "./testing/test-cluster.ts";

const lease = (cluster: TestCluster) => cluster.get<Lease>("leases.coordination.k8s.io", "kube-node-lease/n1");
const renewed = (cluster: TestCluster) =>
  (leaseRenewTime(viewOf(cluster.state.tables), "n1", cluster.state.now) ?? 0) - cluster.start;

test("KL-NODE-01 a new node is labelled, and Ready", () => {
  const node = new TestCluster().node().getNode();
  expect(node.metadata.labels).toEqual({
    "beta.kubernetes.io/arch": "amd64",
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": "n1",
    "kubernetes.io/os": "linux",
  });
  // Recorded from the real kubelet v1.37.2.
  expect(node.status?.conditions?.map(({ type, status, reason, message }) => [type, status, reason, message])).toEqual([
    ["MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
    ["DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
    ["PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
    ["Ready", "True", "KubeletReady", "kubelet is posting ready status"],
  ]);
  expect(node.status?.allocatable).toEqual({ cpu: "8", "ephemeral-storage": "100Gi", memory: "16Gi", pods: "110" });
  expect(node.status?.nodeInfo).toMatchObject({
    architecture: "amd64",
    kubeletVersion: "v1.37.2",
    operatingSystem: "linux",
  });
  expect(node.status?.addresses?.map(({ type }) => type)).toEqual(["InternalIP", "Hostname"]);
});

test("KL-NODE-02 a new node's kubelet says so in events", () => {
  expect(new TestCluster().node().events("n1")).toEqual([
    "Starting: Starting kubelet.",
    "NodeHasSufficientMemory: Node n1 status is now: NodeHasSufficientMemory",
    "NodeHasNoDiskPressure: Node n1 status is now: NodeHasNoDiskPressure",
    "NodeHasSufficientPID: Node n1 status is now: NodeHasSufficientPID",
    "NodeReady: Node n1 status is now: NodeReady",
    "NodeAllocatableEnforced: Updated Node Allocatable limit across pods",
  ]);
});

test("KL-NODE-03 what a Node object says of its hardware and labels is kept", () => {
  const node = new TestCluster()
    .node("n1", {
      metadata: { name: "n1", labels: { "kubernetes.io/arch": "arm64" } },
      status: {
        capacity: { cpu: "2", memory: "4Gi", pods: "20" },
        nodeInfo: { architecture: "arm64", osImage: "Tiny" },
      },
    })
    .getNode();
  expect(node.metadata.labels?.["kubernetes.io/arch"]).toBe("arm64");
  expect(node.status?.allocatable).toEqual({ cpu: "2", memory: "4Gi", pods: "20" });
  expect(node.status?.nodeInfo).toMatchObject({ architecture: "arm64", osImage: "Tiny", kubeletVersion: "v1.37.2" });
});

test("KL-NODE-04 a node's lease counts as renewed every 10 s, and costs nothing", () => {
  const cluster = new TestCluster().node();
  expect(lease(cluster)?.spec).toMatchObject({ holderIdentity: "n1", leaseDurationSeconds: 40 });
  expect(cluster.machine.enabled(cluster.state)).toEqual([]);
  expect(renewed(cluster.at(34_999))).toBe(30_000);
  expect(renewed(cluster.at(86_400_000))).toBe(86_400_000);
  expect(nextLeaseRenewal(viewOf(cluster.state.tables), "n1", cluster.state.now)).toBe(cluster.state.now + 10_000);
  const read = cluster.request({
    verb: "get",
    resource: "leases.coordination.k8s.io",
    namespace: "kube-node-lease",
    name: "n1",
  }).body as Lease;
  expect(parseTime(read.spec?.renewTime)).toBe(cluster.state.now);
});

test("KL-NODE-05 a machine that is switched off goes silent: its lease runs out, its pods' statuses stay", () => {
  const cluster = new TestCluster().node().pod({}).at(34_000).hardware({ power: "Off" });
  expect(renewed(cluster.at(300_000))).toBe(30_000);
  expect(cluster.look()).toBe("Running 0");
  expect(cluster.getNode().status?.conditions?.at(-1)?.status).toBe("True");
  cluster.deletePod();
  expect(cluster.at(400_000).getPod().metadata.deletionTimestamp).toBeDefined();
});

test("KL-NODE-06 a machine that is switched on again has lost its containers, and starts them anew", () => {
  const cluster = new TestCluster()
    .node()
    .pod({})
    .at(34_000)
    .hardware({ power: "Off" })
    .at(60_000)
    .hardware({ power: "On" });
  const boot = cluster.getNode().status?.nodeInfo?.bootID;
  expect(renewed(cluster.at(69_999))).toBe(30_000);
  cluster.at(72_000);
  expect(renewed(cluster)).toBe(70_000);
  expect(cluster.getNode().status?.nodeInfo?.bootID).not.toBe(boot);
  expect(cluster.getPod().status?.containerStatuses?.[0]).toMatchObject({
    restartCount: 1,
    state: { running: { startedAt: "2026-01-01T00:01:10Z" } },
    lastState: { terminated: { exitCode: 255, reason: "Unknown", startedAt: "2026-01-01T00:00:01Z" } },
  });
  expect(cluster.events("n1").some((event) => event.startsWith("Rebooted: Node n1 has been rebooted, boot id: "))).toBe(
    true,
  );
  expect(cluster.events()).toContain("SandboxChanged: Pod sandbox changed, it will be killed and re-created.");
});

test("KL-NODE-07 pods that were deleted while their machine was off are finished when it is back", () => {
  const cluster = new TestCluster().node().pod({}).at(34_000).hardware({ power: "Off" }).deletePod().at(90_000);
  expect(cluster.getPod()).toBeDefined();
  expect(cluster.hardware({ power: "On" }).at(110_000).getPod()).toBeUndefined();
});

test("KL-NODE-08 a node that is deleted takes its kubelet with it; one of the same name is another", () => {
  const cluster = new TestCluster().node().pod({}).at(5_000);
  cluster.request({ verb: "delete", resource: "nodes", name: "n1" });
  cluster.at(6_000).deletePod();
  expect(cluster.at(600_000).getPod().status?.phase).toBe("Running");
  cluster.node();
  expect(cluster.getNode().status?.conditions?.at(-1)?.status).toBe("True");
});

test("KL-NODE-09 a kubelet notices that its node is cordoned", () => {
  const cluster = new TestCluster().node();
  cluster.request({
    verb: "patch",
    patchType: "merge",
    resource: "nodes",
    name: "n1",
    body: { spec: { unschedulable: true } },
  });
  expect(cluster.at(1_000).events("n1").at(-1)).toBe("NodeNotSchedulable: Node n1 status is now: NodeNotSchedulable");
});

test("KL-STATIC-01 the pods of a machine's manifests show in the API, and come back when they are deleted", () => {
  const manifest = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "etcd", namespace: "kube-system" },
    spec: { hostNetwork: true, containers: [{ name: "etcd", image: "etcd:3" }] },
  };
  const cluster = new TestCluster()
    .hardware({ staticPods: [manifest as never] })
    .node()
    .at(10_000);
  const pod = cluster.get<ReturnType<TestCluster["getPod"]>>("pods", "kube-system/etcd-n1");
  expect(pod?.metadata.annotations).toMatchObject({ "kubernetes.io/config.source": "file" });
  expect(pod?.metadata.annotations?.["kubernetes.io/config.mirror"]).toBe(
    pod?.metadata.annotations?.["kubernetes.io/config.hash"],
  );
  expect(pod?.metadata.ownerReferences).toEqual([
    { apiVersion: "v1", kind: "Node", name: "n1", uid: cluster.getNode().metadata.uid, controller: true },
  ]);
  expect(pod?.spec?.tolerations).toContainEqual({ effect: "NoExecute", operator: "Exists" });
  expect(pod?.status?.containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 });
  cluster.request({ verb: "delete", resource: "pods", namespace: "kube-system", name: "etcd-n1" });
  cluster.at(20_000);
  const again = cluster.get<ReturnType<TestCluster["getPod"]>>("pods", "kube-system/etcd-n1");
  expect(again?.metadata.uid).not.toBe(pod?.metadata.uid);
  // The container itself has not noticed.
  expect(again?.status?.containerStatuses?.[0]?.state).toEqual(pod?.status?.containerStatuses?.[0]?.state);
});

test("KL-NODE-10 a clock that is ahead shows in the times that the kubelet writes, and in nothing else", () => {
  const play = (clockSkew?: number) => {
    const cluster = new TestCluster();
    cluster.behaviour("app:1", { exits: { after: 5_000, code: 1 } });
    return (clockSkew === undefined ? cluster : cluster.hardware({ clockSkew })).node().pod({}).at(30_000);
  };
  const [ahead, behind, right] = [play(3_600_000), play(-3_600_000), play()];
  const times = (cluster: TestCluster) => {
    const { status } = cluster.getPod();
    const [container] = status?.containerStatuses ?? [];
    return [
      status?.startTime,
      status?.conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime,
      container?.lastState?.terminated?.startedAt,
      container?.lastState?.terminated?.finishedAt,
      cluster.getNode().status?.conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime,
    ];
  };
  expect(times(right).every((time) => time?.startsWith("2026-01-01T00:00:"))).toBe(true);
  expect(times(ahead)).toEqual(times(right).map((time) => time?.replace("T00:", "T01:")));
  expect(times(behind)).toEqual(times(right).map((time) => time?.replace("2026-01-01T00:", "2025-12-31T23:")));
  expect(ahead.getPod().status?.containerStatuses?.[0]?.restartCount).toBe(
    right.getPod().status?.containerStatuses?.[0]?.restartCount,
  );
  const heartbeat = (cluster: TestCluster) => cluster.getNode().status?.conditions?.[0]?.lastHeartbeatTime;
  expect(heartbeat(ahead)).toBe(heartbeat(right));
});

test("KL-NODE-10 a kubelet that has forgotten all reads its own times by its own clock", () => {
  const cluster = new TestCluster();
  cluster.behaviour("app:1", { exits: { after: 60_000, code: 0 } });
  cluster.hardware({ clockSkew: 3_600_000 }).node().pod({ restartPolicy: "Never" }).at(20_000);
  const state = () => cluster.getPod().status?.containerStatuses?.[0]?.state;
  const started = parseTime(state()?.running?.startedAt);
  const { kubelet } = cluster.state.components;
  const forgetful = { ...(kubelet as NonNullable<typeof kubelet>), memory: emptyTree<never>() };
  cluster.state = { ...cluster.state, components: { ...cluster.state.components, kubelet: forgetful } };
  cluster.request({
    verb: "patch",
    patchType: "merge",
    resource: "nodes",
    name: "n1",
    body: { spec: { unschedulable: true } },
  });
  cluster.at(120_000);
  expect(cluster.getPod().status?.phase).toBe("Succeeded");
  expect(parseTime(state()?.terminated?.finishedAt)).toBe(started + 60_000);
});

test("KL-NODE-11 a lease that is gone is written anew when it is to be renewed, and not before", () => {
  const cluster = new TestCluster().node().at(13_000);
  const gone = {
    verb: "delete",
    resource: "leases.coordination.k8s.io",
    namespace: "kube-node-lease",
    name: "n1",
  } as const;
  cluster.request(gone);
  expect(lease(cluster.at(19_999))).toBeUndefined();
  expect(lease(cluster.at(20_000))?.metadata.ownerReferences).toMatchObject([{ uid: cluster.getNode().metadata.uid }]);
  expect(renewed(cluster.at(25_000))).toBe(20_000);
});
