import type { Component, ConfigMap, Node } from "kubetick";

export const NAMESPACE = "kube-system";
export const NODE_LABEL = "example.com/node";
const ZONE_LABEL = "topology.kubernetes.io/zone";

/**
 * A controller as a component of kubetick: it keeps one ConfigMap for each node, with the node's zone in it.
 *
 * It has a bug that no ordinary test finds: it looks for a node's ConfigMap in its cache, and forgets that the cache may not
 * have what it has itself just created.
 */
export const configPerNode: Component = {
  name: "config-per-node",
  watches: ["nodes", "configmaps"],
  onEvent({ resource, object }, handler) {
    const node = resource === "nodes" ? object.metadata.name : object.metadata.labels?.[NODE_LABEL];
    if (node !== undefined) handler.enqueue(node);
  },
  *reconcile(name, { view }) {
    const node = view.get<Node>("nodes", name);
    const configs = view
      .list<ConfigMap>("configmaps", NAMESPACE)
      .filter(({ metadata }) => metadata.labels?.[NODE_LABEL] === name);
    if (node === undefined) {
      for (const { metadata } of configs)
        yield { verb: "delete", resource: "configmaps", namespace: NAMESPACE, name: metadata.name ?? "" };
      return;
    }
    const zone = node.metadata.labels?.[ZONE_LABEL] ?? "unknown";
    const [existing] = configs;
    if (existing === undefined)
      yield { verb: "create", resource: "configmaps", namespace: NAMESPACE, body: configFor(name, zone) };
    else if (existing.data?.["zone"] !== zone)
      yield {
        verb: "update",
        resource: "configmaps",
        namespace: NAMESPACE,
        name: existing.metadata.name ?? "",
        body: { ...existing, data: { zone } },
      };
  },
};

function configFor(node: string, zone: string): object {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { generateName: `${node}-`, labels: { [NODE_LABEL]: node } },
    data: { zone },
  };
}
