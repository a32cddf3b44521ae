import { KubeConfig } from "@kubernetes/client-node";
import { Cluster } from "@kubetick/cluster";
import { describe, expect, it } from "vitest";
import { ClientHost } from "../src/host/client-host.ts";
import type { Fault } from "../src/host/faults.ts";
import { settleWithClients } from "../src/host/settle.ts";
import { connect } from "../src/node/connect.ts";
import { startConfigPerNode } from "./config-per-node.ts";

function controlled(cluster = new Cluster({ nodes: 2 })) {
  const host = new ClientHost(cluster, { name: "config-per-node" });
  const start = () => host.run(() => void startConfigPerNode(connect(new KubeConfig(), host)));
  start();
  return { cluster, host, start };
}

const zones = (cluster: Cluster) =>
  Object.fromEntries(
    cluster.configMaps
      .list({ namespace: "kube-system" })
      .map(({ metadata, data }) => [metadata.name.replace("node-config-", ""), data?.["zone"]]),
  );

const zone = (value: string) => ({ metadata: { labels: { "topology.kubernetes.io/zone": value } } });

describe("a controller that is written with @kubernetes/client-node", () => {
  it("does its work in the default schedule", async () => {
    const { cluster, host } = controlled();
    await settleWithClients(cluster, [host]);
    expect(zones(cluster)).toEqual({ "node-1": "unknown", "node-2": "unknown" });
    cluster.addNode({ name: "node-3", labels: { "topology.kubernetes.io/zone": "b" } });
    cluster.nodes.patch("node-1", zone("a"));
    cluster.removeNode("node-2");
    await settleWithClients(cluster, [host]);
    expect(zones(cluster)).toEqual({ "node-1": "a", "node-3": "b" });
    host.close();
  });

  it("leaves the same cluster behind each time", async () => {
    const run = async () => {
      const { cluster, host } = controlled(new Cluster({ nodes: 5, seed: 7 }));
      await settleWithClients(cluster, [host]);
      cluster.removeNode("node-2");
      cluster.nodes.patch("node-4", zone("z"));
      await settleWithClients(cluster, [host]);
      host.close();
      return { hash: cluster.hash(), now: cluster.now, steps: cluster.steps, history: cluster.history };
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first.history.filter((entry) => "request" in entry && entry.request.by === "config-per-node")).toHaveLength(
      7,
    );
  });

  it("has its requests in the cluster's history: they can be played again without it", async () => {
    const { cluster, host } = controlled();
    await settleWithClients(cluster, [host]);
    host.close();
    const again = new Cluster();
    for (const entry of cluster.history) if ("request" in entry) again.request(entry.request);
    expect(zones(again)).toEqual(zones(cluster));
  });

  it.each<Fault>(["serverError", "timeoutBefore", "timeoutAfter", "lostBefore", "lostAfter"])(
    "meets a creation with %s, and tries again",
    async (fault) => {
      const { cluster, host } = controlled(new Cluster({ nodes: 1 }));
      while (host.pending()[0]?.verb !== "create") {
        await host.idle();
        for (const { id, news } of host.watches()) if (news.length > 0) host.deliver(id);
        if (host.pending()[0] !== undefined && host.pending()[0]?.verb !== "create") host.answer();
      }
      host.answer(0, fault);
      const isWritten = fault.endsWith("After");
      expect(Object.keys(zones(cluster))).toEqual(isWritten ? ["node-1"] : []);
      await settleWithClients(cluster, [host]);
      expect(zones(cluster)).toEqual({ "node-1": "unknown" });
      expect(host.timers().filter(({ background }) => !background)).toEqual([]);
      host.close();
    },
  );

  it("meets a conflict, reads again and writes", async () => {
    const { cluster, host } = controlled(new Cluster({ nodes: 1 }));
    await settleWithClients(cluster, [host]);
    cluster.nodes.patch("node-1", zone("a"));
    host.deliver(host.watches()[0]!.id);
    await host.idle();
    host.answer();
    await host.idle();
    expect(host.pending().map(({ text, faults }) => [text, faults.includes("conflict")])).toEqual([
      ["update configmaps kube-system/node-config-node-1", true],
    ]);
    expect(host.answer(0, "conflict").status).toBe(409);
    expect(zones(cluster)).toEqual({ "node-1": "unknown" });
    await settleWithClients(cluster, [host]);
    expect(zones(cluster)).toEqual({ "node-1": "a" });
    host.close();
  });

  it("crashes between two requests, and starts again", async () => {
    const { cluster, host, start } = controlled(new Cluster({ nodes: 1 }));
    await host.idle();
    host.answer();
    await host.idle();
    expect(host.pending()).not.toEqual([]);
    host.crash();
    await host.idle();
    expect([host.pending(), host.watches(), host.timers()]).toEqual([[], [], []]);
    await settleWithClients(cluster, [host]);
    expect(zones(cluster)).toEqual({});
    start();
    await settleWithClients(cluster, [host]);
    expect(zones(cluster)).toEqual({ "node-1": "unknown" });
    host.close();
  });
});
