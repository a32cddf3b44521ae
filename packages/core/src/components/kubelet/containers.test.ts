import { expect, test } from "vitest";
import { completes, crashes, livenessFails, neverReady, readyAfter, runsOutOfMemory, slowPull } from "./behaviour.ts";
import { TestCluster } from "./testing/test-cluster.ts";

/** `NAME=STATE` of the init containers, then of the containers, one line for each status written. */
function story(cluster: TestCluster): string[] {
  return cluster.statuses.map(({ status }) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
      .map(({ name, state, ready }) => `${name}=${Object.keys(state ?? {})[0]}${ready ? "+" : ""}`)
      .join(" "),
  );
}

test("KL-INIT-01 init containers run one after the other, before the containers", () => {
  const cluster = new TestCluster().node().behaviour("init", completes({ after: 1_000 }));
  cluster.pod({
    initContainers: [
      { name: "i1", image: "init:1" },
      { name: "i2", image: "init:1" },
    ],
    containers: [{ name: "c", image: "app:1" }],
  });
  const first = cluster.getPod().status;
  expect(first?.conditions?.[1]).toMatchObject({
    type: "Initialized",
    status: "False",
    reason: "ContainersNotInitialized",
    message: "containers with incomplete status: [i1 i2]",
  });
  expect(first?.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: "PodInitializing" } });
  cluster.statuses.length = 0;
  cluster.at(10_000);
  expect(story(cluster)).toEqual([
    "i1=waiting i2=waiting c=waiting",
    "i1=running i2=waiting c=waiting",
    "i1=terminated+ i2=waiting c=waiting",
    "i1=terminated+ i2=running c=waiting",
    "i1=terminated+ i2=terminated+ c=waiting",
    "i1=terminated+ i2=terminated+ c=running+",
  ]);
  expect(cluster.statuses.map(({ status }) => status?.phase)).toEqual([
    "Pending",
    "Pending",
    "Pending",
    "Pending",
    "Pending",
    "Running",
  ]);
  expect(cluster.getPod().status?.initContainerStatuses?.[0]?.state?.terminated).toMatchObject({
    exitCode: 0,
    reason: "Completed",
  });
});

test("KL-INIT-02 an init container that fails is tried again, unless the pod never restarts", () => {
  const spec = { initContainers: [{ name: "i", image: "init:1" }] };
  const cluster = new TestCluster()
    .node()
    .behaviour("init", crashes({ after: 1_000 }))
    .pod(spec)
    .pod({ ...spec, restartPolicy: "Never" }, { name: "q" });
  cluster.at(20_000);
  expect(cluster.getPod().status?.initContainerStatuses?.[0]).toMatchObject({
    restartCount: 2,
    state: { terminated: { exitCode: 1 } },
  });
  expect(cluster.getPod().status?.phase).toBe("Pending");
  expect(cluster.getPod("q").status).toMatchObject({
    phase: "Failed",
    initContainerStatuses: [{ restartCount: 0, state: { terminated: { exitCode: 1 } } }],
  });
});

test("KL-INIT-03 a sidecar starts before the containers, and runs on with them", () => {
  const startupProbe = { tcpSocket: { port: 1 }, periodSeconds: 2 };
  const cluster = new TestCluster()
    .node()
    .behaviour("side", {
      startup: [
        { from: 0, ok: false },
        { from: 3_000, ok: true },
      ],
    })
    .pod({ initContainers: [{ name: "s", image: "side:1", restartPolicy: "Always", startupProbe }] });
  expect(cluster.at(5_000).getPod().status?.initContainerStatuses?.[0]).toMatchObject({
    started: false,
    ready: false,
    state: { running: {} },
  });
  expect(cluster.getPod().status?.containerStatuses?.[0]?.state?.waiting).toEqual({ reason: "PodInitializing" });
  const { status } = cluster.at(8_000).getPod();
  expect(status?.phase).toBe("Running");
  expect(status?.initContainerStatuses?.[0]).toMatchObject({ started: true, ready: true });
  expect(status?.conditions?.[1]).toMatchObject({ type: "Initialized", status: "True" });
});

test("KL-BEHAVE-03 an init container of which nothing is said ends well at once; a sidecar, and one that is said to run on, do not", () => {
  const cluster = new TestCluster().node().behaviour("hangs", { exits: {} });
  cluster.pod({
    initContainers: [
      { name: "i", image: "init:1" },
      { name: "s", image: "init:1", restartPolicy: "Always" },
    ],
  });
  cluster.pod({ initContainers: [{ name: "i", image: "hangs:1" }] }, { name: "q" });
  cluster.at(10_000);
  expect(cluster.getPod().status).toMatchObject({
    phase: "Running",
    initContainerStatuses: [
      { name: "i", restartCount: 0, state: { terminated: { exitCode: 0, reason: "Completed" } } },
      { name: "s", restartCount: 0, state: { running: {} } },
    ],
  });
  expect(cluster.getPod("q").status).toMatchObject({
    phase: "Pending",
    initContainerStatuses: [{ state: { running: {} } }],
  });
});

test("KL-PHASE-01 a pod whose containers have all ended well, and are not restarted, has succeeded", () => {
  const cluster = new TestCluster()
    .node()
    .behaviour("app", completes({ after: 3_000 }))
    .pod({ restartPolicy: "OnFailure" })
    .at(10_000);
  const { status } = cluster.getPod();
  expect(status?.phase).toBe("Succeeded");
  expect(status?.conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
    ["PodReadyToStartContainers", "False", "PodSandboxNotReady"],
    ["Initialized", "True", "PodCompleted"],
    ["Ready", "False", "PodCompleted"],
    ["ContainersReady", "False", "PodCompleted"],
    ["PodScheduled", "True", undefined],
  ]);
  expect(status?.conditions?.[0]?.message).toBe("pod sandbox is not ready");
  expect(cluster.machine.enabled(cluster.state)).toEqual([]);
});

test("KL-PHASE-02 a pod that never restarts fails with its container, for the reason that ended it", () => {
  const cluster = new TestCluster()
    .node()
    .behaviour("app", runsOutOfMemory({ after: 3_000 }))
    .pod({ restartPolicy: "Never" })
    .at(10_000);
  expect(cluster.getPod().status).toMatchObject({
    phase: "Failed",
    containerStatuses: [
      { ready: false, restartCount: 0, state: { terminated: { exitCode: 137, reason: "OOMKilled" } } },
    ],
  });
  expect(cluster.getPod().status?.conditions?.[2]).toMatchObject({ status: "False", reason: "PodFailed" });
});

test("KL-PHASE-03 a pod runs while one of its containers does, and waits while one has not started", () => {
  const containers = [
    { name: "a", image: "app:1" },
    { name: "b", image: "slow:1" },
  ];
  const cluster = new TestCluster().node().behaviour("slow", slowPull(10_000)).pod({ containers });
  expect(cluster.at(5_000).getPod().status).toMatchObject({
    phase: "Pending",
    containerStatuses: [{ state: { running: {} } }, { state: { waiting: {} } }],
  });
  expect(cluster.at(15_000).getPod().status?.phase).toBe("Running");
});

test("KL-PHASE-04 a rule of the container goes before the pod's restart policy", () => {
  const restartPolicyRules = [{ action: "Restart", exitCodes: { operator: "In", values: [42] } }];
  const cluster = new TestCluster().node().behaviour("app", {
    exits: [
      { after: 1_000, code: 42 },
      { after: 1_000, code: 1 },
    ],
  });
  cluster
    .pod({
      restartPolicy: "Never",
      containers: [{ name: "c", image: "app:1", restartPolicy: "Never", restartPolicyRules }],
    })
    .at(60_000);
  expect(cluster.getPod().status).toMatchObject({
    phase: "Failed",
    containerStatuses: [{ restartCount: 1, state: { terminated: { exitCode: 1 } } }],
  });
});

test("KL-PROBE-01 a container is ready when its readiness probe says so, period by period", () => {
  const containers = [{ name: "c", image: "app:1", readinessProbe: { httpGet: { port: 80 }, periodSeconds: 5 } }];
  const cluster = new TestCluster().node().behaviour("app", readyAfter(7_000)).pod({ containers });
  expect(cluster.at(1_800).getPod().status?.containerStatuses?.[0]).toMatchObject({ ready: false, started: true });
  expect(cluster.at(11_799).getPod().status?.conditions?.[2]).toMatchObject({
    type: "Ready",
    status: "False",
    reason: "ContainersNotReady",
  });
  expect(cluster.at(11_800).getPod().status?.conditions?.[2]).toMatchObject({ type: "Ready", status: "True" });
  expect(cluster.events()).toContain("Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503");
  expect(cluster.getPod().status?.containerStatuses?.[0]?.restartCount).toBe(0);
});

test("KL-PROBE-02 a container that becomes unready does so after the failure threshold, and is not restarted", () => {
  const containers = [
    { name: "c", image: "app:1", readinessProbe: { httpGet: { port: 80 }, periodSeconds: 5, failureThreshold: 3 } },
  ];
  const cluster = new TestCluster()
    .node()
    .behaviour("app", { readiness: [{ from: 18_000, ok: false }] })
    .pod({ containers });
  expect(cluster.at(31_799).getPod().status?.containerStatuses?.[0]?.ready).toBe(true);
  expect(cluster.at(31_800).getPod().status?.containerStatuses?.[0]).toMatchObject({
    ready: false,
    restartCount: 0,
    state: { running: {} },
  });
});

test("KL-PROBE-03 a container whose liveness probe keeps failing is killed and restarted", () => {
  const containers = [
    { name: "c", image: "app:1", livenessProbe: { exec: { command: ["x"] }, periodSeconds: 5, failureThreshold: 2 } },
  ];
  const cluster = new TestCluster()
    .node()
    .behaviour("app", { ...livenessFails({ after: 8_000 }), stopCode: 143 })
    .pod({ containers });
  // Probes at 1.8 s, 6.8 s, 11.8 s (fails), 16.8 s (fails); half a second to stop.
  expect(cluster.at(17_299).look()).toBe("Running 0");
  expect(cluster.at(17_300).look()).toBe("Running 1");
  expect(cluster.getPod().status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
    exitCode: 143,
    reason: "Error",
  });
  const events = cluster.events();
  expect(events).toContain("Unhealthy: Liveness probe failed: ");
  expect(events).toContain("Killing: Container c failed liveness probe, will be restarted");
});

test("KL-PROBE-04 other probes wait for the startup probe, which kills what does not start", () => {
  const startupProbe = { tcpSocket: { port: 80 }, periodSeconds: 1, failureThreshold: 3 };
  const containers = [{ name: "c", image: "app:1", startupProbe, readinessProbe: { tcpSocket: { port: 80 } } }];
  const cluster = new TestCluster()
    .node()
    .behaviour("app", { startup: false, ...neverReady() })
    .pod({ containers });
  expect(cluster.at(3_000).getPod().status?.containerStatuses?.[0]).toMatchObject({ started: false, ready: false });
  cluster.at(5_000);
  expect(cluster.events()).toContain("Killing: Container c failed startup probe, will be restarted");
  expect(cluster.events().filter((event) => event.includes("Readiness"))).toEqual([]);
  expect(cluster.look()).toBe("Running 1");
});

test("KL-PROBE-05 the first probe comes after the initial delay", () => {
  const containers = [
    { name: "c", image: "app:1", readinessProbe: { httpGet: { port: 80 }, initialDelaySeconds: 12, periodSeconds: 5 } },
  ];
  const cluster = new TestCluster().node().pod({ containers });
  expect(cluster.at(16_799).getPod().status?.containerStatuses?.[0]?.ready).toBe(false);
  expect(cluster.at(16_800).getPod().status?.containerStatuses?.[0]?.ready).toBe(true);
});

test("KL-POD-06 readiness gates hold a pod back until others say so", () => {
  const cluster = new TestCluster()
    .node()
    .pod({ readinessGates: [{ conditionType: "example.com/ok" }] })
    .at(5_000);
  expect(cluster.getPod().status?.conditions?.[2]).toMatchObject({
    status: "False",
    reason: "ReadinessGatesNotReady",
    message: 'corresponding condition of pod readiness gate "example.com/ok" does not exist.',
  });
  const pod = cluster.getPod();
  const conditions = [...(pod.status?.conditions ?? []), { type: "example.com/ok", status: "True" }];
  cluster.request({
    verb: "update",
    subresource: "status",
    resource: "pods",
    namespace: "default",
    name: "p",
    body: { ...pod, status: { ...pod.status, conditions } },
  });
  expect(
    cluster
      .at(6_000)
      .getPod()
      .status?.conditions?.find(({ type }) => type === "Ready")?.status,
  ).toBe("True");
});

test("KL-POD-07 a status that others have made false is made true again", () => {
  const cluster = new TestCluster().node().pod({}).at(5_000);
  const pod = cluster.getPod();
  const conditions = pod.status?.conditions?.map((condition) =>
    condition.type === "Ready" ? { ...condition, status: "False" } : condition,
  );
  cluster.request({
    verb: "update",
    subresource: "status",
    resource: "pods",
    namespace: "default",
    name: "p",
    body: { ...pod, status: { ...pod.status, conditions } },
  });
  expect(
    cluster
      .at(5_000)
      .getPod()
      .status?.conditions?.find(({ type }) => type === "Ready")?.status,
  ).toBe("True");
});
