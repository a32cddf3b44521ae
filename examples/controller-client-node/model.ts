import { always } from "@kubetick/testing";
import type { ClientModel } from "@kubetick/testing/clients";
import type { ConfigMap } from "kubetick";
import { viewOf } from "kubetick";

const NODE_LABEL = "example.com/node";

/** What the controller is for, said once: whatever happens, no node has two configs. */
export const oneConfigPerNode = always(
  "oneConfigPerNode",
  ({ state }) => {
    const seen = new Map<string, string>();
    for (const { metadata } of viewOf(state.tables).list<ConfigMap>("configmaps", "kube-system")) {
      const node = metadata.labels?.[NODE_LABEL];
      if (node === undefined) continue;
      const other = seen.get(node);
      if (other !== undefined) return `${node} has two configs: ${other} and ${metadata.name}`;
      seen.set(node, metadata.name ?? "");
    }
    return true;
  },
  { reads: ["configmaps"] },
);

/** One node, which may change its zone once. Nothing but the node, the API server, and whoever is under test. */
export const model: ClientModel = {
  name: "a config for each node",
  cluster: { nodes: 1, builtin: [] },
  may: [{ act: "labelNode", node: "node-1", key: "topology.kubernetes.io/zone", value: "b" }],
  invariants: [oneConfigPerNode],
};
