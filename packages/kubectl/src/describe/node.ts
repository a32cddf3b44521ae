import type { Lease, Node, Pod, Quantity } from "@kubetick/core";
import { canonicalQuantity } from "@kubetick/core";
import { sortedKeys } from "../print/labels.ts";
import { nodeRoles } from "../print/nodes.ts";
import { rfc1123 } from "../print/rfc1123.ts";
import { describeEvents, searchEvents, subjectOf } from "./events.ts";
import { describeLabelsAndAnnotations, describeTaints } from "./metadata.ts";
import { describeNodeResources } from "./node-resources.ts";
import { DescribeText } from "./text.ts";
import type { DescribeWorld } from "./world.ts";

const LEASE_NAMESPACE = "kube-node-lease";

/** Source: kubectl/pkg/describe describeNode. */
export function describeNode(node: Node, world: DescribeWorld): string {
  const text = new DescribeText();
  text.line(0, `Name:\t${node.metadata.name}`);
  text.line(0, `Roles:\t${nodeRoles(node).join(",") || "<none>"}`);
  describeLabelsAndAnnotations(text, node);
  text.line(0, `CreationTimestamp:\t${rfc1123(node.metadata.creationTimestamp)}`);
  describeTaints(text, node.spec?.taints);
  text.line(0, `Unschedulable:\t${node.spec?.unschedulable ?? false}`);
  describeLease(text, node, world);
  describeConditions(text, node);
  text.line(0, "Addresses:");
  for (const { type, address } of node.status?.addresses ?? []) text.line(1, `${type}:\t${address}`);
  describeAmounts(text, "Capacity", node.status?.capacity);
  describeAmounts(text, "Allocatable", node.status?.allocatable);
  describeSystem(text, node);
  describeNodeResources(text, node, podsOn(node, world), world);
  if (world.showEvents) describeEvents(text, eventsOf(node, world), world.now);
  return text.finish();
}

function describeLease(text: DescribeText, { metadata }: Node, world: DescribeWorld): void {
  const lease = world.find<Lease>("leases.coordination.k8s.io", LEASE_NAMESPACE, metadata.name);
  if (typeof lease === "string") return text.line(0, `Lease:\tFailed to get lease: ${lease}`);
  const { holderIdentity, acquireTime, renewTime } = lease.spec ?? {};
  text.line(0, "Lease:");
  text.line(1, `HolderIdentity:\t${holderIdentity ?? "<unset>"}`);
  text.line(1, `AcquireTime:\t${acquireTime ? rfc1123(acquireTime) : "<unset>"}`);
  text.line(1, `RenewTime:\t${renewTime ? rfc1123(renewTime) : "<unset>"}`);
}

function describeConditions(text: DescribeText, { status }: Node): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  text.line(0, "Conditions:");
  text.line(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
  text.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
  for (const c of conditions) {
    const times = `${rfc1123(c.lastHeartbeatTime)} \t${rfc1123(c.lastTransitionTime)}`;
    text.line(1, `${c.type} \t${c.status} \t${times} \t${c.reason ?? ""} \t${c.message ?? ""}`);
  }
}

function describeAmounts(
  text: DescribeText,
  title: string,
  amounts: Readonly<Record<string, Quantity>> | undefined,
): void {
  const names = sortedKeys(amounts);
  if (names.length > 0) text.line(0, `${title}:`);
  for (const name of names) text.line(1, `${name}:\t${canonicalQuantity(String(amounts?.[name]))}`);
}

function describeSystem(text: DescribeText, { spec, status }: Node): void {
  const info = status?.nodeInfo;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["Machine ID", info?.machineID],
    ["System UUID", info?.systemUUID],
    ["Boot ID", info?.bootID],
    ["Kernel Version", info?.kernelVersion],
    ["OS Image", info?.osImage],
    ["Operating System", info?.operatingSystem],
    ["Architecture", info?.architecture],
    ["Container Runtime Version", info?.containerRuntimeVersion],
    ["Kubelet Version", info?.kubeletVersion],
  ];
  text.line(0, "System Info:");
  for (const [title, value] of fields) text.line(1, `${title}:\t${value ?? ""}`);
  if (spec?.podCIDR) text.line(0, `PodCIDR:\t${spec.podCIDR}`);
  if (spec?.podCIDRs && spec.podCIDRs.length > 0) text.line(0, `PodCIDRs:\t${spec.podCIDRs.join(",")}`);
  if (spec?.providerID) text.line(0, `ProviderID:\t${spec.providerID}`);
}

function podsOn({ metadata }: Node, world: DescribeWorld): readonly Pod[] {
  const fieldSelector = `spec.nodeName=${metadata.name},status.phase!=Succeeded,status.phase!=Failed`;
  return world.list<Pod>("pods", "", { fieldSelector });
}

/** Controllers write events about a node's uid, the kubelet about its name. */
function eventsOf(node: Node, world: DescribeWorld) {
  const subject = subjectOf(node);
  return [...searchEvents(world, subject), ...searchEvents(world, { ...subject, uid: node.metadata.name })];
}
