import type { Millis } from "../../api/request.ts";
import type { Node, NodeCondition } from "../../kubernetes/types.ts";
import { formatTime } from "../../time.ts";

export function readyCondition(node: Node): NodeCondition | undefined {
  return conditionOf(node, "Ready");
}

export function isReady(node: Node): boolean {
  return readyCondition(node)?.status === "True";
}

function conditionOf({ status }: Node, type: string): NodeCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** What the kubelet answers for. `NetworkUnavailable` is left alone: others look after it. */
const KUBELET_CONDITIONS = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

/**
 * The conditions of a node that nothing is heard of any more; the same list where they say so already.
 * Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go tryUpdateNodeHealth.
 */
export function unknownConditions(node: Node, now: Millis): readonly NodeCondition[] {
  const conditions = node.status?.conditions ?? [];
  const changed = conditions.map((condition) =>
    KUBELET_CONDITIONS.includes(condition.type) ? silenced(condition, now) : condition,
  );
  const missing = KUBELET_CONDITIONS.filter((type) => conditionOf(node, type) === undefined).map(
    (type): NodeCondition => ({
      type,
      status: "Unknown",
      ...(node.metadata.creationTimestamp ? { lastHeartbeatTime: node.metadata.creationTimestamp } : {}),
      lastTransitionTime: formatTime(now),
      reason: "NodeStatusNeverUpdated",
      message: "Kubelet never posted node status.",
    }),
  );
  return missing.length === 0 && changed.every((condition, at) => condition === conditions[at])
    ? conditions
    : [...changed, ...missing];
}

function silenced(condition: NodeCondition, now: Millis): NodeCondition {
  if (condition.status === "Unknown") return condition;
  return {
    ...condition,
    status: "Unknown",
    reason: "NodeStatusUnknown",
    message: "Kubelet stopped posting node status.",
    lastTransitionTime: formatTime(now),
  };
}
