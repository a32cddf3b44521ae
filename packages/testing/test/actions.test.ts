import { Cluster } from "@kubetick/cluster";
import type { SimulatedMachine } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { describeAction, requestsOf, type UserAction } from "../src/index.ts";
import { agent, podOn, rolledOut } from "./saboteur.ts";

/** The answers' codes. */
function perform(cluster: Cluster, action: UserAction): readonly number[] {
  return requestsOf(action, cluster.state).map((request) => cluster.request(request).code);
}

const DS = "default/agent";

describe("requestsOf", () => {
  test("apply creates, and then changes what differs", () => {
    const cluster = new Cluster({ nodes: 1 });
    expect(perform(cluster, { act: "apply", manifest: agent() })).toEqual([201]);
    expect(perform(cluster, { act: "apply", manifest: agent() })).toEqual([]);
    expect(perform(cluster, { act: "apply", manifest: agent({}, 2) })).toEqual([200]);
    expect(cluster.daemonSets.get(DS).spec.template.spec?.containers[0]?.image).toBe("example.com/agent:2");
  });

  test("an apply that the server refuses is sent, and refused", () => {
    const cluster = new Cluster({ nodes: 1 });
    expect(perform(cluster, { act: "apply", manifest: agent({ minReadySeconds: -1 }) })).toEqual([422]);
  });

  test("templates: image, environment, annotations, and back", () => {
    const cluster = rolledOut();
    const template = () => cluster.daemonSets.get(DS).spec.template;
    perform(cluster, { act: "setImage", daemonSet: 0, image: "example.com/agent:2" });
    expect(template().spec?.containers[0]?.image).toBe("example.com/agent:2");
    cluster.settle();
    perform(cluster, { act: "setEnv", daemonSet: DS, name: "V", value: "2" });
    expect(template().spec?.containers[0]?.env).toEqual([{ name: "V", value: "2" }]);
    cluster.settle();
    perform(cluster, { act: "editTemplate", daemonSet: DS, template: { metadata: { annotations: { a: "b" } } } });
    expect(template().metadata?.annotations).toEqual({ a: "b" });
    cluster.settle();
    expect(perform(cluster, { act: "rollback", daemonSet: 0 })).toEqual([200]);
    expect(template().metadata?.annotations).toBeUndefined();
    cluster.settle();
    expect(perform(cluster, { act: "rollback", daemonSet: 0, toRevision: 1 })).toEqual([200]);
    expect(template().spec?.containers[0]).toMatchObject({ image: "example.com/agent:1" });
    expect(perform(cluster, { act: "rollback", daemonSet: 0, toRevision: 77 })).toEqual([]);
  });

  test("strategies", () => {
    const cluster = rolledOut();
    const strategy = () => cluster.daemonSets.get(DS).spec.updateStrategy;
    perform(cluster, { act: "setStrategy", daemonSet: 0, strategy: { type: "OnDelete" } });
    expect(strategy()).toEqual({ type: "OnDelete" });
    perform(cluster, {
      act: "setStrategy",
      daemonSet: 0,
      strategy: { type: "RollingUpdate", maxUnavailable: 0, maxSurge: "50%" },
    });
    expect(strategy()).toEqual({ type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "50%" } });
  });

  test("nodes join under the first free name, and leave, fail and come back", () => {
    const cluster = rolledOut();
    perform(cluster, { act: "leave", node: "node-2" });
    perform(cluster, { act: "join", node: { labels: { zone: "a" } } });
    expect(cluster.nodes.get("node-2").metadata.labels).toEqual({ zone: "a" });
    perform(cluster, { act: "fail", node: 0 });
    perform(cluster, { act: "recover", node: 0 });
    perform(cluster, { act: "fail", node: 0 });
    expect(
      cluster.api.get<{ spec: object } & Parameters<typeof String>[0]>("machines.sim.kubetick.dev", "node-1").spec,
    ).toEqual({
      power: "Off",
    });
  });

  test("nodes join with the machines that are said of them, in place of those that were there", () => {
    const cluster = rolledOut();
    const machine = () => cluster.api.get<SimulatedMachine>("machines.sim.kubetick.dev", "node-2").spec;
    perform(cluster, { act: "fail", node: "node-2" });
    perform(cluster, { act: "leave", node: "node-2" });
    perform(cluster, { act: "join", node: { name: "node-2", slowdown: 5, clockSkew: -1_000 } });
    expect(machine()).toEqual({ power: "Off", slowdown: 5, clockSkew: -1_000 });
    perform(cluster, { act: "join", node: { name: "node-9", slowdown: 7 } });
    expect(cluster.api.get<SimulatedMachine>("machines.sim.kubetick.dev", "node-9").spec).toEqual({ slowdown: 7 });
  });

  test("taints, labels and cordons", () => {
    const cluster = rolledOut();
    const node = () => cluster.nodes.get("node-1");
    perform(cluster, { act: "taint", node: 0, key: "k", effect: "NoSchedule" });
    perform(cluster, { act: "taint", node: 3, key: "k", effect: "NoExecute" }); // the fourth of three is the first
    expect(node().spec.taints?.map(({ key, effect }) => `${key}:${effect}`)).toEqual(["k:NoSchedule", "k:NoExecute"]);
    perform(cluster, { act: "untaint", node: 0, key: "k" });
    expect(node().spec.taints).toBeUndefined();
    perform(cluster, { act: "cordon", node: 0 });
    expect(node().spec.unschedulable).toBe(true);
    perform(cluster, { act: "uncordon", node: 0 });
    expect(node().spec.unschedulable).toBeUndefined();
    perform(cluster, { act: "labelNode", node: 0, key: "zone", value: "a" });
    expect(node().metadata.labels?.["zone"]).toBe("a");
    perform(cluster, { act: "labelNode", node: 0, key: "zone", value: null });
    expect(node().metadata.labels?.["zone"]).toBeUndefined();
  });

  test("pods are deleted, at once or not, and relabelled", () => {
    const cluster = rolledOut();
    const [first, second] = cluster.pods.list().map(({ metadata }) => metadata.name);
    perform(cluster, { act: "labelPod", pod: 1, key: "app", value: "another" });
    expect(cluster.pods.get(`default/${second}`).metadata.labels?.["app"]).toBe("another");
    perform(cluster, { act: "deletePod", pod: 0 });
    expect(cluster.pods.get(`default/${first}`).metadata.deletionTimestamp).toBeDefined();
    perform(cluster, { act: "deletePod", pod: `default/${second}`, now: true });
    expect(cluster.pods.find(`default/${second}`)).toBeUndefined();
  });

  test("a DaemonSet goes with its pods, or without", () => {
    for (const [cascade, left] of [
      ["background", 0],
      ["orphan", 3],
    ] as const) {
      const cluster = rolledOut();
      perform(cluster, { act: "deleteDaemonSet", daemonSet: 0, cascade });
      expect(cluster.settle().pods.list()).toHaveLength(left);
    }
  });

  test("what is not there is not asked for", () => {
    const { state } = new Cluster();
    expect(requestsOf({ act: "cordon", node: 5 }, state)).toEqual([]);
    expect(requestsOf({ act: "cordon", node: "node-1" }, state)).toEqual([]);
    expect(requestsOf({ act: "deletePod", pod: 0 }, state)).toEqual([]);
    expect(requestsOf({ act: "setEnv", daemonSet: DS, name: "V", value: "1" }, state)).toEqual([]);
  });
});

test("describeAction says it in kubectl's words, with the names of a state or without", () => {
  const cluster = rolledOut();
  const lines: readonly (readonly [UserAction, string])[] = [
    [{ act: "apply", manifest: agent() }, "kubectl apply -f - (DaemonSet agent)"],
    [{ act: "setImage", daemonSet: 0, image: "agent:2" }, "kubectl set image daemonset/agent *=agent:2"],
    [{ act: "setEnv", daemonSet: 0, name: "V", value: "2" }, "kubectl set env daemonset/agent V=2"],
    [
      { act: "editTemplate", daemonSet: 0, template: { metadata: {} } },
      `kubectl patch daemonset/agent -p '{"spec":{"template":{"metadata":{}}}}'`,
    ],
    [{ act: "rollback", daemonSet: 0, toRevision: 2 }, "kubectl rollout undo daemonset/agent --to-revision=2"],
    [
      { act: "setStrategy", daemonSet: 0, strategy: { type: "RollingUpdate", maxUnavailable: 1, maxSurge: 0 } },
      "kubectl patch daemonset/agent (RollingUpdate, maxUnavailable 1, maxSurge 0)",
    ],
    [{ act: "setStrategy", daemonSet: 0, strategy: { type: "OnDelete" } }, "kubectl patch daemonset/agent (OnDelete)"],
    [{ act: "deleteDaemonSet", daemonSet: 0, cascade: "orphan" }, "kubectl delete daemonset/agent --cascade=orphan"],
    [{ act: "join", node: {} }, "node-4 joins"],
    [{ act: "leave", node: 1 }, "kubectl delete node node-2"],
    [{ act: "fail", node: 0 }, "the machine of node-1 fails"],
    [{ act: "recover", node: 0 }, "the machine of node-1 comes back"],
    [{ act: "cordon", node: 0 }, "kubectl cordon node-1"],
    [{ act: "uncordon", node: 0 }, "kubectl uncordon node-1"],
    [{ act: "taint", node: 0, key: "k", effect: "NoExecute" }, "kubectl taint node node-1 k:NoExecute"],
    [{ act: "untaint", node: 0, key: "k" }, "kubectl taint node node-1 k-"],
    [{ act: "labelNode", node: 0, key: "zone", value: null }, "kubectl label node node-1 zone-"],
    [{ act: "labelPod", pod: "kube-system/a", key: "app", value: "b" }, "kubectl label pod a app=b -n kube-system"],
  ];
  for (const [action, line] of lines) expect(describeAction(action, cluster.state)).toBe(line);
  const [pod] = cluster.pods.list();
  expect(describeAction({ act: "deletePod", pod: 0, now: true }, cluster.state)).toBe(
    `kubectl delete pod ${pod!.metadata.name} --now`,
  );
  expect(describeAction({ act: "deletePod", pod: 0 })).toBe("kubectl delete pod #1");
  expect(describeAction({ act: "join", node: {} })).toBe("a node joins");
  expect(podOn(cluster, "node-1")).toBeDefined();
});
