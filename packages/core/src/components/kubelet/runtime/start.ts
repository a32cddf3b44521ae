import type { Container } from "../../../kubernetes/types.ts";
import { type ContainerRuntime, containerRuntime, isRunning } from "../memory.ts";
import { isSidecar, shouldRestart, shouldRestartInit } from "../restart-policy.ts";
import { probeState } from "./probe-state.ts";
import { sandboxReady } from "./sandbox.ts";
import { startContainer } from "./start-container.ts";
import { containers, initContainers, type Turn } from "./turn.ts";

/**
 * Starts what is to run and does not: the sandbox, then the init containers one after the other (a sidecar counts as
 * done once it has started), then the containers. While an image is pulled for one of them, those after it wait.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions, SyncPod.
 */
export function startPod(turn: Turn): void {
  if (!somethingToStart(turn) || !sandboxReady(turn)) return;
  if (!initialize(turn)) return;
  for (const container of containers(turn.pod)) {
    if (!wantsStart(turn, container)) continue;
    if (startContainer(turn, container) === "busy") return;
  }
}

function somethingToStart(turn: Turn): boolean {
  if (containers(turn.pod).some((container) => wantsStart(turn, container))) return true;
  return initContainers(turn.pod).some((container) => isSidecar(container) && !isRunning(stateOf(turn, container)));
}

function wantsStart(turn: Turn, container: Container): boolean {
  const run = stateOf(turn, container)?.run ?? null;
  if (run === null) return true;
  return run.exit !== null && shouldRestart(container, turn.pod.spec ?? { containers: [] }, run.exit.code);
}

/** True once the containers may start. Source: kuberuntime_container.go computeInitContainerActions. */
function initialize(turn: Turn): boolean {
  const begun = hasInitialized(turn);
  for (const container of initContainers(turn.pod)) {
    if (isSidecar(container)) {
      if (!sidecarStarted(turn, container) && !begun) return false;
    } else if (!begun && !initCompleted(turn, container)) {
      return false;
    }
  }
  return true;
}

/** Whether any container has run in this sandbox: init containers are behind it then. */
function hasInitialized(turn: Turn): boolean {
  return (
    containers(turn.pod).some((container) => (stateOf(turn, container)?.run ?? null) !== null) &&
    turn.runtime.sandbox?.initialized === true
  );
}

function sidecarStarted(turn: Turn, container: Container): boolean {
  if (!isRunning(stateOf(turn, container))) startContainer(turn, container);
  const run = stateOf(turn, container)?.run;
  return run != null && run.exit === null && probeState(container, turn.behaviourOf(container), run, turn.now).started;
}

function initCompleted(turn: Turn, container: Container): boolean {
  const run = stateOf(turn, container)?.run ?? null;
  if (run !== null && run.exit === null) return false;
  if (run?.exit?.code === 0) return true;
  const failed = run !== null && run.exit !== null;
  if (failed && !shouldRestartInit(container, turn.pod.spec ?? { containers: [] }, run.exit?.code ?? 0)) return false;
  startContainer(turn, container);
  return false;
}

function stateOf(turn: Turn, container: Container): ContainerRuntime | undefined {
  return Object.hasOwn(turn.runtime.containers, container.name)
    ? containerRuntime(turn.runtime, container.name)
    : undefined;
}
