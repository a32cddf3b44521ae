import type { Millis } from "../../api/request.ts";
import type { ContainerState, ContainerStateTerminated, ContainerStatus, Pod, Time } from "../../kubernetes/types.ts";
import { parseTime } from "../../time.ts";
import { containerRuntime, newPodRuntime, type PodRuntime, type Run } from "./memory.ts";

/**
 * What runs of a pod that a kubelet did not start itself, going by the pod's status: a kubelet that was restarted finds
 * its containers running, and a cluster may be given pods that have been running for days. `clockSkew`: how far ahead the
 * clock was that wrote the times.
 */
export function restoredRuntime(pod: Pod, uid: string, boots: number, clockSkew: Millis): PodRuntime {
  const runtime = newPodRuntime(uid, pod.spec?.nodeName ?? "", boots);
  const { status } = pod;
  const images = new Map(
    [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].map(({ name, image = "" }) => [name, image]),
  );
  for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    restoreContainer(runtime, container, images.get(container.name) ?? container.image, clockSkew);
  }
  const ready = status?.conditions?.some(
    ({ type, status: value }) => type === "PodReadyToStartContainers" && value === "True",
  );
  const begun =
    status?.containerStatuses?.some(({ state }) => state?.running !== undefined || state?.terminated !== undefined) ??
    false;
  if (ready || begun)
    runtime.sandbox = { attempt: 0, readyAt: moment(status?.startTime, clockSkew), ready: true, initialized: begun };
  return runtime;
}

function restoreContainer(runtime: PodRuntime, status: ContainerStatus, image: string, clockSkew: Millis): void {
  const { restartCount, state, lastState } = status;
  const current = runOf(state, restartCount, image, clockSkew);
  const last = runOf(lastState, restartCount - (current === null ? 0 : 1), image, clockSkew);
  if (current === null && last === null) return;
  const restored = containerRuntime(runtime, status.name);
  restored.attempts = restartCount + 1;
  restored.run = current ?? last;
  restored.last = current === null ? null : last;
}

function runOf(state: ContainerState | undefined, attempt: number, image: string, clockSkew: Millis): Run | null {
  const startedAt = moment(state?.running?.startedAt ?? state?.terminated?.startedAt, clockSkew);
  const base = { attempt: Math.max(0, attempt), image, startedAt, observedAt: startedAt, kill: null };
  if (state?.running !== undefined) return { ...base, exit: null };
  return state?.terminated === undefined ? null : { ...base, exit: exitOf(state.terminated, clockSkew) };
}

/** What a time that the node's clock told was; 0 where none is written. */
function moment(written: Time | undefined, clockSkew: Millis): Millis {
  return parseTime(written) - clockSkew || 0;
}

function exitOf(
  { finishedAt, exitCode, reason = "", message = "" }: ContainerStateTerminated,
  clockSkew: Millis,
): Run["exit"] {
  return { at: moment(finishedAt, clockSkew), code: exitCode, reason, message };
}
