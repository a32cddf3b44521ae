import { Cluster } from "kubetick";
import { expect, test } from "vitest";
import { startConfigPerNode } from "./config-per-node.ts";

function clusterUnderControl() {
  const cluster = new Cluster({ nodes: 2 }).settle();
  startConfigPerNode(cluster.api);
  return cluster;
}

const configs = (cluster: Cluster) =>
  Object.fromEntries(
    cluster.configMaps.list({ namespace: "kube-system" }).map(({ metadata, data }) => [metadata.name, data?.["zone"]]),
  );

test("every node has a config", () => {
  expect(configs(clusterUnderControl())).toEqual({ "node-config-node-1": "unknown", "node-config-node-2": "unknown" });
});

test("a node that joins gets its config, with its zone in it", () => {
  const cluster = clusterUnderControl();
  cluster.addNode({ name: "node-3", labels: { "topology.kubernetes.io/zone": "b" } }).settle();
  expect(configs(cluster)["node-config-node-3"]).toBe("b");
});

test("a node that changes its zone has it in its config", () => {
  const cluster = clusterUnderControl();
  cluster.nodes.patch("node-1", { metadata: { labels: { "topology.kubernetes.io/zone": "a" } } });
  expect(configs(cluster)["node-config-node-1"]).toBe("a");
});

test("a node that leaves takes its config along", () => {
  const cluster = clusterUnderControl();
  cluster.removeNode("node-2").settle();
  expect(configs(cluster)).toEqual({ "node-config-node-1": "unknown" });
});

test("a node that only fails keeps its config", () => {
  const cluster = clusterUnderControl();
  cluster.failNode("node-2").advance("10m");
  expect(configs(cluster)).toHaveProperty("node-config-node-2");
});
