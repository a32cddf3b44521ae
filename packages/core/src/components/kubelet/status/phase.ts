import type { ContainerStatus, Pod, PodSpec } from "../../../kubernetes/types.ts";
import { isSidecar, shouldRestart, shouldRestartInit } from "../restart-policy.ts";
import { isStaticPod } from "../static-pod.ts";

export type PodPhase = "Pending" | "Running" | "Succeeded" | "Failed";

interface Statuses {
  readonly init: readonly ContainerStatus[];
  readonly regular: readonly ContainerStatus[];
}

/** What there is of each kind among the pod's sidecars and containers. */
interface Counts {
  running: number;
  waiting: number;
  stopped: number;
  /** Of those stopped: the ones that stay so, and the ones that ended well. */
  final: number;
  succeeded: number;
}

/** `terminal`: nothing is started again, whatever the restart policy. Source: pkg/kubelet/kubelet_pods.go getPhase. */
export function podPhase(pod: Pod, statuses: Statuses, terminal: boolean): PodPhase {
  const spec = pod.spec ?? { containers: [] };
  const init = initProgress(spec, statuses);
  if (init === "failed") return "Failed";
  const counts = count(spec, statuses);
  if (init === "pending" || counts.waiting > 0) return "Pending";
  if (counts.running > 0) return "Running";
  if (counts.stopped === 0) return "Pending";
  const ended = counts.stopped === counts.succeeded ? "Succeeded" : "Failed";
  if (terminal && !isStaticPod(pod)) return ended;
  return counts.stopped === counts.final ? ended : "Running";
}

function initProgress(spec: PodSpec, { init, regular }: Statuses): "pending" | "failed" | "done" {
  const begun = regular.some((status) => status.state?.running !== undefined || status.state?.terminated !== undefined);
  let pending = false;
  for (const [i, container] of (spec.initContainers ?? []).entries()) {
    const status = init[i];
    if (isSidecar(container)) {
      const waiting = status?.state?.waiting !== undefined && status.lastState?.terminated === undefined;
      if (!begun && (waiting || (status?.state?.running !== undefined && status.started !== true))) pending = true;
      continue;
    }
    const ended =
      status?.state?.terminated ?? (status?.state?.waiting === undefined ? undefined : status.lastState?.terminated);
    if (ended === undefined) pending = true;
    else if (ended.exitCode !== 0 && !shouldRestartInit(container, spec, ended.exitCode)) return "failed";
    else if (ended.exitCode !== 0) pending = true;
  }
  return pending ? "pending" : "done";
}

function count(spec: PodSpec, { init, regular }: Statuses): Counts {
  const counts: Counts = { running: 0, waiting: 0, stopped: 0, final: 0, succeeded: 0 };
  for (const [i, container] of (spec.initContainers ?? []).entries()) {
    const state = init[i]?.state;
    if (!isSidecar(container)) continue;
    if (state?.running !== undefined) counts.running += 1;
    else if (state?.waiting !== undefined && init[i]?.lastState?.terminated === undefined) counts.waiting += 1;
  }
  for (const container of spec.containers) {
    const status = regular.find((candidate) => candidate.name === container.name);
    const ended = status?.state?.terminated ?? status?.lastState?.terminated;
    if (status?.state?.running !== undefined) counts.running += 1;
    else if (ended === undefined) counts.waiting += 1;
    else {
      counts.stopped += 1;
      if (!shouldRestart(container, spec, ended.exitCode)) counts.final += 1;
      if (status?.state?.terminated?.exitCode === 0) counts.succeeded += 1;
    }
  }
  return counts;
}
