import type { Node } from "@kubetick/core";
import { since } from "./duration.ts";
import { compare } from "./labels.ts";
import { columns, type TableKind } from "./table.ts";

const ROLE_PREFIX = "node-role.kubernetes.io/";
const ROLE_LABEL = "kubernetes.io/role";

/** Source: pkg/printers/internalversion/printers.go printNode. */
export const nodeTable: TableKind<Node> = {
  columns: columns(
    ...["Name", "Status", "Roles", "Age", "Version"],
    ...["+Internal-IP", "+External-IP", "+OS-Image", "+Kernel-Version", "+Container-Runtime"],
  ),
  cells(node, now) {
    const info = node.status?.nodeInfo;
    const kernel = info?.kernelVersion || "<unknown>";
    return [
      node.metadata.name,
      statusCell(node),
      nodeRoles(node).join(",") || "<none>",
      since(node.metadata.creationTimestamp, now),
      info?.kubeletVersion ?? "",
      address(node, "InternalIP"),
      address(node, "ExternalIP"),
      info?.osImage || "<unknown>",
      info?.architecture ? `${kernel} (${info.architecture})` : kernel,
      info?.containerRuntimeVersion || "<unknown>",
    ];
  },
};

function statusCell(node: Node): string {
  // Of several conditions of one type the last counts.
  const ready = [...(node.status?.conditions ?? [])].reverse().find((c) => c.type === "Ready");
  const words = [ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady"];
  if (node.spec?.unschedulable) words.push("SchedulingDisabled");
  return words.join(",");
}

/** The roles that the labels give a node, sorted. Source: pkg/printers findNodeRoles. */
export function nodeRoles(node: Node): string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX) && key !== ROLE_PREFIX) roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === ROLE_LABEL && value !== "") roles.add(value);
  }
  return [...roles].sort(compare);
}

function address(node: Node, type: string): string {
  return node.status?.addresses?.find((a) => a.type === type)?.address ?? "<none>";
}
