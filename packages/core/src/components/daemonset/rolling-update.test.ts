import { describe, expect, test } from "vitest";
import { DaemonWorld } from "../../../test/support/daemon-world.ts";
import { isPodReady } from "../shared/pod-conditions.ts";
import { HASH_LABEL, targetNodeName } from "./pod-template.ts";

const unavailable = (maxUnavailable: number | string) => ({
  type: "RollingUpdate",
  rollingUpdate: { maxUnavailable, maxSurge: 0 },
});
const surge = (maxSurge: number | string) => ({
  type: "RollingUpdate",
  rollingUpdate: { maxUnavailable: 0, maxSurge },
});

function worldOf(nodes: number): DaemonWorld {
  const world = new DaemonWorld().addNodes(0, nodes);
  world.apply();
  expect(world.sync()).toEqual({ created: nodes, deleted: 0 });
  return world;
}

/** Syncs once for each row, and expects so many pods created and deleted. `ready`: then all pods become ready. */
function expectSyncs(
  world: DaemonWorld,
  rows: readonly (readonly [created: number, deleted: number, then?: "ready"])[],
): void {
  for (const [created, deleted, then] of rows) {
    expect(world.sync()).toEqual({ created, deleted });
    if (then === "ready") world.markPodsReady();
  }
}

// The scenarios and numbers are those of pkg/controller/daemon/update_test.go.
describe("RollingUpdate without surge", () => {
  test("DS-ROLL-01 DS-ROLL-02 replaces maxUnavailable pods at a time (TestDaemonSetUpdatesPods)", () => {
    const world = worldOf(5);
    world.markPodsReady();
    world.setImage("foo2/bar2", unavailable(2));
    expectSyncs(world, [
      [0, 2],
      [2, 0, "ready"],
      [0, 2],
      [2, 0, "ready"],
      [0, 1],
      [1, 0, "ready"],
      [0, 0],
    ]);
  });

  test("DS-ROLL-03 new pods that are not available count (TestDaemonSetUpdatesWhenNewPodIsNotReady)", () => {
    const world = worldOf(5);
    world.markPodsReady();
    world.setImage("foo2/bar2", unavailable(3));
    expectSyncs(world, [
      [0, 3],
      [3, 0],
      [0, 0],
    ]);
  });

  test("DS-ROLL-04 of old pods only those that are not available go once the limit is reached (TestDaemonSetUpdatesSomeOldPodsNotReady)", () => {
    const world = worldOf(5);
    world.markPodsReady();
    world.setImage("foo2/bar2", unavailable(2));
    expectSyncs(world, [
      [0, 2],
      [2, 0],
      [0, 0],
    ]);
    world.setImage("foo2/bar3");
    expectSyncs(world, [
      [0, 2],
      [2, 0],
      [0, 0],
    ]);
    expect(world.pods.filter(isPodReady)).toHaveLength(3);
  });

  test("DS-ROLL-04 available old pods are never touched beyond the limit (TestDaemonSetUpdatesSaveOldHealthyPods)", () => {
    const world = worldOf(20);
    world.markPodsReady();
    world.setImage("foo2/bar2", unavailable(10));
    expectSyncs(world, [
      [0, 10],
      [10, 0],
      [0, 0],
    ]);
    const ready = world.pods.filter(isPodReady).map((pod) => pod.metadata.name);
    for (const [i, limit] of [10, 9, 3, 5, 1, 8, 2, 7, 4, 6].entries()) {
      world.setImage(`foo2/bar3-${i}`, unavailable(limit));
      expectSyncs(world, [
        [0, 10],
        [10, 0],
        [0, 0],
      ]);
      expect(world.pods.filter(isPodReady).map((pod) => pod.metadata.name)).toEqual(ready);
    }
    world.setImage("foo2/bar4", unavailable(11));
    expectSyncs(world, [
      [0, 11],
      [11, 0],
      [0, 0],
    ]);
    expect(world.pods.filter(isPodReady)).toHaveLength(9);
  });

  test("DS-ROLL-04 a rollout that hangs goes on where the old pods are not available (TestDaemonSetUpdatesAllOldNotReadyPodsAndNewNotReadyPods)", () => {
    const world = worldOf(100);
    world.markPodsReady();
    const oldHash = world.pods[0]?.metadata.labels?.[HASH_LABEL];
    world.setImage("foo2/bar2", unavailable(10));
    for (let i = 0; i < 10; i++)
      expectSyncs(world, [
        [0, 10],
        [10, 0, "ready"],
      ]);
    expectSyncs(world, [[0, 0]]);
    const pods = world.pods;
    for (const [i, pod] of pods.entries()) {
      if (i >= 10) world.setPodReady(pod, false);
      if (i >= 12) continue;
      const { name } = pod.metadata;
      world.request({
        verb: "patch",
        patchType: "merge",
        resource: "pods",
        namespace: "default",
        name,
        body: { metadata: { labels: { [HASH_LABEL]: oldHash, "pod-template-generation": null } } },
      });
    }
    expectSyncs(world, [
      [0, 2],
      [2, 0],
      [0, 0],
    ]);
    const names = new Set(world.pods.map((pod) => pod.metadata.name));
    expect(pods.slice(10, 12).filter((pod) => names.has(pod.metadata.name))).toEqual([]);
  });

  test("DS-ROLL-04 all old pods go at once if none is available (TestDaemonSetUpdatesAllOldPodsNotReady)", () => {
    const world = worldOf(5);
    world.setImage("foo2/bar2", unavailable(3));
    expectSyncs(world, [
      [0, 5],
      [5, 0],
      [0, 0],
    ]);
  });

  test("DS-ROLL-05 nothing goes if the template is the same (TestDaemonSetUpdatesNoTemplateChanged)", () => {
    const world = worldOf(5);
    world.edit({ spec: { updateStrategy: unavailable(3) } });
    expectSyncs(world, [[0, 0]]);
  });

  test("DS-ROLL-06 a node without a pod, or with one that is being deleted, counts as unavailable", () => {
    const world = worldOf(3);
    world.markPodsReady();
    const [pod] = world.pods;
    world.bind(pod as NonNullable<typeof pod>, "node-0");
    world.request({ verb: "delete", resource: "pods", namespace: "default", name: pod?.metadata.name as string });
    world.setImage("foo2/bar2", unavailable(1));
    expectSyncs(world, [[0, 0]]);
  });
});

describe("RollingUpdate with surge", () => {
  test("DS-SURGE-01 DS-SURGE-02 adds maxSurge pods at a time, and removes the old ones when they are available (TestDaemonSetUpdatesPodsWithMaxSurge)", () => {
    const world = worldOf(5);
    world.markPodsReady();
    world.setImage("foo2/bar2", surge(2));
    expectSyncs(world, [
      [2, 0],
      [0, 0, "ready"],
      [2, 2],
      [0, 0, "ready"],
      [1, 2],
      [0, 0, "ready"],
      [0, 1],
      [0, 0],
    ]);
  });

  test("DS-SURGE-04 DS-SURGE-05 an old pod on a node that should run none goes when others suffice (TestDaemonSetUpdatesPodsNotMatchTainstWithMaxSurge)", () => {
    const key = "node-role.kubernetes.io/control-plane";
    const world = new DaemonWorld()
      .addNode("node-0", { spec: { taints: [{ key, effect: "NoSchedule" }] } })
      .addNodes(1, 4);
    const template = (tolerations: object[]) => ({
      metadata: { labels: { name: "simple-daemon" } },
      spec: { containers: [{ name: "c", image: "foo/bar" }], tolerations },
    });
    world.apply({ updateStrategy: surge(1), template: template([{ key, operator: "Exists" }]) });
    expectSyncs(world, [[5, 0, "ready"]]);
    world.edit({ spec: { template: template([]) } });
    expectSyncs(world, [
      [1, 1],
      [0, 0, "ready"],
      [1, 1],
      [0, 0, "ready"],
      [1, 1],
      [0, 0, "ready"],
      [1, 1],
      [0, 0, "ready"],
      [0, 1],
      [0, 0],
    ]);
  });

  test("DS-SURGE-03 DS-AVAIL-01 surges everywhere if no old pod is available; minReadySeconds holds old pods back (TestDaemonSetUpdatesAllOldPodsNotReadyMaxSurge)", () => {
    const world = worldOf(5);
    const start = world.state.now;
    world.setImage("foo2/bar2", surge(3));
    world.at(start + 100_000);
    expectSyncs(world, [[5, 0]]);
    world.at(start + 200_000);
    expectSyncs(world, [[0, 5]]);
    world.markPodsReady();
    world.edit({ spec: { minReadySeconds: 15 } });
    world.setImage("foo3/bar3");
    world.at(start + 300_000);
    expectSyncs(world, [[3, 0]]);

    const hash = world.revisions.reduce((a, b) => ((a.revision ?? 0) > (b.revision ?? 0) ? a : b)).metadata.labels?.[
      HASH_LABEL
    ];
    const isNew = (pod: { metadata: { labels?: Readonly<Record<string, string>> } }) =>
      pod.metadata.labels?.[HASH_LABEL] === hash;
    const surged = world.pods.filter(isNew);
    for (const pod of surged.slice(0, 2)) world.setPodReady(pod, true);
    const nodes = new Set(surged.map(targetNodeName));
    const alone = world.pods.find((pod) => !isNew(pod) && !nodes.has(targetNodeName(pod)));
    world.setPodReady(alone as NonNullable<typeof alone>, false);

    world.at(start + 310_000);
    expectSyncs(world, [[1, 0]]);
    world.at(start + 320_000);
    expectSyncs(world, [[1, 3]]);
    for (const pod of world.pods.filter(isNew)) if (!isPodReady(pod)) world.setPodReady(pod, true);
    world.at(start + 340_000);
    expectSyncs(world, [[0, 2]]);
    world.at(start + 350_000);
    expectSyncs(world, [[0, 0]]);
  });

  test("DS-SURGE-06 an old pod on a node that is gone stops the rollout, as the real one stops", () => {
    const world = worldOf(2);
    for (const pod of world.pods) world.bind(pod, targetNodeName(pod) as string);
    world.markPodsReady();
    world.setImage("foo2/bar2", surge(2));
    world.deleteNode("node-0");
    expectSyncs(world, [[0, 0]]);
    expect([...world.controller.failures.keys]).toEqual([world.key]);
  });
});
