import type { ContainerState, ContainerStateTerminated, ContainerStatus, Millis, Pod } from "@kubetick/core";
import { parseTime, since } from "./duration.ts";
import { columns, type TableKind } from "./table.ts";

/** Source: pkg/printers/internalversion/printers.go printPod. */
export const podTable: TableKind<Pod> = {
  columns: columns("Name", "Ready", "Status", "Restarts", "Age", "+IP", "+Node", "+Nominated Node", "+Readiness Gates"),
  cells(pod, now) {
    const { ready, total, reason, restarts, lastRestart } = summarize(pod);
    return [
      pod.metadata.name,
      `${ready}/${total}`,
      reason,
      restartsCell(restarts, lastRestart, now),
      since(pod.metadata.creationTimestamp, now),
      pod.status?.podIPs?.[0]?.ip || "<none>",
      pod.spec?.nodeName || "<none>",
      pod.status?.nominatedNodeName || "<none>",
      readinessGates(pod),
    ];
  },
};

interface PodSummary {
  readonly ready: number;
  readonly total: number;
  /** What kubectl prints under STATUS. */
  readonly reason: string;
  readonly restarts: number;
  readonly lastRestart: string | undefined;
}

/** Counts ready containers and restarts, and says in one word how the pod is. */
export function summarize(pod: Pod): PodSummary {
  const init = summarizeInit(pod);
  const total = (pod.spec?.containers?.length ?? 0) + init.sidecars;
  if (init.reason !== undefined && !isInitialized(pod)) {
    const { ready, restarts, lastRestart } = init;
    return { ready, total, reason: deletionReason(pod) ?? init.reason, restarts, lastRestart };
  }
  const main = summarizeMain(pod, init.reason ?? initialReason(pod));
  return {
    ready: init.ready + main.ready,
    total,
    reason: deletionReason(pod) ?? main.reason,
    restarts: init.sidecarRestarts + main.restarts,
    lastRestart: later(init.lastSidecarRestart, main.lastRestart),
  };
}

function initialReason(pod: Pod): string {
  const gated = pod.status?.conditions?.some((c) => c.type === "PodScheduled" && c.reason === "SchedulingGated");
  return gated ? "SchedulingGated" : pod.status?.reason || pod.status?.phase || "";
}

function summarizeInit(pod: Pod) {
  const containers = pod.spec?.initContainers ?? [];
  const sidecars = new Set(containers.filter((c) => c.restartPolicy === "Always").map((c) => c.name));
  let restarts = 0;
  let sidecarRestarts = 0;
  let ready = 0;
  let lastRestart: string | undefined;
  let lastSidecarRestart: string | undefined;
  let reason: string | undefined;
  for (const [i, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const isSidecar = sidecars.has(status.name);
    const finishedAt = status.lastState?.terminated?.finishedAt;
    restarts += status.restartCount ?? 0;
    lastRestart = later(lastRestart, finishedAt);
    if (isSidecar) {
      sidecarRestarts += status.restartCount ?? 0;
      lastSidecarRestart = later(lastSidecarRestart, finishedAt);
    }
    if (status.state?.terminated && status.state.terminated.exitCode === 0) continue;
    if (isSidecar && status.started) {
      if (status.ready) ready++;
      continue;
    }
    reason = initReason(status.state, i, containers.length);
    break;
  }
  return { sidecars: sidecars.size, restarts, sidecarRestarts, ready, lastRestart, lastSidecarRestart, reason };
}

function initReason(state: ContainerState | undefined, index: number, count: number): string {
  if (state?.terminated) return `Init:${terminatedReason(state.terminated)}`;
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== "PodInitializing" ? `Init:${waiting}` : `Init:${index}/${count}`;
}

function terminatedReason({ reason, signal, exitCode }: ContainerStateTerminated): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

function summarizeMain(pod: Pod, initial: string) {
  let reason = initial;
  let restarts = 0;
  let ready = 0;
  let lastRestart: string | undefined;
  let errorReason = "";
  let hasRunning = false;
  // Backwards, so that of several containers the first one's word stands.
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    restarts += status.restartCount ?? 0;
    lastRestart = later(lastRestart, status.lastState?.terminated?.finishedAt);
    const { waiting, terminated } = status.state ?? {};
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated) {
      reason = terminatedReason(terminated);
      if (terminated.exitCode !== 0) errorReason = reason;
    } else if (isRunningAndReady(status)) {
      hasRunning = true;
      ready++;
    }
  }
  if (reason === "Completed") reason = completedReason(pod, hasRunning, errorReason);
  return { ready, reason, restarts, lastRestart };
}

function isRunningAndReady(status: ContainerStatus): boolean {
  return status.ready === true && status.state?.running !== undefined;
}

/** One container has completed; the others decide what the pod is. */
function completedReason(pod: Pod, hasRunning: boolean, errorReason: string): string {
  const isReady = pod.status?.conditions?.some((c) => c.type === "Ready" && c.status === "True");
  if (hasRunning && isReady) return "Running";
  if (errorReason !== "") return errorReason;
  return hasRunning ? "NotReady" : "Completed";
}

function deletionReason(pod: Pod): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (pod.status?.reason === "NodeLost") return "Unknown";
  return pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded" ? undefined : "Terminating";
}

function isInitialized(pod: Pod): boolean {
  return pod.status?.conditions?.some((c) => c.type === "Initialized" && c.status === "True") ?? false;
}

function restartsCell(restarts: number, lastRestart: string | undefined, now: Millis): string {
  return restarts !== 0 && lastRestart !== undefined
    ? `${restarts} (${since(lastRestart, now)} ago)`
    : String(restarts);
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  const at = parseTime(a);
  const bt = parseTime(b);
  if (bt === undefined) return at === undefined ? undefined : a;
  return at === undefined || at < bt ? b : a;
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return "<none>";
  const met = gates.filter((gate) => {
    return pod.status?.conditions?.find((c) => c.type === gate.conditionType)?.status === "True";
  });
  return `${met.length}/${gates.length}`;
}
