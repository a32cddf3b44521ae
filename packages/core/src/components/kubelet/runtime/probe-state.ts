import type { Millis } from "../../../api/request.ts";
import type { Container } from "../../../kubernetes/types.ts";
import type { Behaviour } from "../behaviour.ts";
import type { Run } from "../memory.ts";
import { type ProbeFailure, probeHistory } from "../probes.ts";

export type ProbeKind = "Liveness" | "Readiness" | "Startup";

/** What the probes of a running container amount to at a moment. */
export interface ProbeState {
  /** The startup probe has succeeded, or there is none. Source: pkg/kubelet/prober/prober_manager.go isContainerStarted. */
  readonly started: boolean;
  readonly ready: boolean;
  /** The probe whose failure has the container killed. */
  readonly fatal: ProbeKind | undefined;
  /** The failed probes after `since`, up to the moment. */
  readonly failures: readonly (ProbeFailure & { readonly kind: ProbeKind })[];
  /** When any of this changes next, and whether it is a change for the better. */
  readonly next: { readonly at: Millis; readonly good: boolean } | undefined;
}

const NEVER = Number.POSITIVE_INFINITY;

export function probeState(container: Container, behaviour: Behaviour, run: Run, now: Millis): ProbeState {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const { startedAt } = run;
  if (startupProbe === undefined && livenessProbe === undefined && readinessProbe === undefined) return UNPROBED;
  const failures: (ProbeFailure & { kind: ProbeKind })[] = [];
  const coming: { at: Millis; good: boolean }[] = [];
  const look = (kind: ProbeKind, history: ReturnType<typeof probeHistory>) => {
    for (const failure of history.failures) {
      if (failure.at > now) coming.push({ at: failure.at, good: false });
      else if (failure.at > run.observedAt) failures.push({ ...failure, kind });
    }
    for (const change of history.changes) if (change.at > now) coming.push({ at: change.at, good: change.ok });
    return history.changes.findLast((change) => change.at <= now)?.ok;
  };

  let gate = startedAt;
  let startup: boolean | undefined = true;
  if (startupProbe !== undefined) {
    const history = probeHistory(startupProbe, behaviour.startup, startedAt, startedAt, undefined, true);
    startup = look("Startup", history);
    const end = history.changes[0];
    gate = end?.ok ? end.at : NEVER;
  }
  const started = startup === true && gate <= now;
  let ready = started;
  let live: boolean | undefined = true;
  if (started) {
    if (livenessProbe !== undefined)
      live = look("Liveness", probeHistory(livenessProbe, behaviour.liveness, startedAt, gate, true, true));
    if (readinessProbe !== undefined)
      ready =
        look("Readiness", probeHistory(readinessProbe, behaviour.readiness, startedAt, gate, false, false)) ?? false;
  }
  const fatal = live === false ? "Liveness" : startup === false ? "Startup" : undefined;
  coming.sort((a, b) => a.at - b.at);
  return { started, ready, fatal, failures, next: coming[0] };
}

const UNPROBED: ProbeState = { started: true, ready: true, fatal: undefined, failures: [], next: undefined };
