import { Cluster } from "@kubetick/cluster";
import { type Pod, viewOf } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { always, explore, firstViolation, observation, Run, statusTruthful, type UserAction } from "../src/index.ts";
import { rollout } from "./models.ts";
import { agent } from "./saboteur.ts";

// Found by arbitraries.cluster() with seed 1, shrunk to one node: a flaw of the real controller, not one of ours.
// Upstream: pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode.
describe("a kubelet that refuses the pods of a DaemonSet", () => {
  const tooLarge = (updateStrategy: object) => {
    const containers = [{ name: "agent", image: "agent:1", resources: { requests: { cpu: "1" } } }];
    const daemonSet = agent({ updateStrategy }) as { spec: { template: object } };
    const template = { metadata: { labels: { app: "agent" } }, spec: { nodeName: "node-1", containers } };
    return { ...daemonSet, spec: { ...daemonSet.spec, template } };
  };

  /** How many pods there are after so many things have happened. */
  function podsAfter(steps: number, updateStrategy: object): number {
    const cluster = new Cluster({ nodes: [{ name: "node-1", capacity: { cpu: "100m", memory: "1Gi", pods: "10" } }] });
    cluster.apply(tooLarge(updateStrategy));
    const end = cluster.now + 1000;
    for (let step = 0; step < steps && cluster.proceed(end); step++);
    return cluster.pods.list().length;
  }

  test("without surge there is one at a time, and back-off between them", () => {
    expect(podsAfter(2000, { type: "RollingUpdate" })).toBe(1);
  });

  test("with surge each sync makes another", () => {
    const surge = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };
    expect(podsAfter(2000, surge)).toBeGreaterThan(100);
  });
});

// Found by a campaign with seed 1 (`kubetick fuzz`), and played on the real control plane since: packages/conformance,
// scenario daemonset/nodes/back-after-a-sync. Upstream: pkg/controller/daemon/daemon_controller.go syncNodeUpdate.
describe("a node that goes and comes back before its pods are collected", () => {
  function statusAfter({ lookedAt }: { lookedAt: boolean }) {
    const cluster = new Cluster({ nodes: 2 });
    cluster.apply(agent({ updateStrategy: { type: "OnDelete" } })).settle();
    cluster.removeNode("node-2").advance("1s");
    const look = { verb: "patch", patchType: "merge", resource: "daemonsets.apps", namespace: "default" } as const;
    if (lookedAt) cluster.request({ ...look, name: "agent", body: { metadata: { annotations: { look: "again" } } } });
    cluster.advance("1s").addNode("node-2").settle();
    const { status } = cluster.daemonSets.get("default/agent");
    return { desired: status?.desiredNumberScheduled, fault: faultOf(cluster) };
  }

  const faultOf = ({ state }: Cluster) => firstViolation([statusTruthful], observation(state))?.fault;

  test("is counted as it was before", () => {
    expect(statusAfter({ lookedAt: false })).toEqual({ desired: 2, fault: undefined });
  });

  test("is not counted, if the DaemonSet was looked at meanwhile: a node with a pod is no reason to look again", () => {
    const fault = "default/agent at rest: the status says desiredNumberScheduled 1, and there are 2";
    expect(statusAfter({ lookedAt: true })).toEqual({ desired: 1, fault });
  });
});

// Upstream: pkg/controller/daemon/daemon_controller.go syncNodes: after any error it no longer expects the pod.
describe("a creation without an answer, and an informer of pods that is late", () => {
  const model = (faults: object) =>
    rollout(1, {
      cluster: { machines: "instant" },
      interleave: ["daemonset-controller"],
      start: [],
      opening: [{ act: "apply", manifest: agent() }],
      may: [],
      late: ["pods"],
      faults,
    });
  const onePod = always("onePod", ({ state }) => viewOf(state.tables).list<Pod>("pods").length <= 1 || "there are two");

  test("together make a second pod for a node, which the stock invariants let pass", () => {
    const run = new Run(model({ staleCache: 1, requestTimeout: 1 }));
    expect(explore(run)).toMatchObject({ complete: true, neverSeen: [] });
    const strict = new Run({ ...model({ staleCache: 1, requestTimeout: 1 }), invariants: [onePod] });
    expect(explore(strict).counterexample?.choices.map((choice) => choice.do)).toEqual(
      expect.arrayContaining(["staleCache", "requestTimeout"]),
    );
  });

  test("each alone does not", () => {
    for (const faults of [{ staleCache: 1 }, { requestTimeout: 1 }])
      expect(explore(new Run({ ...model(faults), invariants: [onePod] })).complete).toBe(true);
  });
});

// Upstream: pkg/controller/daemon/util/daemonset_util.go IsPodUpdated.
test("a pod that another DaemonSet has left behind is taken for a new one if both templates were edited as often", () => {
  const image = (name: string): UserAction => ({ act: "setImage", daemonSet: "default/agent", image: name });
  const apply: UserAction = { act: "apply", manifest: agent() };
  const images = (...edits: readonly string[]) => {
    const run = new Run({
      name: "left behind",
      cluster: { nodes: 1 },
      start: [apply, image("old:2"), { act: "deleteDaemonSet", daemonSet: "default/agent", cascade: "orphan" }],
      opening: [apply, ...edits.map(image)],
    });
    const { tables } = run.system.clusterState(run.settle(run.start));
    const pods = viewOf(tables).list<Pod>("pods");
    return pods.map(({ spec }) => spec?.containers[0]?.image);
  };
  expect(images("new:2")).toEqual(["old:2"]);
  expect(images("new:2", "new:3")).toEqual(["new:3"]);
});
