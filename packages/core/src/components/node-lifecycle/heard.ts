import type { Millis } from "../../api/request.ts";
import type { Node } from "../../kubernetes/types.ts";
import type { Memory } from "../../machine/component.ts";
import type { ClusterView } from "../../store/view.ts";
import { parseTime } from "../../time.ts";
import { isRenewed, LEASE_NAMESPACE, LEASES, type Lease, leaseRenewTime } from "../kubelet/lease.ts";
import { readyCondition } from "./conditions.ts";

/** How often the health of all nodes is looked at: at whole multiples since the epoch. Source: nodelifecycle/config/v1alpha1/defaults.go. */
export const MONITOR_PERIOD: Millis = 5000;
const GRACE_PERIOD: Millis = 50_000;
const STARTUP_GRACE_PERIOD: Millis = 60_000;
const HEARD_AT_LEAST = "heard-at-least";

/** The first look at or after a time. */
export function nextLook(at: Millis): Millis {
  return Math.ceil(at / MONITOR_PERIOD) * MONITOR_PERIOD;
}

/**
 * When a node's silence becomes too long, unless it is heard of again. Infinity while its lease goes on being renewed.
 * What counts is when the controller noticed a sign of life, which is at its next look, not when the sign was given.
 * Source: node_lifecycle_controller.go tryUpdateNodeHealth.
 */
export function silentFrom(view: ClusterView, memory: Memory, node: Node, now: Millis): Millis {
  const lease = view.get<Lease>(LEASES, `${LEASE_NAMESPACE}/${node.metadata.name}`);
  if (lease !== undefined && isRenewed(lease)) return Number.POSITIVE_INFINITY;
  const ready = readyCondition(node);
  const signs = [
    leaseRenewTime(view, node.metadata.name, now),
    parseTime(ready?.lastHeartbeatTime ?? undefined),
    parseTime(node.metadata.creationTimestamp),
    memory.get<number>(HEARD_AT_LEAST),
  ];
  const last = signs.reduce<number>((latest, sign) => (sign !== undefined && sign > latest ? sign : latest), 0);
  return nextLook(last) + (ready === undefined ? STARTUP_GRACE_PERIOD : GRACE_PERIOD);
}

/** All nodes get a full grace period from now: the control plane itself was cut off. Source: handleDisruption. */
export function hearAll(memory: Memory, now: Millis): void {
  memory.set(HEARD_AT_LEAST, now);
}
