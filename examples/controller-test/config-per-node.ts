import type { Api, Node } from "kubetick";

const NAMESPACE = "kube-system";

/**
 * Somebody's controller: it keeps one ConfigMap for each node, with the node's zone in it. It knows nothing of
 * simulations, only the verbs of the API and a watch.
 */
export function startConfigPerNode(api: Api): () => void {
  for (const node of api.list<Node>("nodes")) ensureConfig(api, node);
  return api.watch<Node>("nodes", ({ type, object }) => {
    if (type === "DELETED") removeConfig(api, object.metadata.name);
    else ensureConfig(api, object);
  });
}

function ensureConfig(api: Api, node: Node): void {
  const name = configName(node.metadata.name);
  const data = { zone: node.metadata.labels?.["topology.kubernetes.io/zone"] ?? "unknown" };
  const existing = api.find("configmaps", `${NAMESPACE}/${name}`);
  if (existing === undefined) {
    api.create("configmaps", { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: NAMESPACE }, data });
  } else {
    api.patch("configmaps", `${NAMESPACE}/${name}`, { data }, "merge");
  }
}

function removeConfig(api: Api, node: string): void {
  const path = `${NAMESPACE}/${configName(node)}`;
  if (api.find("configmaps", path) !== undefined) api.delete("configmaps", path);
}

function configName(node: string): string {
  return `node-config-${node}`;
}
