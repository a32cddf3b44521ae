import type { Node, Pod, PodStatus } from "../../../kubernetes/types.ts";
import { formatTime } from "../../../time.ts";
import { podAddress } from "../addresses.ts";
import { clockTime } from "../machine.ts";
import { isRunning } from "../memory.ts";
import { allContainers, onClock, type Turn } from "../runtime/turn.ts";
import { foreignConditions, podConditions } from "./conditions.ts";
import { containerStatuses, initContainerStatuses } from "./container-status.ts";
import { type PodPhase, podPhase } from "./phase.ts";
import { podResources } from "./resources.ts";
import { terminatedContainers, terminatedPhase } from "./terminate.ts";

/**
 * The status that the kubelet reports. `terminal`: everything in the pod has stopped for good.
 * Source: pkg/kubelet/kubelet_pods.go generateAPIPodStatus, pkg/kubelet/status/status_manager.go TerminatePod.
 */
export function podStatus(turn: Turn, pod: Pod, node: Node, terminal: boolean): PodStatus {
  const statuses = { init: initContainerStatuses(turn), regular: containerStatuses(turn) };
  const stopping = turn.runtime.stopping;
  const found = lastingPhase(pod, podPhase(pod, statuses, terminal), stopping?.reason != null);
  const phase = terminal ? terminatedPhase(pod, found) : found;
  const hostIP = node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address;
  const podIP = podIPOf(turn, pod, hostIP);
  const before = pod.status ?? {};
  const sameReason = before.phase === phase;
  const reason = stopping?.reason ?? (sameReason ? before.reason : undefined);
  const message = stopping?.message ?? (sameReason ? before.message : undefined);
  return {
    phase,
    ...carried(before),
    ...(pod.spec === undefined ? {} : podResources(pod.spec)),
    conditions: podConditions(pod, found, statuses, turn.runtime.sandbox, clockTime(turn.now, turn.clockSkew)),
    containerStatuses: terminal ? terminatedContainers(statuses.init, statuses.regular) : statuses.regular,
    ...(hostIP === undefined ? {} : { hostIP, hostIPs: [{ ip: hostIP }] }),
    ...(statuses.init.length === 0 ? {} : { initContainerStatuses: statuses.init }),
    ...(message === undefined ? {} : { message }),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    ...(podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }),
    ...(reason === undefined ? {} : { reason }),
    startTime: before.startTime ?? onClock(turn, turn.now),
  };
}

/** A pod that the kubelet will not run. `now` is what the node's clock says. Source: pkg/kubelet/kubelet.go rejectPod. */
export function rejectedStatus(pod: Pod, reason: string, message: string, now: number): PodStatus {
  const before = pod.status ?? {};
  const conditions = foreignConditions(before);
  return {
    ...carried(before),
    ...(conditions.length === 0 ? {} : { conditions }),
    message: `Pod was rejected: ${message}`,
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    phase: "Failed",
    reason,
    startTime: before.startTime ?? formatTime(now),
  };
}

/** Phases that are final stay; a pod that the kubelet itself stops has failed. */
function lastingPhase(pod: Pod, phase: PodPhase, evicted: boolean): PodPhase {
  const before = pod.status?.phase;
  if (before === "Succeeded" || before === "Failed") return before;
  return evicted ? "Failed" : phase;
}

/** What the kubelet passes on of what others have set. */
function carried({ qosClass, nominatedNodeName, resourceClaimStatuses }: PodStatus): PodStatus {
  return {
    ...(qosClass === undefined ? {} : { qosClass }),
    ...(nominatedNodeName === undefined ? {} : { nominatedNodeName }),
    ...(resourceClaimStatuses === undefined ? {} : { resourceClaimStatuses }),
  };
}

function podIPOf(turn: Turn, pod: Pod, hostIP: string | undefined): string | undefined {
  if (pod.spec?.hostNetwork) return pod.status?.podIP ?? hostIP;
  const { sandbox, uid } = turn.runtime;
  if (sandbox === null || (!sandbox.ready && !hasRun(turn))) return undefined;
  return podAddress(turn.node, uid, sandbox.attempt);
}

function hasRun(turn: Turn): boolean {
  return allContainers(turn.pod).some(({ name }) => {
    const state = Object.hasOwn(turn.runtime.containers, name) ? turn.runtime.containers[name] : undefined;
    return isRunning(state) || state?.run != null || state?.last != null;
  });
}
