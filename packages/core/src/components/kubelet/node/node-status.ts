import type { Millis } from "../../../api/request.ts";
import type { Node, NodeCondition, NodeStatus, NodeSystemInfo } from "../../../kubernetes/types.ts";
import { formatTime } from "../../../time.ts";
import { nodeAddress } from "../addresses.ts";
import { hexDigest } from "../identifiers.ts";
import { clockTime, DEFAULT_CAPACITY, type Machine } from "../machine.ts";

/** A condition that a kubelet reports of a node that is well, and the event that tells of its becoming so. */
interface WellCondition {
  readonly type: string;
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
  readonly event: string;
}

/** In the order in which they are reported. Source: pkg/kubelet/nodestatus/setters.go. */
export const WELL: readonly WellCondition[] = [
  {
    type: "MemoryPressure",
    status: "False",
    reason: "KubeletHasSufficientMemory",
    message: "kubelet has sufficient memory available",
    event: "NodeHasSufficientMemory",
  },
  {
    type: "DiskPressure",
    status: "False",
    reason: "KubeletHasNoDiskPressure",
    message: "kubelet has no disk pressure",
    event: "NodeHasNoDiskPressure",
  },
  {
    type: "PIDPressure",
    status: "False",
    reason: "KubeletHasSufficientPID",
    message: "kubelet has sufficient PID available",
    event: "NodeHasSufficientPID",
  },
  {
    type: "Ready",
    status: "True",
    reason: "KubeletReady",
    message: "kubelet is posting ready status",
    event: "NodeReady",
  },
];

/** The status of a node whose kubelet has just come up. What the object says of its hardware is kept. */
export function wellStatus(node: Node, machine: Machine | undefined, boots: number, now: Millis): NodeStatus {
  const { status = {} } = node;
  const name = node.metadata.name ?? "";
  const capacity = nonEmpty(status.capacity) ?? nonEmpty(machine?.spec?.capacity) ?? DEFAULT_CAPACITY;
  return Object.assign({}, status, {
    addresses: status.addresses ?? [
      { address: nodeAddress(name), type: "InternalIP" },
      { address: name, type: "Hostname" },
    ],
    allocatable: nonEmpty(status.allocatable) ?? capacity,
    capacity,
    conditions: wellConditions(status.conditions ?? [], now, machine?.spec?.clockSkew ?? 0),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: nodeInfo(name, boots, status.nodeInfo),
  });
}

function nonEmpty<T extends object>(list: T | undefined): T | undefined {
  return list === undefined || Object.keys(list).length === 0 ? undefined : list;
}

function wellConditions(before: readonly NodeCondition[], now: Millis, clockSkew: Millis): readonly NodeCondition[] {
  const foreign = before.filter(({ type }) => !WELL.some((one) => one.type === type));
  const changed = formatTime(clockTime(now, clockSkew));
  const own = WELL.map(({ type, status, reason, message }): NodeCondition => {
    const old = before.find((condition) => condition.type === type);
    const since = old?.status === status ? (old.lastTransitionTime ?? changed) : changed;
    return { lastHeartbeatTime: formatTime(now), lastTransitionTime: since, message, reason, status, type };
  });
  return [...foreign, ...own];
}

/** Which of the conditions a kubelet that is well finds changed. */
export function changedConditions(node: Node): readonly WellCondition[] {
  return WELL.filter(
    ({ type, status }) => node.status?.conditions?.find((condition) => condition.type === type)?.status !== status,
  );
}

function nodeInfo(name: string, boots: number, given: Partial<NodeSystemInfo> | undefined): NodeSystemInfo {
  const said = Object.fromEntries(
    Object.entries(given ?? {}).filter(([, value]) => value !== "" && value !== undefined),
  );
  return {
    ...DEFAULT_NODE_INFO,
    machineID: hexDigest(name).slice(0, 32),
    systemUUID: uuid(name),
    ...said,
    bootID: bootId(name, boots),
  };
}

export function bootId(node: string, boots: number): string {
  return uuid(`${node}/boot/${boots}`);
}

function uuid(text: string): string {
  const digits = hexDigest(text);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}

const DEFAULT_NODE_INFO: NodeSystemInfo = {
  architecture: "amd64",
  bootID: "",
  containerRuntimeVersion: "containerd://2.2.1",
  kernelVersion: "6.12.57+deb13-amd64",
  kubeProxyVersion: "",
  kubeletVersion: "v1.37.2",
  machineID: "",
  operatingSystem: "linux",
  osImage: "Debian GNU/Linux 13 (trixie)",
  systemUUID: "",
};
