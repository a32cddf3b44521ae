import type { KubeObject, Millis } from "../../api/request.ts";
import type { Json, MicroTime, Node } from "../../kubernetes/types.ts";
import type { ClusterView } from "../../store/view.ts";
import { formatMicroTime, parseTime } from "../../time.ts";

/**
 * Heartbeats are computed, not simulated. A Lease that carries `HEARTBEAT` counts as renewed every ten seconds since its
 * `renewTime`; a kubelet that stops takes the annotation off. So a lease is written when a node joins, when its machine
 * goes off and when it is back, and never in between.
 */
export const HEARTBEAT = "sim.kubetick.dev/heartbeat";

/** Source: pkg/kubelet/kubelet.go nodeLeaseRenewIntervalFraction, NodeLeaseDurationSeconds (40) in apis/config/v1beta1/defaults.go. */
export const LEASE_RENEW_INTERVAL: Millis = 10_000;
const LEASE_DURATION_SECONDS = 40;

export const LEASES = "leases.coordination.k8s.io";
export const LEASE_NAMESPACE = "kube-node-lease";

export interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly renewTime?: MicroTime;
  };
}

/** When the node's lease was last renewed, seen at `now`. Undefined where the node has none. */
export function leaseRenewTime(view: ClusterView, node: string, now: Millis): Millis | undefined {
  const lease = view.get<Lease>(LEASES, `${LEASE_NAMESPACE}/${node}`);
  return lease === undefined ? undefined : renewedAt(lease, now);
}

/** When the next renewal after `now` is due, if the lease is one that is renewed. */
export function nextLeaseRenewal(view: ClusterView, node: string, now: Millis): Millis | undefined {
  const lease = view.get<Lease>(LEASES, `${LEASE_NAMESPACE}/${node}`);
  return lease && nextRenewal(lease, now);
}

/** The same of a lease. */
export function nextRenewal(lease: Lease, now: Millis): Millis | undefined {
  const renewed = isRenewed(lease) ? renewedAt(lease, now) : undefined;
  return renewed === undefined ? undefined : renewed + LEASE_RENEW_INTERVAL;
}

export function isRenewed(lease: Lease): boolean {
  return lease.metadata.annotations?.[HEARTBEAT] !== undefined;
}

export function renewedAt(lease: Lease, now: Millis): Millis | undefined {
  const written = parseTime(lease.spec?.renewTime);
  if (Number.isNaN(written)) return undefined;
  return isRenewed(lease) ? lastBeat(written, LEASE_RENEW_INTERVAL, now) : written;
}

/** The last of the beats at `start`, `start + interval`, … that is not after `now`; `start` itself before that. */
export function lastBeat(start: Millis, interval: Millis, now: Millis): Millis {
  return now <= start ? start : start + Math.floor((now - start) / interval) * interval;
}

/** Source: component-helpers/apimachinery/lease/controller.go newLease, pkg/kubelet/util/nodelease.go SetNodeOwnerFunc. */
export function newLease(node: Node, now: Millis): Json {
  const name = node.metadata.name ?? "";
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      name,
      namespace: LEASE_NAMESPACE,
      annotations: { [HEARTBEAT]: "10s" },
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid: node.metadata.uid ?? "" }],
    },
    spec: { holderIdentity: name, leaseDurationSeconds: LEASE_DURATION_SECONDS, renewTime: formatMicroTime(now) },
  };
}

/** The lease as it is when its kubelet is heard of again, or (`beating` false) for the last time. */
export function renewedLease(lease: Lease, renewTime: Millis, beating: boolean): Lease {
  const annotations: Record<string, string> = { ...lease.metadata.annotations };
  if (beating) annotations[HEARTBEAT] = "10s";
  else delete annotations[HEARTBEAT];
  return {
    ...lease,
    metadata: { ...lease.metadata, annotations },
    spec: { ...lease.spec, renewTime: formatMicroTime(renewTime) },
  };
}
