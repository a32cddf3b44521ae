import { test as property } from "@fast-check/vitest";
import { Cluster } from "@kubetick/cluster";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraries, clusterOf, type UserAction } from "../src/index.ts";

/** The smallest value for which `isFound` holds, as fast-check finds it with one seed. */
function shrunk<T>(arbitrary: fc.Arbitrary<T>, isFound: (value: T) => boolean): T {
  const found = fc.check(
    fc.property(arbitrary, (value) => !isFound(value)),
    { seed: 7, numRuns: 1000 },
  );
  expect(found.failed).toBe(true);
  return (found.counterexample as [T])[0];
}

function isAccepted(manifest: object): boolean {
  const cluster = new Cluster();
  const { metadata } = manifest as { metadata: { namespace: string } };
  return (
    cluster.request({ verb: "create", resource: "daemonsets.apps", namespace: metadata.namespace, body: manifest })
      .code === 201
  );
}

describe("what the server says", () => {
  property.prop([arbitraries.daemonSet()], { seed: 1, numRuns: 200 })("it accepts each DaemonSet", (daemonSet) => {
    expect(isAccepted(daemonSet)).toBe(true);
  });

  property.prop([arbitraries.nearlyValidDaemonSet()], { seed: 1, numRuns: 400 })(
    "it refuses each that is nearly valid",
    ({ daemonSet }) => {
      expect(isAccepted(daemonSet)).toBe(false);
    },
  );

  property.prop([arbitraries.node(), arbitraries.images()], { seed: 1 })(
    "it accepts each node and each behaviour",
    (node, images) => {
      expect(new Cluster({ nodes: [node], images }).nodes.list()).toHaveLength(1);
    },
  );

  property.prop([arbitraries.manifest()], { seed: 1 })("manifests are YAML that can be applied", (text) => {
    expect(new Cluster().apply(text).daemonSets.list()).not.toHaveLength(0);
  });
});

property.prop([arbitraries.cluster(), arbitraries.history()], { seed: 1 })(
  "plans and histories are plain JSON",
  (plan, history) => {
    expect(JSON.parse(JSON.stringify(history))).toEqual(history);
    expect(clusterOf(JSON.parse(JSON.stringify(plan))).hash()).toBe(clusterOf(plan).hash());
  },
);

test("every kind of action, every image behaviour and every defect comes up", () => {
  const acts = fc.sample(arbitraries.userAction({ applies: "agent", kinds: [...arbitraries.actionKinds] }), {
    seed: 1,
    numRuns: 500,
  });
  expect(new Set(acts.map(({ act }) => act))).toEqual(new Set([...arbitraries.actionKinds, "apply"]));
  const defects = fc.sample(arbitraries.nearlyValidDaemonSet(), { seed: 1, numRuns: 500 });
  expect(new Set(defects.map(({ defect }) => defect)).size).toBe(20);
});

describe("shrinking", () => {
  const plain = {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "default" },
    spec: {
      selector: { matchLabels: { app: "agent" } },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      template: {
        metadata: { labels: { app: "agent" } },
        spec: { containers: [{ name: "agent", image: "example.com/agent:1" }] },
      },
    },
  };

  test("a DaemonSet to a plain one, with what matters", () => {
    expect(shrunk(arbitraries.daemonSet(), () => true)).toEqual(plain);
    expect(shrunk(arbitraries.daemonSet(), ({ spec }) => (spec.minReadySeconds ?? 0) > 0)).toEqual({
      ...plain,
      spec: { ...plain.spec, minReadySeconds: 1 },
    });
  });

  test("a cluster to fewer and plainer nodes", () => {
    expect(shrunk(arbitraries.cluster(), ({ nodes }) => nodes.length >= 2)).toEqual({
      seed: 0,
      nodes: [{ name: "node-1" }, { name: "node-2" }],
      images: {},
      manifests: [plain],
    });
    expect(shrunk(arbitraries.nodes(), (nodes) => nodes.some(({ taints = [] }) => taints.length > 0))).toEqual([
      { name: "node-1", taints: [{ key: "example.com/dedicated", effect: "NoSchedule" }] },
    ]);
  });

  test("a history to the moves that matter, made at rest", () => {
    const isFound = (acts: readonly UserAction[]) =>
      acts.some(({ act }) => act === "fail") && acts.some(({ act }) => act === "setEnv");
    const { moves, choices } = shrunk(arbitraries.history(), ({ moves }) => isFound(moves.map(({ action }) => action)));
    expect(moves).toHaveLength(2);
    expect(moves).toContainEqual({ action: { act: "fail", node: 0 }, pause: "rest" });
    expect(moves).toContainEqual({ action: { act: "setEnv", daemonSet: 0, name: "V", value: "1" }, pause: "rest" });
    expect(choices).toEqual([]);
  });

  test("an interleaving to one closer to a tick's", () => {
    expect(shrunk(arbitraries.choices(50), (choices) => choices.some((choice) => choice >= 2))).toEqual([2]);
    const late = shrunk(arbitraries.choices(50), (choices) => choices.slice(3).some((choice) => choice > 0));
    expect(late).toEqual([0, 0, 0, 1]);
  });
});
