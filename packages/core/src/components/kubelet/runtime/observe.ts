import type { Millis } from "../../../api/request.ts";
import type { Container } from "../../../kubernetes/types.ts";
import type { Exit } from "../behaviour.ts";
import type { ContainerRuntime, Run, RunExit } from "../memory.ts";
import { isSidecar, shouldRestart } from "../restart-policy.ts";
import { exitReason } from "./exit-reason.ts";
import { release } from "./hold.ts";
import { killRun, probeGracePeriod } from "./kill.ts";
import { probeOutput } from "./probe-output.ts";
import { type ProbeState, probeState } from "./probe-state.ts";
import { allContainers, initContainers, type Turn, tell, wake } from "./turn.ts";

/** Takes in what has happened to the pod's containers since the last look. True where one of them has ended. */
export function observe(turn: Turn): boolean {
  let ended = false;
  for (const container of allContainers(turn.pod)) {
    const state = Object.hasOwn(turn.runtime.containers, container.name)
      ? turn.runtime.containers[container.name]
      : undefined;
    if (state?.run == null || state.run.exit !== null) continue;
    observeRun(turn, container, state, state.run);
    if (state.run.exit !== null) ended = true;
  }
  return ended;
}

/** As `observe`, of one container that has a run under way; also sees to the next look at it. */
export function observeRun(turn: Turn, container: Container, state: ContainerRuntime, run: Run): void {
  const { now } = turn;
  const planned = plannedExit(turn, container, run);
  const probes = probeState(container, turn.behaviourOf(container), run, now);
  const end = endOf(run, planned);
  if (end === undefined || end.at > now) {
    if (run.kill === null) actOnProbes(turn, container, state, run, probes);
  }
  run.observedAt = now;
  const next = endOf(run, planned);
  if (next === undefined) return;
  if (next.at <= now) {
    state.run = { ...run, exit: next };
    release(state);
  } else {
    const leadsOn = run.kill !== null || (next.code === 0 && awaited(turn, container));
    wake(turn, next.at, leadsOn ? "progress" : "background");
  }
}

function actOnProbes(turn: Turn, container: Container, state: ContainerRuntime, run: Run, probes: ProbeState): void {
  // Liveness and startup probes end with the pod. Source: pkg/kubelet/prober/worker.go doProbe.
  const stopping = turn.runtime.stopping !== null;
  for (const { kind, output } of probes.failures) {
    if (stopping && kind !== "Readiness") continue;
    tell(
      turn,
      container,
      "Warning",
      "Unhealthy",
      `${kind} probe failed: ${output || probeOutput(turn.pod, container, kind)}`,
    );
  }
  if (probes.fatal !== undefined && !stopping) {
    const restarts = shouldRestart(container, turn.pod.spec ?? { containers: [] }, 137);
    const message = `Container ${container.name} failed ${probes.fatal.toLowerCase()} probe${restarts ? ", will be restarted" : ""}`;
    killRun(turn, container, run, message, probeGracePeriod(turn.pod, container, probes.fatal));
  } else if (run.image !== container.image) {
    killRun(
      turn,
      container,
      run,
      `Container ${container.name} definition changed, will be restarted`,
      probeGracePeriod(turn.pod, container, undefined),
    );
  } else if (probes.next !== undefined) {
    wake(turn, probes.next.at, probes.next.good && state.run?.attempt === 0 ? "progress" : "background");
  }
}

function endOf(run: Run, planned: RunExit | undefined): RunExit | undefined {
  if (run.kill === null) return planned;
  if (planned !== undefined && planned.at <= run.kill.at) return planned;
  return { ...run.kill, message: "" };
}

/** How an init container ends of which nothing else is said: if it ran for ever, its pod would never start. */
const DONE: Exit = { after: 0, code: 0 };

/** Whether the pod waits for this container's end. */
function awaited({ pod }: Turn, container: Container): boolean {
  return !isSidecar(container) && initContainers(pod).includes(container);
}

/** How the run ends by itself. One that should have ended before it was last looked at (its behaviour has changed) ends then. */
function plannedExit(turn: Turn, container: Container, run: Run): RunExit | undefined {
  const exits = turn.behaviourOf(container).exits ?? (awaited(turn, container) ? DONE : undefined);
  if (exits === undefined) return undefined;
  const exit: Exit | undefined = Array.isArray(exits)
    ? exits[Math.min(run.attempt, exits.length - 1)]
    : (exits as Exit);
  if (exit?.after === undefined) return undefined;
  const at: Millis = Math.max(run.startedAt + Math.max(1, exit.after), run.observedAt);
  const code = exit.code ?? 0;
  return { at, code, reason: exit.reason ?? exitReason(code), message: exit.message ?? "" };
}
