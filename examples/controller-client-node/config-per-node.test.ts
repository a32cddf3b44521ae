import { KubeConfig } from "@kubernetes/client-node";
import { Cluster } from "kubetick";
import { advanceWithClients, ClientHost, settleWithClients } from "kubetick/apiserver";
import { connect } from "kubetick/apiserver/node";
import { afterEach, describe, expect, test } from "vitest";
import { NAMESPACE, startConfigPerNode } from "./config-per-node.ts";

const hosts: ClientHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

function clusterUnderControl(nodes = 2) {
  const cluster = new Cluster({ nodes }).settle();
  const host = new ClientHost(cluster, { name: "config-per-node" });
  hosts.push(host);
  host.run(() => void startConfigPerNode(connect(new KubeConfig(), host)));
  return { cluster, host, settle: () => settleWithClients(cluster, [host]) };
}

/** The zones in the ConfigMaps of each node. */
function configs(cluster: Cluster): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { metadata, data } of cluster.configMaps.list({ namespace: NAMESPACE })) {
    const node = metadata.labels?.["example.com/node"] ?? "?";
    found[node] = [...(found[node] ?? []), data?.["zone"] ?? "?"];
  }
  return found;
}

const inZone = (zone: string) => ({ metadata: { labels: { "topology.kubernetes.io/zone": zone } } });

describe("in the default schedule", () => {
  test("every node has a config", async () => {
    const { cluster, settle } = clusterUnderControl();
    await settle();
    expect(configs(cluster)).toEqual({ "node-1": ["unknown"], "node-2": ["unknown"] });
  });

  test("a node that joins, changes its zone, and leaves", async () => {
    const { cluster, settle } = clusterUnderControl();
    await settle();
    cluster.addNode("node-3");
    await settle();
    cluster.nodes.patch("node-3", inZone("b"));
    await settle();
    expect(configs(cluster)["node-3"]).toEqual(["b"]);
    cluster.removeNode("node-3");
    await settle();
    expect(configs(cluster)["node-3"]).toBeUndefined();
  });

  test("a server that refuses for a while", async () => {
    const { cluster, host, settle } = clusterUnderControl(1);
    while (host.pending()[0]?.verb !== "create") {
      for (const { id } of host.watches()) host.deliver(id);
      if (host.pending().length > 0) host.answer();
      await host.idle();
    }
    host.answer(0, "serverError");
    await settle();
    expect(configs(cluster)).toEqual({ "node-1": ["unknown"] });
  });

  test("an hour in which nothing happens", async () => {
    const { cluster, host, settle } = clusterUnderControl();
    await settle();
    await advanceWithClients(cluster, [host], "1h");
    expect(configs(cluster)).toEqual({ "node-1": ["unknown"], "node-2": ["unknown"] });
  });
});

describe("its bug", () => {
  test("a node changes its zone before the controller's cache has the config that it created: now there are two", async () => {
    const { cluster, host, settle } = clusterUnderControl();
    await settle();
    const [, nodes] = host.watches();
    cluster.addNode("node-3");
    host.deliver(nodes!.id);
    await host.idle();
    expect(host.pending().map(({ text }) => text)).toEqual(["create configmaps kube-system/node-3-*"]);
    host.answer();
    cluster.nodes.patch("node-3", inZone("b"));
    // The news of the ConfigMap waits, as on a bad day; that of the node does not.
    host.deliver(nodes!.id);
    await host.idle();
    expect(host.pending().map(({ text }) => text)).toEqual(["create configmaps kube-system/node-3-*"]);
    await settle();
    expect(configs(cluster)["node-3"]?.toSorted()).toEqual(["b", "unknown"]);
  });
});
