import type { ContainerState, ContainerStateTerminated, ContainerStatus, Pod } from "../../kubernetes/types.ts";
import { parseTime } from "../../time.ts";
import { containerRuntime, newPodRuntime, type PodRuntime, type Run } from "./memory.ts";

/**
 * What runs of a pod that a kubelet did not start itself, going by the pod's status: a kubelet that was restarted finds
 * its containers running, and a cluster may be given pods that have been running for days.
 */
export function restoredRuntime(pod: Pod, uid: string, boots: number): PodRuntime {
  const runtime = newPodRuntime(uid, pod.spec?.nodeName ?? "", boots);
  const { status } = pod;
  const images = new Map(
    [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].map(({ name, image = "" }) => [name, image]),
  );
  for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    restoreContainer(runtime, container, images.get(container.name) ?? container.image);
  }
  const ready = status?.conditions?.some(
    ({ type, status: value }) => type === "PodReadyToStartContainers" && value === "True",
  );
  const begun =
    status?.containerStatuses?.some(({ state }) => state?.running !== undefined || state?.terminated !== undefined) ??
    false;
  if (ready || begun)
    runtime.sandbox = { attempt: 0, readyAt: parseTime(status?.startTime) || 0, ready: true, initialized: begun };
  return runtime;
}

function restoreContainer(runtime: PodRuntime, status: ContainerStatus, image: string): void {
  const { restartCount, state, lastState } = status;
  const current = runOf(state, restartCount, image);
  const last = runOf(lastState, restartCount - (current === null ? 0 : 1), image);
  if (current === null && last === null) return;
  const restored = containerRuntime(runtime, status.name);
  restored.attempts = restartCount + 1;
  restored.run = current ?? last;
  restored.last = current === null ? null : last;
}

function runOf(state: ContainerState | undefined, attempt: number, image: string): Run | null {
  const startedAt = parseTime(state?.running?.startedAt ?? state?.terminated?.startedAt) || 0;
  const base = { attempt: Math.max(0, attempt), image, startedAt, observedAt: startedAt, kill: null };
  if (state?.running !== undefined) return { ...base, exit: null };
  return state?.terminated === undefined ? null : { ...base, exit: exitOf(state.terminated) };
}

function exitOf({ finishedAt, exitCode, reason = "", message = "" }: ContainerStateTerminated): Run["exit"] {
  return { at: parseTime(finishedAt) || 0, code: exitCode, reason, message };
}
