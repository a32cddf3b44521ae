import { KubeConfig } from "@kubernetes/client-node";
import { Cluster } from "@kubetick/cluster";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ClientHost } from "../src/host/client-host.ts";
import { settleWithClients } from "../src/host/settle.ts";
import { connect } from "../src/node/connect.ts";
import { startConfigPerNode } from "./config-per-node.ts";

interface Step {
  readonly text: string;
  readonly take: () => void;
}

/** Everything that can happen next, in a fixed order. */
function possible(cluster: Cluster, host: ClientHost): Step[] {
  const requests = host
    .pending()
    .flatMap(({ text, faults }, at): Step[] => [
      { text, take: () => host.answer(at) },
      ...faults.map((fault) => ({ text: `${text}: ${fault}`, take: () => host.answer(at, fault) })),
    ]);
  const watches = host
    .watches()
    .flatMap(({ id, resource, news }): Step[] => [
      ...news.slice(0, 1).map(({ type }) => ({ text: `${resource} ${type}`, take: () => host.deliver(id, 1) })),
      { text: `${resource} ends`, take: () => host.endWatch(id) },
      { text: `${resource} is lost`, take: () => host.endWatch(id, "lost") },
    ]);
  const timer: Step[] = host.timerIsDue() ? [{ text: "a timer", take: () => host.fireTimer() }] : [];
  const label = (zone: string) => ({ metadata: { labels: { "topology.kubernetes.io/zone": zone } } });
  const user: Step[] = ["a", "b"].map((zone) => ({
    text: `zone ${zone}`,
    take: () => cluster.nodes.patch("node-2", label(zone)),
  }));
  return [
    ...requests,
    ...watches,
    ...timer,
    { text: "the cluster", take: () => cluster.proceed(cluster.now) },
    { text: "a second", take: () => cluster.advance("1s") },
    ...user,
  ];
}

async function played(choices: readonly number[]) {
  const cluster = new Cluster({ nodes: 2 });
  const host = new ClientHost(cluster, { name: "config-per-node" });
  host.run(() => void startConfigPerNode(connect(new KubeConfig(), host)));
  const story: string[] = [];
  for (const choice of choices) {
    await host.idle();
    const steps = possible(cluster, host);
    const step = steps[choice % steps.length] as Step;
    story.push(step.text);
    step.take();
  }
  await settleWithClients(cluster, [host]);
  host.close();
  const configs = cluster.configMaps.list({ namespace: "kube-system" });
  const zones = configs.map(({ metadata, data }) => [metadata.name, data?.["zone"]]);
  const wanted = cluster.nodes
    .list()
    .map(({ metadata }) => [
      `node-config-${metadata.name}`,
      metadata.labels?.["topology.kubernetes.io/zone"] ?? "unknown",
    ]);
  return { story, hash: cluster.hash(), steps: cluster.steps, zones, wanted };
}

it("a run follows from the steps that are chosen, whatever they are; and a controller without bugs comes to what it should", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 5, maxLength: 40 }), async (choices) => {
      const first = await played(choices);
      expect(await played(choices)).toEqual(first);
      expect(first.zones).toEqual(first.wanted);
    }),
    { numRuns: 15, seed: 1 },
  );
});
