import type { Millis } from "../../api/request.ts";
import type { Probe } from "../../kubernetes/types.ts";
import type { ProbeResult, ProbeResults } from "./behaviour.ts";

/** What comes of probing a container: when the result that the kubelet acts on changes, and when a probe first fails. */
export interface ProbeHistory {
  readonly changes: readonly ProbeChange[];
  readonly failures: readonly ProbeFailure[];
}

export interface ProbeChange {
  readonly at: Millis;
  readonly ok: boolean;
}

/** The first failed probe after a success (or at all). The ones that follow it would only raise the event's count. */
export interface ProbeFailure {
  readonly at: Millis;
  readonly output: string;
}

const NEVER = Number.POSITIVE_INFINITY;
const NOTHING: ProbeHistory = { changes: [], failures: [] };

/**
 * The whole history of a probe of a container that started at `startedAt`, as far as it can ever change: after its last
 * change a probe costs nothing. Probes run every period from the container's start on, the first one after the initial
 * delay and not before `gate` (the success of the startup probe).
 *
 * `initial` is the result before the first one counts: failure for readiness, success for liveness, none for startup.
 * `once`: the first change is the last one (liveness: it kills the container; startup: it is over).
 * Source: pkg/kubelet/prober/worker.go doProbe.
 */
export function probeHistory(
  probe: Probe,
  results: ProbeResults | undefined,
  startedAt: Millis,
  gate: Millis,
  initial: boolean | undefined,
  once: boolean,
): ProbeHistory {
  if (results === undefined || results === true)
    return initial === true
      ? NOTHING
      : { changes: [{ at: firstSuccess(probe, startedAt, gate), ok: true }], failures: [] };
  const phases: readonly ProbeResult[] = results === false ? [{ from: 0, ok: false }] : results;
  return walk(probe, phases, startedAt, gate, initial, once);
}

function firstSuccess(probe: Probe, startedAt: Millis, gate: Millis): Millis {
  return firstTick(probe, startedAt, gate) + ((probe.successThreshold ?? 1) - 1) * period(probe);
}

function walk(
  probe: Probe,
  phases: readonly ProbeResult[],
  startedAt: Millis,
  gate: Millis,
  initial: boolean | undefined,
  once: boolean,
): ProbeHistory {
  const changes: ProbeChange[] = [];
  const failures: ProbeFailure[] = [];
  let result = initial;
  let found: boolean | undefined;
  let run = 0;
  let at = firstTick(probe, startedAt, gate);
  for (;;) {
    const i = phases.findLastIndex((phase) => phase.from <= at - startedAt);
    const { ok, output = "" } = phases[i] ?? { ok: true };
    run = found === ok ? run + 1 : 1;
    found = ok;
    if (!ok && run === 1) failures.push({ at, output });
    if (ok !== result && run >= threshold(probe, ok)) {
      result = ok;
      changes.push({ at, ok });
      if (once) break;
    }
    const next = phases[i + 1];
    if (ok === result && next === undefined) break;
    // Where nothing can change before some probe, those in between are not looked at one by one.
    const untilPhase =
      next === undefined ? NEVER : Math.max(1, Math.ceil((startedAt + next.from - at) / period(probe)));
    const untilChange = ok === result ? NEVER : threshold(probe, ok) - run;
    const skipped = Math.min(untilPhase, untilChange) - 1;
    run += skipped;
    at += (skipped + 1) * period(probe);
  }
  return { changes, failures };
}

function firstTick(probe: Probe, startedAt: Millis, gate: Millis): Millis {
  const delay = (probe.initialDelaySeconds ?? 0) * 1000;
  const first = tickFrom(probe, startedAt, startedAt + delay);
  return Math.max(first, gate);
}

/** The first of the probes at `start`, one period later, … that is not before `at`. */
function tickFrom(probe: Probe, start: Millis, at: Millis): Millis {
  return start + Math.max(0, Math.ceil((at - start) / period(probe))) * period(probe);
}

function period(probe: Probe): Millis {
  return Math.max(1, probe.periodSeconds ?? 10) * 1000;
}

function threshold(probe: Probe, ok: boolean): number {
  return ok ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
}
