import type { Millis } from "../../../api/request.ts";
import type { Container, Pod } from "../../../kubernetes/types.ts";
import { DEFAULT_BEHAVIOUR } from "../behaviour.ts";
import { lasting } from "../machine.ts";
import type { Kill, Run } from "../memory.ts";
import { exitReason } from "./exit-reason.ts";
import type { ProbeKind } from "./probe-state.ts";
import { type Turn, tell } from "./turn.ts";

/** Containers always get this long to stop. Source: pkg/kubelet/kuberuntime/kuberuntime_container.go minimumGracePeriodInSeconds. */
const MINIMUM_GRACE_PERIOD_SECONDS = 2;
const SIGKILL = 137;

/** Tells a container to stop, and says so. `from`: when its turn comes, where others must stop before it. */
export function killRun(
  turn: Turn,
  container: Container,
  run: Run,
  message: string,
  graceSeconds: number,
  from: Millis = turn.now,
): void {
  tell(turn, container, "Normal", "Killing", message);
  run.kill = killOf(turn, container, graceSeconds, from);
}

/**
 * When a container that is told to stop has stopped: after its preStop hook and its own time, or killed at the end of
 * the grace period. Source: kuberuntime_container.go killContainer.
 */
export function killOf(turn: Turn, container: Container, graceSeconds: number, from: Millis): Kill {
  const { stopTime: usual = DEFAULT_BEHAVIOUR.stopTime, stopCode = DEFAULT_BEHAVIOUR.stopCode } =
    turn.behaviourOf(container);
  const stopTime = lasting(usual, turn.slowdown);
  const hook = Math.min(container.lifecycle?.preStop?.sleep?.seconds ?? 0, graceSeconds) * 1000;
  const waited = Math.floor((from - turn.now) / 1000);
  const left = Math.max(graceSeconds - waited - hook / 1000, MINIMUM_GRACE_PERIOD_SECONDS) * 1000;
  if (stopTime <= left) return { at: from + hook + stopTime, code: stopCode, reason: exitReason(stopCode) };
  return { at: from + hook + left, code: SIGKILL, reason: exitReason(SIGKILL) };
}

/** Source: kuberuntime_container.go setTerminationGracePeriod. */
export function probeGracePeriod(pod: Pod, container: Container, failed: ProbeKind | undefined): number {
  const probe =
    failed === "Liveness" ? container.livenessProbe : failed === "Startup" ? container.startupProbe : undefined;
  return probe?.terminationGracePeriodSeconds ?? pod.spec?.terminationGracePeriodSeconds ?? 30;
}
