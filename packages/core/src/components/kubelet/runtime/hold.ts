import type { Millis } from "../../../api/request.ts";
import type { ContainerRuntime, Waiting } from "../memory.ts";
import { containerRuntime } from "../memory.ts";
import { allContainers, type Turn, wake } from "./turn.ts";

/** The longest time between two syncs of a pod. Source: pkg/kubelet/apis/config/v1beta1/defaults.go SyncFrequency. */
const RESYNC_INTERVAL: Millis = 60_000;

/**
 * Holds a container back until `end`. A sync tells what the one before it has found: that the container is held back is
 * told by the next one, which comes when the back-off ends (and starts the container), or a minute later. Until then the
 * API has what it was told before: how the container ended, or how the pull failed. True at the first call.
 * Source: pkg/kubelet/pod_workers.go completeWork, pkg/kubelet/kubelet.go SyncPod, kubelet/reason_cache.go.
 */
export function hold(turn: Turn, state: ContainerRuntime, end: Millis, waiting: Waiting): boolean {
  const first = heldFor(state) !== waiting.reason;
  if (first) state.untold = { ...waiting, at: Math.min(end, turn.now + RESYNC_INTERVAL) };
  if (state.untold !== null) wake(turn, state.untold.at, "background");
  wake(turn, end, "background");
  return first;
}

/** The reason for which a container is held back, told or not. */
export function heldFor(state: ContainerRuntime): string | undefined {
  return state.untold?.reason ?? state.waiting?.reason;
}

export function release(state: ContainerRuntime): void {
  state.waiting = null;
  state.untold = null;
}

/** Lets what is due be told. True where something was. */
export function tellHeld(turn: Turn): boolean {
  let told = false;
  for (const { name } of allContainers(turn.pod)) {
    if (!Object.hasOwn(turn.runtime.containers, name)) continue;
    const state = containerRuntime(turn.runtime, name);
    if (state.untold === null || state.untold.at > turn.now) continue;
    const { reason, message } = state.untold;
    state.waiting = { reason, message };
    state.untold = null;
    told = true;
  }
  return told;
}
