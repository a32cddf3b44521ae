import { expect, test } from "vitest";
import type { PodCondition } from "../../kubernetes/types.ts";
import { crashes, failsPull, slowPull } from "./behaviour.ts";
import { TestCluster } from "./testing/test-cluster.ts";

const verdicts = (conditions: readonly PodCondition[] | undefined) =>
  conditions?.map(({ type, status }) => `${type}=${status}`);

test("KL-POD-01 a pod is Pending while its sandbox and its container are made", () => {
  const { status } = new TestCluster().node().pod({}).getPod();
  // Recorded from the real kubelet v1.37.2, but for `ready` and `started`, which its stand-in prober always sets.
  expect(status?.phase).toBe("Pending");
  expect(status?.conditions?.[0]).toMatchObject({
    message: "no pod sandbox exists",
    reason: "PodSandboxNotReady",
    status: "False",
    type: "PodReadyToStartContainers",
    lastProbeTime: null,
  });
  expect(verdicts(status?.conditions)).toEqual([
    "PodReadyToStartContainers=False",
    "Initialized=True",
    "Ready=False",
    "ContainersReady=False",
    "PodScheduled=True",
  ]);
  expect(status?.conditions?.[2]).toMatchObject({
    reason: "ContainersNotReady",
    message: "containers with unready status: [c]",
  });
  expect(status?.containerStatuses).toEqual([
    {
      image: "app:1",
      imageID: "",
      lastState: {},
      name: "c",
      ready: false,
      restartCount: 0,
      started: false,
      state: { waiting: { reason: "ContainerCreating" } },
    },
  ]);
  expect(status?.startTime).toBe("2026-01-01T00:00:00Z");
  expect(status?.podIP).toBeUndefined();
});

test("KL-POD-02 a pod is Running and Ready once its image is pulled and its container started", () => {
  const cluster = new TestCluster().node().pod({});
  expect(cluster.at(1_799).look()).toBe("ContainerCreating 0");
  const { status } = cluster.at(1_800).getPod();
  expect(status?.phase).toBe("Running");
  expect(verdicts(status?.conditions)).toEqual([
    "PodReadyToStartContainers=True",
    "Initialized=True",
    "Ready=True",
    "ContainersReady=True",
    "PodScheduled=True",
  ]);
  expect(status?.containerStatuses?.[0]).toMatchObject({
    image: "app:1",
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: "2026-01-01T00:00:01Z" } },
  });
  expect(status?.containerStatuses?.[0]?.containerID).toMatch(/^containerd:\/\/[0-9a-f]{64}$/);
  expect(status?.containerStatuses?.[0]?.imageID).toMatch(/^docker\.io\/library\/app@sha256:[0-9a-f]{64}$/);
  expect(status?.podIPs).toEqual([{ ip: status?.podIP }]);
});

test("KL-POD-03 a pod that needs no pull starts in three writes of its status", () => {
  const cluster = new TestCluster().node().pod({}).at(2_000).pod({}, { name: "q" });
  cluster.statuses.length = 0;
  cluster.at(10_000);
  expect(cluster.statuses.map(({ status }) => status?.phase)).toEqual(["Running"]);
  expect(cluster.events("q")).toEqual([
    'Pulled: Container image "app:1" already present on machine and can be accessed by the pod',
    "Created: Container created",
    "Started: Container started",
  ]);
});

test("KL-POD-04 the resources that a pod has been given are the sums over its containers", () => {
  const resources = { requests: { cpu: "100m", memory: "200Mi" }, limits: { memory: "200Mi" } };
  const containers = [
    { name: "a", image: "app:1", resources },
    { name: "b", image: "app:1", resources: { requests: { cpu: "1" } } },
  ];
  const { status } = new TestCluster().node().pod({ containers }).at(5_000).getPod();
  expect(status?.allocatedResources).toEqual({ cpu: "1100m", memory: "200Mi" });
  expect(status?.resources).toEqual({ requests: { cpu: "1100m", memory: "200Mi" } });
  expect(status?.containerStatuses?.[0]).toMatchObject({ allocatedResources: resources.requests, resources });
});

test("KL-POD-05 a pod of the host's network has the node's address", () => {
  const cluster = new TestCluster().node().pod({ hostNetwork: true });
  const address = cluster.getNode().status?.addresses?.[0]?.address;
  expect(cluster.getPod().status).toMatchObject({ hostIP: address, podIP: address });
});

test("KL-IMAGE-01 an image is pulled once for a node, as its policy has it", () => {
  const cluster = new TestCluster().node().behaviour("app", slowPull(2_250)).pod({}).at(5_000);
  expect(cluster.events()).toEqual([
    'Pulling: Pulling image "app:1"',
    'Pulled: Successfully pulled image "app:1" in 2.25s (2.25s including waiting). Image size: 50000000 bytes.',
    "Created: Container created",
    "Started: Container started",
  ]);
});

test("KL-IMAGE-02 a pull that fails is tried again after 10 s, 20 s, 40 s", () => {
  const cluster = new TestCluster().node().behaviour("app:1", failsPull("no such image")).pod({});
  expect(cluster.at(1_800).getPod().status?.containerStatuses?.[0]?.state?.waiting).toEqual({
    reason: "ErrImagePull",
    message: "no such image",
  });
  expect(cluster.at(2_800).events().slice(0, 5)).toEqual([
    expect.stringMatching(/^Pulling: Pulling image "app:1"/),
    'Failed: Failed to pull image "app:1": no such image',
    "Failed: Error: ErrImagePull",
    'BackOff: Back-off pulling image "app:1"',
    "Failed: Error: ImagePullBackOff",
  ]);
  expect(cluster.at(11_799).getPod().status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe("ErrImagePull");
  expect(cluster.at(11_800).getPod().status?.containerStatuses?.[0]?.state?.waiting).toEqual({
    reason: "ImagePullBackOff",
    message: 'Back-off pulling image "app:1": ErrImagePull: no such image',
  });
  const failures: number[] = [];
  for (let at = 11_900; at < 100_000; at += 100) {
    const before = cluster.events().find((event) => event.startsWith("Failed: Failed to pull"));
    if (
      cluster
        .at(at)
        .events()
        .find((event) => event.startsWith("Failed: Failed to pull")) !== before
    )
      failures.push(at);
  }
  // 1.8 s, then each time the wait and the pull itself.
  expect(failures).toEqual([13_300, 34_800, 76_300]);
  expect(cluster.getPod().status?.phase).toBe("Pending");
});

test("KL-IMAGE-03 an image that may not be pulled and is not there keeps its container from starting", () => {
  const cluster = new TestCluster()
    .node()
    .pod({ containers: [{ name: "c", image: "app:1", imagePullPolicy: "Never" }] })
    .at(60_000);
  expect(cluster.getPod().status?.containerStatuses?.[0]?.state?.waiting).toEqual({
    reason: "ErrImageNeverPull",
    message: 'Container image "app:1" is not present with pull policy of Never',
  });
});

// As the real kubelet v1.37.2 was seen to do it: Error, then, as the back-off of 10 s ends, CrashLoopBackOff and at once Running.
test("KL-CRASH-06 a container that keeps failing is told as terminated, and with the next sync as waiting in its back-off", () => {
  const cluster = new TestCluster()
    .node()
    .behaviour("app:1", crashes({ after: 1_000, code: 3 }))
    .pod({});
  cluster.at(2_000).statuses.length = 0;
  expect(cluster.at(2_800).look()).toBe("Running 1");
  expect(cluster.statuses.map(({ status }) => status?.containerStatuses?.[0]?.state)).toEqual([
    {
      terminated: expect.objectContaining({
        exitCode: 3,
        reason: "Error",
        startedAt: "2026-01-01T00:00:01Z",
        finishedAt: "2026-01-01T00:00:02Z",
      }),
    },
    { running: { startedAt: "2026-01-01T00:00:02Z" } },
  ]);
  const { status, metadata } = cluster.at(3_800).getPod();
  expect(status?.containerStatuses?.[0]).toMatchObject({
    ready: false,
    started: false,
    restartCount: 1,
    lastState: { terminated: { exitCode: 3, reason: "Error" } },
    state: { terminated: { exitCode: 3, reason: "Error" } },
  });
  expect(status?.phase).toBe("Running");
  expect(verdicts(status?.conditions)?.slice(2, 4)).toEqual(["Ready=False", "ContainersReady=False"]);
  expect(cluster.events()).toContain(
    `BackOff: Back-off restarting failed container c in pod p_default(${metadata.uid})`,
  );
  expect(cluster.at(13_799).look()).toBe("Error 1");
  cluster.statuses.length = 0;
  expect(cluster.at(13_800).look()).toBe("Running 2");
  expect(cluster.statuses.map(({ status }) => status?.containerStatuses?.[0]?.state)).toEqual([
    {
      waiting: {
        reason: "CrashLoopBackOff",
        message: `back-off 10s restarting failed container=c pod=p_default(${metadata.uid})`,
      },
    },
    { running: { startedAt: "2026-01-01T00:00:13Z" } },
  ]);
});

test("KL-CRASH-08 a long back-off is told after a minute", () => {
  const cluster = new TestCluster()
    .node()
    .behaviour("app", crashes({ after: 1_000 }))
    .pod({});
  // Runs begin at 1.8, 2.8, 13.8, 34.8, 75.8 and 156.8 s; the back-off after the last of these is 160 s.
  expect(cluster.at(157_800).look()).toBe("Error 5");
  expect(cluster.at(217_799).look()).toBe("Error 5");
  expect(cluster.at(217_800).look()).toBe("CrashLoopBackOff 5");
  expect(cluster.at(317_800).look()).toBe("Running 6");
});

test("KL-CRASH-05 the tutorial: 0 ready at 32 s, 6 restarts at 10 min, 3 at 68 s", () => {
  const cluster = new TestCluster()
    .node()
    .behaviour("app", crashes({ after: 11_000 }))
    .pod({});
  expect(cluster.at(32_000).look()).toBe("Error 1");
  expect(cluster.at(600_000).look()).toBe("CrashLoopBackOff 6");
  cluster.pod({}, { name: "q" });
  expect(cluster.look("q")).toBe("ContainerCreating 0");
  expect(cluster.at(668_000).look("q")).toBe("Running 3");
});

test("KL-REST-01 a pod that runs well has no timer", () => {
  const probe = { httpGet: { port: 80 }, periodSeconds: 1 };
  const cluster = new TestCluster()
    .node()
    .pod({ containers: [{ name: "c", image: "app:1", livenessProbe: probe, readinessProbe: probe }] })
    .at(10_000);
  expect(cluster.getPod().status?.containerStatuses?.[0]?.ready).toBe(true);
  expect(cluster.machine.enabled(cluster.state)).toEqual([]);
});
