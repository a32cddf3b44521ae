import type { Millis } from "../../../api/request.ts";
import { isSidecar } from "../restart-policy.ts";
import { release } from "./hold.ts";
import { doneAt, initContainers, type Turn, tell, wake } from "./turn.ts";

/** What setting up a pod's network takes. */
export const SANDBOX_TIME: Millis = 300;

/** True where containers can start; otherwise sees to it that they can. Source: kuberuntime_manager.go SyncPod, step 4. */
export function sandboxReady(turn: Turn): boolean {
  const { runtime, now } = turn;
  if (runtime.sandbox === null || (!runtime.sandbox.ready && runtime.sandbox.readyAt < 0)) createSandbox(turn);
  const { sandbox } = runtime;
  if (sandbox === null) return false;
  if (!sandbox.ready && sandbox.readyAt <= now) sandbox.ready = true;
  if (!sandbox.ready) wake(turn, sandbox.readyAt, "progress");
  return sandbox.ready;
}

function createSandbox(turn: Turn): void {
  const { runtime, now } = turn;
  const attempt = runtime.sandbox === null ? 0 : runtime.sandbox.attempt + 1;
  if (attempt > 0)
    tell(turn, undefined, "Normal", "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
  runtime.sandbox = {
    attempt,
    readyAt: doneAt(turn, now, SANDBOX_TIME),
    ready: false,
    initialized: initContainers(turn.pod).length === 0,
  };
}

/**
 * What a machine that was switched off has lost, as its runtime sees it when it is up again: what ran has ended, no one
 * knows how, and the sandbox is gone, so that init containers start over. The kubelet has forgotten its back-offs too.
 * Source: containerd's internal/cri/server/restart.go loadContainer (unknown exit: code 255, reason Unknown).
 */
export function loseContainers(turn: Turn): void {
  const { runtime, now } = turn;
  for (const state of Object.values(runtime.containers)) {
    if (state.run !== null && state.run.exit === null) {
      state.run = { ...state.run, exit: { at: now, code: 255, reason: "Unknown", message: "" } };
    }
    state.step = null;
    release(state);
    state.crashBackOff = null;
    state.pullBackOff = null;
  }
  for (const container of initContainers(turn.pod)) {
    const state = Object.hasOwn(runtime.containers, container.name) ? runtime.containers[container.name] : undefined;
    if (state === undefined || isSidecar(container)) continue;
    state.last = state.run;
    state.run = null;
  }
  if (runtime.sandbox !== null) runtime.sandbox = { ...runtime.sandbox, ready: false, readyAt: -1, initialized: false };
}
