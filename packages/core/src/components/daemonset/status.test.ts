import { describe, expect, test } from "vitest";
import { DaemonWorld, refusal } from "../../../test/support/daemon-world.ts";
import type { Pod } from "../../kubernetes/types.ts";
import { targetNodeName } from "./pod-template.ts";

const statusWrites = (world: DaemonWorld) =>
  world.requests.filter(({ subresource }) => subresource === "status").length;

function bindAll(world: DaemonWorld): void {
  for (const pod of world.pods) if (!pod.spec?.nodeName) world.bind(pod, targetNodeName(pod) as string);
}

describe("the status of a DaemonSet", () => {
  test("DS-STATUS-01 DS-STATUS-04 counts nodes and pods; zeros that the real JSON leaves out are left out", () => {
    const world = new DaemonWorld().addNodes(0, 3);
    world.apply();
    expect(world.daemonSet.status).toEqual({
      currentNumberScheduled: 0,
      desiredNumberScheduled: 0,
      numberMisscheduled: 0,
      numberReady: 0,
    });
    world.sync();
    expect(world.daemonSet.status).toEqual({
      currentNumberScheduled: 3,
      desiredNumberScheduled: 3,
      numberMisscheduled: 0,
      numberReady: 0,
      numberUnavailable: 3,
      observedGeneration: 1,
      updatedNumberScheduled: 3,
    });
    world.markPodsReady();
    world.sync();
    expect(world.daemonSet.status).toEqual({
      currentNumberScheduled: 3,
      desiredNumberScheduled: 3,
      numberAvailable: 3,
      numberMisscheduled: 0,
      numberReady: 3,
      observedGeneration: 1,
      updatedNumberScheduled: 3,
    });
  });

  test("DS-STATUS-02 with OnDelete an edit leaves every pod outdated", () => {
    const world = new DaemonWorld().addNodes(0, 2);
    world.apply();
    world.sync();
    world.markPodsReady();
    world.setImage("foo2/bar2");
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
    expect(world.daemonSet.status).toMatchObject({
      currentNumberScheduled: 2,
      numberReady: 2,
      numberAvailable: 2,
      observedGeneration: 2,
    });
    expect(world.daemonSet.status?.updatedNumberScheduled ?? 0).toBe(0);
  });

  test("DS-STATUS-03 pods on nodes that should not run one are misscheduled", () => {
    const world = new DaemonWorld().addNodes(0, 2);
    world.apply();
    world.sync();
    bindAll(world);
    world.request({
      verb: "patch",
      patchType: "merge",
      resource: "nodes",
      name: "node-0",
      body: { spec: { taints: [{ key: "a", effect: "NoSchedule" }] } },
    });
    world.sync();
    expect(world.daemonSet.status).toMatchObject({
      desiredNumberScheduled: 1,
      currentNumberScheduled: 1,
      numberMisscheduled: 1,
    });
  });

  test("DS-STATUS-05 nothing is written while nothing changes", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.sync();
    const before = statusWrites(world);
    world.sync();
    expect(statusWrites(world)).toBe(before);
  });

  test("DS-STATUS-06 a write that is refused is tried once more, on what is there by then (TestSimpleDaemonSetUpdatesStatusError)", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply();
    world.intercept = ({ subresource }) =>
      subresource === "status" && statusWrites(world) === 1 ? refusal(409, "Conflict", "changed") : undefined;
    world.sync();
    expect(world.requests.slice(-3).map(({ verb, resource }) => `${verb} ${resource}`)).toEqual([
      "update daemonsets.apps",
      "get daemonsets.apps",
      "update daemonsets.apps",
    ]);
    expect(world.daemonSet.status?.desiredNumberScheduled).toBe(1);

    world.intercept = ({ subresource }) => (subresource === "status" ? refusal(409, "Conflict", "changed") : undefined);
    world.markPodsReady();
    const before = statusWrites(world);
    world.sync();
    expect(statusWrites(world) - before).toBe(2);
    expect([...world.controller.failures.keys]).toEqual(["default/foo"]);
  });

  test("DS-STATUS-07 a sync that waits for pods does not claim to have seen the new generation", () => {
    const world = new DaemonWorld().addNodes(0, 2);
    world.apply();
    world.sync();
    bindAll(world);
    world.markPodsReady();
    world.edit({ spec: { template: { spec: { nodeSelector: { no: "1" } } } } });
    world.deliver();
    // Both deletions are expected; of one nobody hears yet.
    world.state = world.machine.step(world.state, { type: "sync", component: "daemonset-controller", key: world.key });
    while (world.controller.sync && world.controller.sync.pending.subresource !== "status") world.proceed();
    expect(world.memory("expectations/")).toHaveLength(1);
    expect(
      (world.controller.sync?.pending.body as { status: { observedGeneration: number } }).status.observedGeneration,
    ).toBe(2);
  });

  test("DS-AVAIL-01 DS-AVAIL-02 DS-AVAIL-03 ready is available only after minReadySeconds, and the sync comes back for it", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply({ minReadySeconds: 30 });
    world.sync();
    world.setPodReady(world.pods[0] as Pod, true);
    world.deliver();
    expect(world.timerOf(world.key)).toBe(world.state.now + 31_000);
    world.sync();
    expect(world.timerOf(world.key)).toBe(world.state.now + 30_000);
    expect(world.daemonSet.status).toMatchObject({ numberReady: 1, numberUnavailable: 1 });
    world.later(29);
    world.sync();
    expect(world.daemonSet.status?.numberAvailable ?? 0).toBe(0);
    world.later(1);
    world.sync();
    expect(world.daemonSet.status).toMatchObject({ numberReady: 1, numberAvailable: 1 });
  });
});
