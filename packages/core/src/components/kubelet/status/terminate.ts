import type { ContainerStatus, Pod } from "../../../kubernetes/types.ts";
import { isStaticPod } from "../static-pod.ts";
import type { PodPhase } from "./phase.ts";

/**
 * What becomes of the phase of a pod of which nothing will run any more: it is never left waiting or running.
 * Source: pkg/kubelet/status/status_manager.go TerminatePod.
 */
export function terminatedPhase(pod: Pod, phase: PodPhase): PodPhase {
  return (phase === "Pending" || phase === "Running") && !isStaticPod(pod) ? "Failed" : phase;
}

/** Containers that have no end get one, once the pod has come so far that they might have run. Source: status_manager.go TerminatePod, hasPodInitialized. */
export function terminatedContainers(
  init: readonly ContainerStatus[],
  regular: readonly ContainerStatus[],
): readonly ContainerStatus[] {
  if (!hasInitialized(init, regular) || regular.every(({ state }) => state?.terminated !== undefined)) return regular;
  return regular.map((status) =>
    status.state?.terminated === undefined ? { ...status, state: { terminated: UNKNOWN } } : status,
  );
}

function hasInitialized(init: readonly ContainerStatus[], regular: readonly ContainerStatus[]): boolean {
  const last = init.at(-1);
  if (last === undefined) return true;
  if (regular.some(({ state, lastState }) => lastState?.terminated !== undefined || state?.waiting === undefined))
    return true;
  return last.state?.terminated?.exitCode === 0 || last.lastState?.terminated?.exitCode === 0;
}

const UNKNOWN = {
  exitCode: 137,
  finishedAt: null as unknown as string,
  message: "The container could not be located when the pod was terminated",
  reason: "ContainerStatusUnknown",
  startedAt: null as unknown as string,
};
