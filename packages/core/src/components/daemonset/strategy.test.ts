import { describe, expect, test } from "vitest";
import { DaemonWorld } from "../../../test/support/daemon-world.ts";
import type { Pod } from "../../kubernetes/types.ts";
import { rollingUpdateWhere } from "./rolling-update-where.ts";
import { UPDATE_STRATEGY_ANNOTATION } from "./rollout.ts";
import type { RolloutNode, RolloutView, UpdateStrategy } from "./strategy.ts";

const asks = (name: string) => ({ annotations: { [UPDATE_STRATEGY_ANNOTATION]: name } });

/** The node that a daemon pod is for. */
function affineTo({ spec }: Pod): string | undefined {
  const [term] = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return term?.matchFields?.[0]?.values?.[0];
}

/** First the node called canary; the others when its pod is available. */
const canary: UpdateStrategy = {
  name: "Canary",
  plan: (rollout) => {
    const first = rollout.node("canary");
    if (first?.stage === "Outdated") return { deletePods: first.oldPod ? [first.oldPod.metadata.name] : [] };
    if (first?.stage !== "Updated") return {};
    return { deletePods: Array.from(rollout.nodes("Outdated"), ({ oldPod }) => oldPod?.metadata.name as string) };
  },
};

describe("a strategy of one's own", () => {
  test("DS-STRAT-01 is asked for by an annotation", () => {
    const world = new DaemonWorld({ strategies: [canary] }).addNodes(0, 3).addNode("canary");
    world.apply({}, asks("Canary"));
    world.sync();
    world.markPodsReady();
    world.setImage("foo2/bar2");
    expect(world.sync()).toEqual({ created: 0, deleted: 1 });
    expect(world.sync()).toEqual({ created: 1, deleted: 0 });
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
    world.markPodsReady();
    expect(world.sync()).toEqual({ created: 0, deleted: 3 });
  });

  test("DS-STRAT-02 sees counts, lists and single nodes of one rollout", () => {
    let seen: RolloutView | undefined;
    const look: UpdateStrategy = { name: "Look", plan: (rollout) => ((seen = rollout), {}) };
    const world = new DaemonWorld({ strategies: [look] }).addNodes(0, 4);
    world.apply({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "50%" } } }, asks("Look"));
    world.sync();
    world.markPodsReady();
    world.setImage("foo2/bar2");
    const [pod] = world.pods;
    world.setPodReady(pod as NonNullable<typeof pod>, false);
    world.sync();
    const view = seen as RolloutView;
    expect([view.desired, view.maxUnavailable, view.maxSurge, view.available, view.now]).toEqual([
      4,
      2,
      0,
      3,
      world.state.now,
    ]);
    expect([
      view.count("Outdated"),
      view.count("OutdatedUnavailable"),
      view.count("Outdated", "Lost"),
      view.count("Updated"),
    ]).toEqual([3, 1, 0, 0]);
    const stages = () => Array.from(view.all(), ({ stage, place }) => `${stage} ${place}`).sort();
    expect(stages()).toEqual(["Outdated Wanted", "Outdated Wanted", "Outdated Wanted", "OutdatedUnavailable Wanted"]);
    expect(stages()).toHaveLength(4);
    const [broken] = view.nodes("OutdatedUnavailable");
    expect(broken).toMatchObject({
      newPod: undefined,
      oldPodAvailable: false,
      oldPod: { metadata: { name: pod?.metadata.name } },
    });
    expect(view.node(broken?.name as string)).toEqual(broken);
    expect(view.node("nowhere")).toBeUndefined();
    expect(Array.from(view.nodes("Outdated"), ({ name }) => name)).toEqual(
      ["node-0", "node-1", "node-2", "node-3"].filter((name) => name !== broken?.name),
    );
  });

  test("DS-STRAT-03 may put a second pod on a node", () => {
    const both: UpdateStrategy = {
      name: "Both",
      plan: (rollout) => ({ createOn: Array.from(rollout.nodes("Outdated"), ({ name }) => name) }),
    };
    const world = new DaemonWorld({ strategies: [both] }).addNodes(0, 2);
    world.apply({}, asks("Both"));
    world.sync();
    world.markPodsReady();
    world.setImage("foo2/bar2");
    expect(world.sync()).toEqual({ created: 2, deleted: 0 });
  });

  test("DS-STRAT-04 that does not exist does nothing, and an event says so", () => {
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply({}, asks("Canary"));
    world.sync();
    world.sync();
    world.setImage("foo2/bar2");
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
    expect(world.events.find(({ reason }) => reason === "UnknownUpdateStrategy")).toMatchObject({
      type: "Warning",
      message: 'There is no update strategy "Canary", only: RollingUpdate, OnDelete',
    });
  });

  test("DS-STRAT-05 that has no plan fails the sync, and nothing else", () => {
    const stuck: UpdateStrategy = { name: "Stuck", plan: () => ({ error: "no idea" }) };
    const world = new DaemonWorld({ strategies: [stuck] }).addNodes(0, 1);
    world.apply({}, asks("Stuck"));
    world.sync();
    world.sync();
    expect([...world.controller.failures.keys]).toEqual(["default/foo"]);
    expect(world.daemonSet.status?.currentNumberScheduled).toBe(1);
  });

  test("DS-STRAT-07 is asked again when it wants to be, and otherwise only when something happens", () => {
    let requeueAfter: number | undefined;
    const patient: UpdateStrategy = {
      name: "Patient",
      plan: () => (requeueAfter === undefined ? {} : { requeueAfter }),
    };
    const world = new DaemonWorld({ strategies: [patient] }).addNodes(0, 1);
    world.apply({}, asks("Patient"));
    world.sync();
    world.sync();
    expect(world.timerOf("default/foo")).toBeUndefined();
    requeueAfter = Number.POSITIVE_INFINITY;
    world.sync();
    expect(world.timerOf("default/foo")).toBeUndefined();
    requeueAfter = 30_000;
    world.sync();
    expect(world.timerOf("default/foo")).toBe(world.state.now + 30_000);
    requeueAfter = 10_000;
    world.sync();
    expect(world.timerOf("default/foo")).toBe(world.state.now + 10_000);
    expect(world.controller.timers.progress).toBe(1);
  });
});

describe("rollingUpdateWhere", () => {
  /** Two nodes, and two spare ones: a strategy lets rollouts begin on some of them. */
  function rolledOut(rollingUpdate: object, mayBegin: (node: RolloutNode) => boolean): DaemonWorld {
    const some: UpdateStrategy = { name: "Some", plan: (rollout) => rollingUpdateWhere(rollout, mayBegin) };
    const world = new DaemonWorld({ strategies: [some] }).addNodes(0, 2).addNodes(2, 2, { spare: "true" });
    world.apply({ updateStrategy: { type: "RollingUpdate", rollingUpdate } }, asks("Some"));
    world.sync();
    world.markPodsReady();
    return world;
  }
  const isSpare = ({ node }: RolloutNode) => node?.metadata.labels?.["spare"] === "true";

  test("DS-STRAT-08 begins only where it may", () => {
    const world = rolledOut({ maxUnavailable: 3 }, isSpare);
    world.setImage("foo2/bar2");
    expect(world.sync()).toEqual({ created: 0, deleted: 2 });
    expect(world.sync()).toEqual({ created: 2, deleted: 0 });
    world.markPodsReady();
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
    expect(world.daemonSet.status?.updatedNumberScheduled).toBe(2);
  });

  test("DS-STRAT-08 keeps the limits of all nodes", () => {
    const world = rolledOut({ maxUnavailable: 2 }, isSpare);
    const [broken] = world.pods.filter((pod) => ["node-0", "node-1"].includes(affineTo(pod) ?? ""));
    world.setPodReady(broken as Pod, false);
    world.setImage("foo2/bar2");
    expect(world.sync()).toEqual({ created: 0, deleted: 1 });
  });

  test("DS-STRAT-08 goes on where a replacement is under way: with surge the old pod goes at last", () => {
    let open = true;
    const world = rolledOut({ maxUnavailable: 0, maxSurge: 1 }, () => open);
    world.setImage("foo2/bar2");
    expect(world.sync()).toEqual({ created: 1, deleted: 0 });
    open = false;
    world.markPodsReady();
    expect(world.sync()).toEqual({ created: 0, deleted: 1 });
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
  });
});

test("DS-STRAT-06 OnDelete replaces what somebody deletes", () => {
  const world = new DaemonWorld().addNodes(0, 2);
  world.apply();
  world.sync();
  world.markPodsReady();
  world.setImage("foo2/bar2");
  expect(world.sync()).toEqual({ created: 0, deleted: 0 });
  world.request({
    verb: "delete",
    resource: "pods",
    namespace: "default",
    name: world.pods[0]?.metadata.name as string,
  });
  expect(world.sync()).toEqual({ created: 1, deleted: 0 });
  expect(world.daemonSet.status?.updatedNumberScheduled).toBe(1);
});
