import { readFileSync } from "node:fs";
import { always, type CheckFailedError, check, type Model, replay } from "@kubetick/testing";
import { Cluster, type ConfigMap, viewOf } from "kubetick";
import { expect, test } from "vitest";
import { configPerNode, NAMESPACE, NODE_LABEL } from "./config-per-node.ts";

const oneConfigPerNode = always(
  "oneConfigPerNode",
  ({ state }) => {
    const seen = new Map<string, string>();
    for (const { metadata } of viewOf(state.tables).list<ConfigMap>("configmaps", NAMESPACE)) {
      const node = metadata.labels?.[NODE_LABEL] ?? "";
      const other = seen.get(node);
      if (other !== undefined) return `${node} has two configs: ${other} and ${metadata.name}`;
      seen.set(node, metadata.name ?? "");
    }
    return true;
  },
  { reads: ["configmaps"] },
);

/** A node joins, and gets a zone. */
const model: Model = {
  name: "a config for each node",
  cluster: { nodes: 1, components: [configPerNode], builtin: [] },
  may: [
    { act: "join", node: { name: "node-2" } },
    { act: "labelNode", node: "node-2", key: "topology.kubernetes.io/zone", value: "b" },
  ],
  befall: [configPerNode.name],
  invariants: [oneConfigPerNode],
};

const staleOnce: Model = { ...model, faults: { staleCache: 1 } };

test("an ordinary test finds nothing", () => {
  const cluster = new Cluster({ nodes: 1, components: [configPerNode], builtin: [] }).settle();
  cluster.addNode("node-2").settle();
  cluster.nodes.patch("node-2", { metadata: { labels: { "topology.kubernetes.io/zone": "b" } } });
  cluster.settle();
  expect(cluster.configMaps.list({ namespace: NAMESPACE }).map(({ data }) => data?.["zone"])).toEqual(["unknown", "b"]);
});

test("as long as its cache is fresh it is right, in every interleaving", () => {
  expect(check(model, { by: "explore" })).toMatchObject({ complete: true });
});

test("the explorer finds what it does when its cache is late, and the README tells the same story", () => {
  const { story, token } = failure();
  console.log(story.join("\n"));
  expect(readFileSync(new URL("README.md", import.meta.url), "utf8")).toContain(
    `\`\`\`text\n${story.join("\n")}\n\`\`\``,
  );
  const again = replay(token, { components: [configPerNode], invariants: [oneConfigPerNode] });
  expect(again.broken?.invariant.name).toBe("oneConfigPerNode");
});

function failure(): CheckFailedError {
  try {
    check(staleOnce, { by: "explore" });
  } catch (error) {
    return error as CheckFailedError;
  }
  throw new Error("the explorer has found nothing");
}
