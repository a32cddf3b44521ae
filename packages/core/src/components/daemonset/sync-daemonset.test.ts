import { describe, expect, test } from "vitest";
import { DaemonWorld, refusal } from "../../../test/support/daemon-world.ts";
import type { Pod } from "../../kubernetes/types.ts";
import { targetNodeName } from "./pod-template.ts";

const created = (world: DaemonWorld) =>
  world.requests.filter(({ verb, resource }) => verb === "create" && resource === "pods").length;

describe("creating pods", () => {
  test("DS-SYNC-01 one on each node that should run it (TestSimpleDaemonSetLaunchesPods)", () => {
    const world = new DaemonWorld().addNodes(0, 5);
    world.apply();
    expect(world.sync()).toEqual({ created: 5, deleted: 0 });
    expect(world.pods.map(targetNodeName).sort()).toEqual(["node-0", "node-1", "node-2", "node-3", "node-4"]);
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
  });

  test("DS-SYNC-01 none without nodes (TestNoNodesDoesNothing)", () => {
    const world = new DaemonWorld();
    world.apply();
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
  });

  test("DS-POD-05 the pod is the template, for one node, owned by the DaemonSet (recorded from the real control plane)", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    const daemonSet = world.apply({}, { annotations: { "deprecated.daemonset.template.generation": "1" } });
    world.sync();
    const { metadata, spec } = world.pods[0] as Pod;
    const hash = world.revisions[0]?.metadata.labels?.["controller-revision-hash"];
    expect(metadata.generateName).toBe("foo-");
    expect(metadata.labels).toEqual({
      "controller-revision-hash": hash,
      name: "simple-daemon",
      "pod-template-generation": "1",
    });
    expect(metadata.ownerReferences).toEqual([
      {
        apiVersion: "apps/v1",
        blockOwnerDeletion: true,
        controller: true,
        kind: "DaemonSet",
        name: "foo",
        uid: daemonSet.metadata.uid,
      },
    ]);
    expect(spec?.affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: ["node-0"] }] }],
        },
      },
    });
    expect(spec?.tolerations).toEqual([
      { effect: "NoExecute", key: "node.kubernetes.io/not-ready", operator: "Exists" },
      { effect: "NoExecute", key: "node.kubernetes.io/unreachable", operator: "Exists" },
      { effect: "NoSchedule", key: "node.kubernetes.io/disk-pressure", operator: "Exists" },
      { effect: "NoSchedule", key: "node.kubernetes.io/memory-pressure", operator: "Exists" },
      { effect: "NoSchedule", key: "node.kubernetes.io/pid-pressure", operator: "Exists" },
      { effect: "NoSchedule", key: "node.kubernetes.io/unschedulable", operator: "Exists" },
    ]);
  });

  test("DS-SYNC-02 DS-EXPECT-01 at most 250 at once, and no more before they are seen", () => {
    const world = new DaemonWorld().addNodes(0, 260);
    world.apply();
    world.deliver();
    expect(world.syncStale()).toEqual({ created: 250, deleted: 0 });
    expect(world.memory("expectations/")).toEqual([
      ["expectations/default/foo", { add: 250, del: 0, since: world.state.now }],
    ]);
    world.deliver();
    expect(world.memory("expectations/")).toEqual([]);
    expect(world.syncStale()).toEqual({ created: 10, deleted: 0 });
  });

  test("DS-SLOW-01 DS-SLOW-02 in batches of 1, 2, 4 …; after a failure the rest waits (TestSimpleDaemonSetPodCreateErrors)", () => {
    const world = new DaemonWorld().addNodes(0, 100);
    world.apply();
    world.intercept = ({ verb, resource }) =>
      verb === "create" && resource === "pods" && created(world) > 10
        ? refusal(403, "Forbidden", "no quota")
        : undefined;
    world.deliver();
    // 1 + 2 + 4 succeed; of the next 8 three do.
    expect(world.syncStale()).toEqual({ created: 10, deleted: 0 });
    expect(created(world)).toBe(15);
    expect(world.memory("expectations/")).toEqual([
      ["expectations/default/foo", { add: 10, del: 0, since: world.state.now }],
    ]);
    expect([...world.controller.failures.keys]).toEqual(["default/foo"]);
    expect(
      world.events
        .filter(({ reason }) => reason === "FailedCreate")
        .map(({ type, message, count }) => [type, message, count]),
    ).toEqual([["Warning", "Error creating: no quota", 5]]);
  });

  test("DS-EXPECT-02 what failed and what was not tried is not expected (TestDaemonSetPodCreateExpectationsError)", () => {
    const world = new DaemonWorld().addNodes(0, 100);
    world.apply();
    world.intercept = ({ verb, resource }) =>
      verb === "create" && resource === "pods" ? refusal(403, "Forbidden", "no") : undefined;
    world.sync();
    expect(created(world)).toBe(1);
    expect(world.memory("expectations/")).toEqual([]);
  });

  test("DS-SLOW-03 in a namespace that is going nothing is said, and the pod stays expected", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.intercept = ({ verb, resource }) =>
      verb === "create" && resource === "pods"
        ? refusal(403, "Forbidden", "it is being terminated", [{ reason: "NamespaceTerminating" }])
        : undefined;
    world.sync();
    expect(world.events).toEqual([]);
    expect(world.memory("expectations/")).toHaveLength(1);
    expect([...world.controller.failures.keys]).toEqual([]);
  });

  test("DS-EXPECT-03 unmet expectations hold everything but the status back, for five minutes", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.intercept = ({ verb, resource }) =>
      verb === "create" && resource === "pods"
        ? refusal(403, "Forbidden", "it is being terminated", [{ reason: "NamespaceTerminating" }])
        : undefined;
    world.sync();
    world.intercept = () => undefined;
    world.edit({ spec: { minReadySeconds: 1 } });
    world.later(300);
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
    world.later(1);
    expect(world.sync()).toEqual({ created: 1, deleted: 0 });
  });
});

describe("events", () => {
  test("DS-EVENT-01 DS-EVENT-02 say which pods were created and deleted, with the reference of the real ones", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.sync();
    const [pod] = world.pods;
    world.edit({ spec: { template: { spec: { nodeSelector: { no: "1" } } } } });
    world.sync();
    const { uid } = world.daemonSet.metadata;
    expect(
      world.events.map(({ reason, message, type, source, reportingComponent }) => [
        reason,
        message,
        type,
        source,
        reportingComponent,
      ]),
    ).toEqual([
      [
        "SuccessfulCreate",
        `Created pod: ${pod?.metadata.name}`,
        "Normal",
        { component: "daemonset-controller" },
        "daemonset-controller",
      ],
      [
        "SuccessfulDelete",
        `Deleted pod: ${pod?.metadata.name}`,
        "Normal",
        { component: "daemonset-controller" },
        "daemonset-controller",
      ],
    ]);
    expect(world.events[0]?.involvedObject).toMatchObject({
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      name: "foo",
      namespace: "default",
      uid,
    });
  });

  test("DS-EVENT-03 a pod that cannot be deleted is spoken of", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.sync();
    world.edit({ spec: { template: { spec: { nodeSelector: { no: "1" } } } } });
    world.intercept = ({ verb, resource }) =>
      verb === "delete" && resource === "pods" ? refusal(500, "InternalError", "later") : undefined;
    world.sync();
    expect(world.events.filter(({ reason }) => reason === "FailedDelete").map(({ message }) => message)).toEqual([
      "Error deleting: later",
    ]);
    expect(world.memory("expectations/")).toEqual([]);
  });
});

describe("pods that stop", () => {
  const withPhase = (phase: string) => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.sync();
    world.setPodReady(world.pods[0] as Pod, false, phase);
    return { world, name: world.pods[0]?.metadata.name };
  };

  test("DS-FAIL-01 DS-EVENT-04 a failed pod is deleted, and made again (TestDaemonKillFailedPods)", () => {
    const { world, name } = withPhase("Failed");
    expect(world.sync()).toEqual({ created: 0, deleted: 1 });
    expect(world.events.find(({ reason }) => reason === "FailedDaemonPod")).toMatchObject({
      type: "Warning",
      message: `Found failed daemon pod default/${name} on node node-0, will try to kill it`,
    });
    expect(world.sync()).toEqual({ created: 1, deleted: 0 });
  });

  test("DS-FAIL-02 DS-EVENT-05 so is one that has succeeded", () => {
    const { world, name } = withPhase("Succeeded");
    expect(world.sync()).toEqual({ created: 0, deleted: 1 });
    expect(world.events.find(({ reason }) => reason === "SucceededDaemonPod")).toMatchObject({
      type: "Normal",
      message: `Found succeeded daemon pod default/${name} on node node-0, will try to delete it`,
    });
  });

  test("DS-FAIL-03 DS-FAIL-04 each time it takes twice as long, up to 15 minutes (TestDaemonKillFailedPodsBackoff)", () => {
    const { world } = withPhase("Failed");
    world.sync();
    const delays = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900];
    for (const delay of delays) {
      expect(world.sync()).toEqual({ created: 1, deleted: 0 });
      world.setPodReady(world.pods[0] as Pod, false, "Failed");
      expect(world.sync()).toEqual({ created: 0, deleted: 0 });
      world.at(world.state.now + delay * 1000 - 1);
      expect(world.sync()).toEqual({ created: 0, deleted: 0 });
      world.at(world.state.now + 1);
      expect(world.sync()).toEqual({ created: 0, deleted: 1 });
    }
  });

  test("DS-FAIL-03 the sync comes back after the delay", () => {
    const { world } = withPhase("Failed");
    world.sync();
    world.sync();
    world.setPodReady(world.pods[0] as Pod, false, "Failed");
    world.sync();
    expect(world.timerOf(world.key)).toBe(world.state.now + 1000);
  });
});

describe("whose pods", () => {
  const orphan = (world: DaemonWorld, labels: object, node = "node-0") =>
    world.request<Pod>({
      verb: "create",
      resource: "pods",
      namespace: "default",
      body: {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "orphan", labels },
        spec: { nodeName: node, containers: [{ name: "c", image: "a" }] },
      },
    });

  test("DS-CLAIM-01 DS-CLAIM-03 an orphan that is selected is adopted, after a look whether the DaemonSet is still there", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    orphan(world, { name: "simple-daemon" });
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
    expect(world.pods[0]?.metadata.ownerReferences?.map(({ name, controller }) => [name, controller])).toEqual([
      ["foo", true],
    ]);
    const adoption = world.requests.findIndex(({ verb, resource }) => verb === "patch" && resource === "pods");
    expect(world.requests[adoption - 1]).toMatchObject({ verb: "get", resource: "daemonsets.apps" });
  });

  test("DS-CLAIM-03 another DaemonSet of the same name adopts nothing (TestDontDoAnythingIfBeingDeletedRace)", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    const daemonSet = world.apply();
    world.sync();
    orphan(world, { name: "simple-daemon" });
    world.intercept = ({ verb, resource }) =>
      verb === "get" && resource === "daemonsets.apps"
        ? { code: 200, body: { ...daemonSet, metadata: { ...daemonSet.metadata, uid: "other" } } }
        : undefined;
    world.sync();
    expect(world.pods.find(({ metadata }) => metadata.name === "orphan")?.metadata.ownerReferences ?? []).toEqual([]);
    expect([...world.controller.failures.keys]).toEqual(["default/foo"]);
  });

  test("DS-CLAIM-02 a pod whose labels no longer fit is let go, and replaced", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.sync();
    const name = world.pods[0]?.metadata.name as string;
    world.request({
      verb: "patch",
      patchType: "merge",
      resource: "pods",
      namespace: "default",
      name,
      body: { metadata: { labels: { name: "other" } } },
    });
    expect(world.sync()).toEqual({ created: 1, deleted: 0 });
    expect(world.pods.find(({ metadata }) => metadata.name === name)?.metadata.ownerReferences ?? []).toEqual([]);
  });

  test("DS-CLAIM-04 pods of nobody that are not selected, and pods of others, are left alone (TestDealsWithExistingPods)", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    orphan(world, { name: "other" });
    expect(world.sync()).toEqual({ created: 1, deleted: 0 });
    expect(world.pods).toHaveLength(2);
  });
});

describe("what is not synced", () => {
  test("DS-SYNC-03 a DaemonSet that is being deleted (TestDontDoAnythingIfBeingDeleted)", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply({}, { finalizers: ["example.com/wait"] });
    world.request({ verb: "delete", resource: "daemonsets.apps", namespace: "default", name: "foo" });
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
    expect(world.requests).toEqual([]);
  });

  test("DS-SYNC-04 one that is gone: nothing is expected for it any more (TestExpectationsOnRecreate)", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.deliver();
    world.syncStale();
    world.request({ verb: "delete", resource: "daemonsets.apps", namespace: "default", name: "foo" });
    world.deliver();
    expect(world.memory("expectations/")).toEqual([]);
    expect(world.memory("wrote/")).toEqual([]);
  });

  test("DS-SYNC-05 one whose cache is behind its own writes waits", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.deliver();
    world.syncStale();
    const before = world.requests.length;
    world.syncStale();
    expect(world.requests).toHaveLength(before);
    expect([...world.controller.failures.keys]).toEqual(["default/foo"]);
    world.sync();
    expect([...world.controller.failures.keys]).toEqual([]);
  });
});

describe("unscheduled pods", () => {
  test("DS-MANAGE-09 go with their node (TestDeleteUnscheduledPodForNotExistingNode)", () => {
    const world = new DaemonWorld().addNodes(0, 2);
    world.apply();
    world.sync();
    world.deleteNode("node-0");
    expect(world.sync()).toEqual({ created: 0, deleted: 1 });
    expect(world.pods.map(targetNodeName)).toEqual(["node-1"]);
  });
});
