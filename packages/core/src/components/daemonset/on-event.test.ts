import { beforeEach, describe, expect, test } from "vitest";
import { DaemonWorld } from "../../../test/support/daemon-world.ts";
import type { Pod } from "../../kubernetes/types.ts";

const FOO = "default/foo";
let world: DaemonWorld;

/** Two nodes with a running daemon pod each, and nothing left to do. */
beforeEach(() => {
  world = new DaemonWorld().addNodes(0, 2);
  world.apply();
  world.sync();
  world.markPodsReady();
  settle();
});

function settle(): void {
  for (let round = 0; round < 5; round++) {
    world.deliver();
    for (const key of world.queued) world.syncStale(key);
  }
  expect(world.queued).toEqual([]);
}

/** What a change puts into the queue. */
function queuedAfter(change: () => void): readonly string[] {
  change();
  world.deliver();
  return world.queued;
}

const patch = (resource: string, name: string, body: object) =>
  world.request({ verb: "patch", patchType: "merge", resource, namespace: "default", name, body });
const firstPod = () => world.pods[0] as Pod;
const orphan = (labels: object) =>
  world.request({
    verb: "create",
    resource: "pods",
    namespace: "default",
    body: {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "orphan", labels },
      spec: { containers: [{ name: "c", image: "a" }] },
    },
  });

// pkg/controller/daemon/daemon_controller_test.go Test(Add|Update|Delete)(Pod|Node)….
describe("pods", () => {
  test("DS-QUEUE-01 a pod of a DaemonSet that changes is a reason to sync it (TestUpdatePod)", () => {
    expect(
      queuedAfter(() => patch("pods", firstPod().metadata.name, { metadata: { annotations: { a: "1" } } })),
    ).toEqual([FOO]);
  });

  test("DS-QUEUE-01 so is one that goes (TestDeletePod)", () => {
    expect(
      queuedAfter(() =>
        world.request({ verb: "delete", resource: "pods", namespace: "default", name: firstPod().metadata.name }),
      ),
    ).toEqual([FOO]);
  });

  test("DS-QUEUE-02 an orphan that would be selected is one (TestAddPodOrphan), and one that would not is none", () => {
    expect(queuedAfter(() => orphan({ name: "simple-daemon" }))).toEqual([FOO]);
    world.request({ verb: "delete", resource: "pods", namespace: "default", name: "orphan" });
    settle();
    expect(queuedAfter(() => orphan({ name: "other" }))).toEqual([]);
  });

  test("DS-QUEUE-02 an orphan that changes is one only when its labels do (TestUpdatePodOrphanSameLabels, TestUpdatePodOrphanWithNewLabels)", () => {
    orphan({ name: "other" });
    settle();
    expect(queuedAfter(() => patch("pods", "orphan", { metadata: { annotations: { a: "1" } } }))).toEqual([]);
    expect(queuedAfter(() => patch("pods", "orphan", { metadata: { labels: { name: "simple-daemon" } } }))).toEqual([
      FOO,
    ]);
  });

  test("DS-QUEUE-02 an orphan that goes is none (TestDeletePodOrphan)", () => {
    orphan({ name: "other" });
    settle();
    expect(
      queuedAfter(() => world.request({ verb: "delete", resource: "pods", namespace: "default", name: "orphan" })),
    ).toEqual([]);
  });

  test("DS-QUEUE-03 a pod that loses its owner is a reason to sync that one (TestUpdatePodControllerRefRemoved)", () => {
    expect(
      queuedAfter(() =>
        patch("pods", firstPod().metadata.name, { metadata: { ownerReferences: null, labels: { name: "other" } } }),
      ),
    ).toEqual([FOO]);
  });

  test("DS-QUEUE-04 a pod whose owner is another of the same name is none", () => {
    const ownerReferences = [
      { apiVersion: "apps/v1", kind: "DaemonSet", name: "foo", uid: "another", controller: true },
    ];
    const body = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "stranger", labels: { name: "simple-daemon" }, ownerReferences },
      spec: { containers: [{ name: "c", image: "a" }] },
    };
    expect(queuedAfter(() => world.request({ verb: "create", resource: "pods", namespace: "default", body }))).toEqual(
      [],
    );
  });
});

describe("nodes", () => {
  test("DS-QUEUE-05 a node that comes is looked at, and its DaemonSets synced if they should run there (TestAddNode)", () => {
    expect(queuedAfter(() => world.addNode("node-9"))).toEqual(["node-9"]);
    world.syncStale("node-9");
    expect(world.queued).toEqual([FOO]);
  });

  test("DS-QUEUE-05 not if nothing there concerns them", () => {
    world.edit({ spec: { template: { spec: { nodeSelector: { no: "1" } } } } });
    settle();
    world.addNode("node-9");
    world.deliver();
    world.syncStale("node-9");
    expect(world.queued).toEqual([]);
  });

  test("DS-QUEUE-06 only a change of labels or taints is looked at (TestShouldIgnoreNodeUpdate)", () => {
    const change = (body: object) =>
      queuedAfter(() => world.request({ verb: "patch", patchType: "merge", resource: "nodes", name: "node-0", body }));
    expect(change({ metadata: { annotations: { a: "1" } } })).toEqual([]);
    expect(change({ spec: { unschedulable: true } })).toEqual(expect.not.arrayContaining([FOO]));
    settle();
    expect(change({ metadata: { labels: { a: "1" } } })).toEqual(["node-0"]);
    settle();
    expect(change({ spec: { taints: [{ key: "a", effect: "NoSchedule" }] } })).toEqual(["node-0"]);
  });

  test("DS-QUEUE-07 a pod that may not stay, and one that was misscheduled, are reasons (TestUpdateNode)", () => {
    for (const pod of world.pods)
      world.bind(
        pod,
        pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]
          ?.matchFields?.[0]?.values?.[0] as string,
      );
    settle();
    const taint = (taints: object[] | null) => {
      world.request({
        verb: "patch",
        patchType: "merge",
        resource: "nodes",
        name: "node-0",
        body: { spec: { taints } },
      });
      world.deliver();
      world.syncStale("node-0");
      return world.queued;
    };
    // A pod may stay under NoSchedule: nobody looks, so nobody counts it as misscheduled.
    expect(taint([{ key: "a", effect: "NoSchedule" }])).toEqual([]);
    world.syncStale();
    expect(world.daemonSet.status?.numberMisscheduled).toBe(1);
    settle();
    expect(taint(null)).toEqual([FOO]);
    settle();
    expect(taint([{ key: "a", effect: "NoExecute" }])).toEqual([FOO]);
  });

  test("DS-QUEUE-08 that a node goes is no reason", () => {
    expect(queuedAfter(() => world.deleteNode("node-0"))).toEqual([]);
  });
});

describe("revisions", () => {
  test("DS-QUEUE-09 one that changes or goes is a reason to sync its DaemonSet", () => {
    const { name } = world.revisions[0]?.metadata as { name: string };
    expect(
      queuedAfter(() => patch("controllerrevisions.apps", name, { metadata: { annotations: { a: "1" } } })),
    ).toEqual([FOO]);
    settle();
    expect(
      queuedAfter(() =>
        world.request({ verb: "delete", resource: "controllerrevisions.apps", namespace: "default", name }),
      ),
    ).toEqual([FOO]);
  });

  test("DS-QUEUE-09 one that comes is a reason only without an owner", () => {
    const create = (name: string, metadata: object) =>
      world.request({
        verb: "create",
        resource: "controllerrevisions.apps",
        namespace: "default",
        body: {
          apiVersion: "apps/v1",
          kind: "ControllerRevision",
          metadata: { name, ...metadata },
          data: { a: 1 },
          revision: 1,
        },
      });
    expect(
      queuedAfter(() =>
        create("foo-a", {
          ownerReferences: world.revisions[0]?.metadata.ownerReferences,
          labels: { name: "simple-daemon" },
        }),
      ),
    ).toEqual([]);
    expect(queuedAfter(() => create("foo-b", { labels: { name: "simple-daemon" } }))).toEqual([FOO]);
  });
});
