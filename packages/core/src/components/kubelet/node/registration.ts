import type { Node } from "../../../kubernetes/types.ts";

const MANAGED_ATTACH = "volumes.kubernetes.io/controller-managed-attach-detach";

/** The node with the labels and annotations of its registration, those it has kept. Source: pkg/kubelet/kubelet_node_status.go initialNode. */
export function registered(node: Node): Node {
  const labels: Record<string, string> = {
    "beta.kubernetes.io/arch": "amd64",
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": node.metadata.name ?? "",
    "kubernetes.io/os": "linux",
  };
  const { labels: given, annotations } = node.metadata;
  const complete =
    Object.keys(labels).every((label) => given?.[label] !== undefined) && annotations?.[MANAGED_ATTACH] !== undefined;
  if (complete) return node;
  const metadata = Object.assign({}, node.metadata, {
    labels: { ...labels, ...given },
    annotations: { [MANAGED_ATTACH]: "true", ...annotations },
  });
  return { ...node, metadata };
}
