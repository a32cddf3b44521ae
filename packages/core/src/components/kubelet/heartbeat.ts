import type { KubeObject, Millis } from "../../api/request.ts";
import type { Node } from "../../kubernetes/types.ts";
import type { ClusterState } from "../../machine/state.ts";
import { viewOf } from "../../store/view.ts";
import { formatMicroTime, formatTime, parseTime } from "../../time.ts";
import { isRenewed, LEASE_NAMESPACE, LEASES, type Lease, lastBeat, renewedAt } from "./lease.ts";

/** How often a kubelet reports a status that has not changed. Source: pkg/kubelet/apis/config/v1beta1/defaults.go NodeStatusReportFrequency. */
const STATUS_REPORT_INTERVAL: Millis = 300_000;

/**
 * A Node or Lease as a reader sees it: with the heartbeats of its machine, which are computed and not simulated. Any
 * other object is returned as it is.
 */
export function withHeartbeat<T extends KubeObject>(state: ClusterState, object: T): T {
  if (object.kind === "Lease") return renewed(object as Lease, state.now) as KubeObject as T;
  if (object.kind === "Node") return reported(state, object as KubeObject as Node) as KubeObject as T;
  return object;
}

function renewed(lease: Lease, now: Millis): Lease {
  const at = isRenewed(lease) ? renewedAt(lease, now) : undefined;
  return at === undefined ? lease : { ...lease, spec: { ...lease.spec, renewTime: formatMicroTime(at) } };
}

function reported(state: ClusterState, node: Node): Node {
  const lease = viewOf(state.tables).get<Lease>(LEASES, `${LEASE_NAMESPACE}/${node.metadata.name}`);
  const conditions = node.status?.conditions;
  const heard = lease === undefined ? undefined : renewedAt(lease, state.now);
  if (conditions === undefined || heard === undefined) return node;
  const beating = conditions.map((condition) => {
    const written = parseTime(condition.lastHeartbeatTime);
    if (Number.isNaN(written)) return condition;
    return { ...condition, lastHeartbeatTime: formatTime(lastBeat(written, STATUS_REPORT_INTERVAL, heard)) };
  });
  return { ...node, status: { ...node.status, conditions: beating } };
}
