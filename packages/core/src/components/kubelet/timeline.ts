import type { Millis } from "../../api/request.ts";
import { type BackOff, backOffEnd, CRASH_LOOP_BACK_OFF, nextBackOff } from "./back-off.ts";

/** One run of a container: it runs from `start` to `end`, then waits until the next one's `start`. */
export interface ContainerRun {
  /** `restartCount` during this run. */
  readonly restarts: number;
  readonly start: Millis;
  readonly end: Millis;
}

/**
 * When the runs of a container are that is always restarted, whose first run starts at `start` and which ends `exits.after`
 * after each start (a list: for successive runs, the last of them for all that follow). Runs that start by `until` are told.
 * The rule behind `kubectl get pods`' RESTARTS column, without a cluster.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff.
 */
export function restartTimeline(
  start: Millis,
  after: Millis | readonly Millis[],
  until: Millis,
): readonly ContainerRun[] {
  const lengths = typeof after === "number" ? [after] : after;
  const runs: ContainerRun[] = [];
  let backOff: BackOff | null = null;
  let at = start;
  while (at <= until) {
    const end = at + Math.max(1, lengths[Math.min(runs.length, lengths.length - 1)] ?? Number.POSITIVE_INFINITY);
    runs.push({ restarts: runs.length, start: at, end });
    if (end > until) break;
    at = backOffEnd(backOff, end, CRASH_LOOP_BACK_OFF) ?? end;
    backOff = nextBackOff(backOff, end, at, CRASH_LOOP_BACK_OFF);
  }
  return runs;
}

/** What `kubectl get pods` shows of such a container at a moment. */
export function restartStateAt(
  runs: readonly ContainerRun[],
  at: Millis,
): { readonly running: boolean; readonly restarts: number } | undefined {
  const run = runs.findLast((candidate) => candidate.start <= at);
  return run === undefined ? undefined : { running: at < run.end, restarts: run.restarts };
}
