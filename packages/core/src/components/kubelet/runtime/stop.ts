import type { Millis } from "../../../api/request.ts";
import { isRunning, type Stopping } from "../memory.ts";
import { isSidecar } from "../restart-policy.ts";
import { release } from "./hold.ts";
import { killOf, killRun } from "./kill.ts";
import { observeRun } from "./observe.ts";
import { allContainers, containers, initContainers, type Turn } from "./turn.ts";

/**
 * Tells everything that runs in the pod to stop. Sidecars stop when the others have, in reverse order.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainersWithSyncResult, kuberuntime_termination_order.go.
 */
export function beginStopping(turn: Turn, stopping: Stopping): void {
  const { runtime, now } = turn;
  runtime.stopping = stopping;
  for (const state of Object.values(runtime.containers)) {
    state.step = null;
    // It does not wait for a restart any more: it has ended. Source: pkg/kubelet/container/helpers.go ShouldContainerBeRestarted.
    release(state);
  }
  const starting = initContainers(turn.pod).filter((container) => !isSidecar(container));
  let stopped = now;
  for (const container of [...starting, ...containers(turn.pod)])
    stopped = Math.max(stopped, stopContainer(turn, container.name, now));
  for (const sidecar of initContainers(turn.pod).filter(isSidecar).reverse())
    stopped = stopContainer(turn, sidecar.name, stopped);
}

/** A later request may shorten the grace period. Source: pkg/kubelet/pod_workers.go calculateEffectiveGracePeriod. */
export function shortenGracePeriod(turn: Turn, gracePeriodSeconds: number): void {
  const { runtime, now } = turn;
  if (runtime.stopping === null || gracePeriodSeconds >= runtime.stopping.gracePeriodSeconds) return;
  runtime.stopping = { ...runtime.stopping, gracePeriodSeconds };
  for (const container of allContainers(turn.pod)) {
    const run = Object.hasOwn(runtime.containers, container.name) ? runtime.containers[container.name]?.run : undefined;
    if (run == null || run.exit !== null || run.kill === null) continue;
    const sooner = killOf(turn, container, gracePeriodSeconds, now);
    if (sooner.at < run.kill.at) run.kill = sooner;
  }
}

/** Whether nothing runs any more; sees to the next look where something does. */
export function allStopped(turn: Turn): boolean {
  let stopped = true;
  for (const container of allContainers(turn.pod)) {
    const state = Object.hasOwn(turn.runtime.containers, container.name)
      ? turn.runtime.containers[container.name]
      : undefined;
    if (state?.run == null || !isRunning(state)) continue;
    observeRun(turn, container, state, state.run);
    if (isRunning(state)) stopped = false;
  }
  const { sandbox } = turn.runtime;
  if (stopped && sandbox !== null) turn.runtime.sandbox = { ...sandbox, ready: false, readyAt: -1 };
  return stopped;
}

function stopContainer(turn: Turn, name: string, from: Millis): Millis {
  const container = allContainers(turn.pod).find((candidate) => candidate.name === name);
  const state = Object.hasOwn(turn.runtime.containers, name) ? turn.runtime.containers[name] : undefined;
  const run = state?.run;
  if (container === undefined || run == null || run.exit !== null) return from;
  killRun(turn, container, run, `Stopping container ${name}`, turn.runtime.stopping?.gracePeriodSeconds ?? 0, from);
  return run.kill?.at ?? from;
}
