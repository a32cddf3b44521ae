import { expect, test } from "vitest";
import { completes, crashes, slowPull, slowStop } from "./behaviour.ts";
import { TestCluster } from "./testing/test-cluster.ts";

test("KL-STOP-01 a deleted pod stops, is told as ended, and is then deleted", () => {
  const cluster = new TestCluster().node().pod({}).at(5_000);
  cluster.statuses.length = 0;
  cluster.deletePod();
  expect(cluster.getPod().status?.phase).toBe("Running");
  expect(cluster.at(5_499).getPod().metadata.deletionTimestamp).toBe("2026-01-01T00:00:35Z");
  expect(cluster.at(5_500).getPod()).toBeUndefined();
  // Recorded from the real kubelet v1.37.2: the phase becomes final before the pod goes.
  const last = cluster.statuses.at(-1)?.status;
  expect(last?.phase).toBe("Succeeded");
  expect(last?.conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
    ["PodReadyToStartContainers", "False", "PodSandboxNotReady"],
    ["Initialized", "True", "PodCompleted"],
    ["Ready", "False", "PodCompleted"],
    ["ContainersReady", "False", "PodCompleted"],
    ["PodScheduled", "True", undefined],
  ]);
  expect(last?.podIP).toBeDefined();
  expect(cluster.events()).toContain("Killing: Stopping container c");
  expect(cluster.machine.enabled(cluster.state)).toEqual([]);
});

test("KL-STOP-02 what does not stop in its grace period is killed", () => {
  const cluster = new TestCluster()
    .node()
    .behaviour("app", slowStop(60_000))
    .pod({ terminationGracePeriodSeconds: 7 })
    .at(5_000)
    .deletePod();
  expect(cluster.at(11_999).getPod().status?.phase).toBe("Running");
  cluster.at(12_000);
  expect(cluster.getPod()).toBeUndefined();
  expect(cluster.statuses.at(-1)?.status).toMatchObject({
    phase: "Failed",
    containerStatuses: [{ state: { terminated: { exitCode: 137, reason: "Error" } } }],
  });
});

test("KL-STOP-03 a second deletion can shorten the grace period", () => {
  const cluster = new TestCluster().node().behaviour("app", slowStop(60_000)).pod({}).at(5_000).deletePod().at(6_000);
  cluster.deletePod({ gracePeriodSeconds: 3 });
  expect(cluster.at(8_999).getPod()).toBeDefined();
  expect(cluster.at(9_000).getPod()).toBeUndefined();
});

test("KL-STOP-04 a preStop sleep comes before the signal", () => {
  const containers = [{ name: "c", image: "app:1", lifecycle: { preStop: { sleep: { seconds: 4 } } } }];
  const cluster = new TestCluster().node().pod({ containers }).at(5_000).deletePod();
  expect(cluster.at(9_499).getPod()).toBeDefined();
  expect(cluster.at(9_500).getPod()).toBeUndefined();
});

test("KL-STOP-11 when the containers have ended for good the sidecars are told to stop, and the pod has ended", () => {
  const initContainers = [{ name: "side", image: "side:1", restartPolicy: "Always" }];
  const cluster = new TestCluster()
    .node()
    .behaviour("app", completes({ after: 4_000 }))
    .pod({ restartPolicy: "Never", initContainers })
    .at(20_000);
  const { phase, initContainerStatuses } = cluster.getPod().status ?? {};
  expect(phase).toBe("Succeeded");
  expect(initContainerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 0, reason: "Completed" });
  expect(cluster.events()).toContain("Killing: Stopping container side");
});

test("KL-STOP-05 sidecars stop after the containers, the last one first", () => {
  const initContainers = [
    { name: "s1", image: "side:1", restartPolicy: "Always" },
    { name: "s2", image: "side:1", restartPolicy: "Always" },
  ];
  const cluster = new TestCluster().node().pod({ initContainers }).at(10_000).deletePod();
  const states = () => {
    const { status } = cluster.getPod();
    return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(({ state }) =>
      state?.running ? "running" : "ended",
    );
  };
  expect(states()).toEqual(["running", "running", "running"]);
  cluster.at(10_500);
  expect(states()).toEqual(["running", "running", "ended"]);
  cluster.at(11_000);
  expect(states()).toEqual(["running", "ended", "ended"]);
  expect(cluster.at(11_500).getPod()).toBeUndefined();
});

test("KL-STOP-06 a pod that is deleted before it has started fails", () => {
  const cluster = new TestCluster().node().behaviour("app", slowPull(60_000)).pod({}).at(5_000).deletePod();
  expect(cluster.getPod()).toBeUndefined();
  // Recorded from the real kubelet v1.37.2: TerminatePod makes a pending pod Failed, its containers ContainerStatusUnknown.
  expect(cluster.statuses.at(-1)?.status).toMatchObject({
    phase: "Failed",
    containerStatuses: [{ state: { terminated: { exitCode: 137, reason: "ContainerStatusUnknown" } } }],
  });
});

test("KL-STOP-10 a container in its crash back-off has ended once its pod is deleted", () => {
  const cluster = new TestCluster()
    .node()
    .behaviour("app", crashes({ after: 1_000 }))
    .pod({})
    .at(5_000);
  expect(cluster.look()).toBe("Error 1");
  cluster.deletePod();
  expect(cluster.getPod()).toBeUndefined();
  expect(cluster.statuses.at(-1)?.status).toMatchObject({
    phase: "Failed",
    containerStatuses: [{ state: { terminated: { exitCode: 1, reason: "Error" } } }],
  });
});

test("KL-STOP-07 a pod that was deleted by force is killed", () => {
  const cluster = new TestCluster().node().behaviour("app", slowStop(60_000)).pod({}).at(5_000);
  cluster.deletePod({ gracePeriodSeconds: 0 });
  expect(cluster.getPod()).toBeUndefined();
  expect(cluster.events()).toContain("Killing: Stopping container c");
  expect(cluster.machine.enabled(cluster.state)).toEqual([]);
});

test("KL-STOP-08 a pod is stopped when its active deadline has passed", () => {
  const cluster = new TestCluster().node().pod({ activeDeadlineSeconds: 20 });
  expect(cluster.at(19_999).getPod().status?.phase).toBe("Running");
  cluster.at(21_000);
  expect(cluster.getPod().status).toMatchObject({
    phase: "Failed",
    reason: "DeadlineExceeded",
    message: "Pod was active on the node longer than the specified deadline",
    containerStatuses: [{ state: { terminated: { exitCode: 0 } } }],
  });
  expect(cluster.events()).toContain("DeadlineExceeded: Pod was active on the node longer than the specified deadline");
});

test("KL-STOP-09 a pod that has ended is deleted at once", () => {
  const cluster = new TestCluster()
    .node()
    .behaviour("app", completes({ after: 1_000 }))
    .pod({ restartPolicy: "Never" })
    .at(5_000)
    .deletePod();
  expect(cluster.getPod()).toBeUndefined();
});
