import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe, SleepAction } from "../../../kubernetes/types.ts";
import type { FieldError } from "../../field-error.ts";
import { child, forbidden, invalid, notSupported, required } from "../../field-error.ts";
import { isHttpHeaderName } from "../names.ts";
import { type FieldErrors, invalidEach, NO_ERRORS, textOf, validateNonNegative } from "./check.ts";
import { validatePortNumberOrName } from "./ports.ts";

/** The three probes of a container. Source: pkg/apis/core/validation/validation.go validateLivenessProbe and its neighbours. */
export interface Probes {
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

export function validateProbes(probes: Probes, path: string): FieldErrors {
  const { livenessProbe, readinessProbe, startupProbe } = probes;
  return [
    ...validateOnceProbe(livenessProbe, child(path, "livenessProbe")),
    ...validateReadinessProbe(readinessProbe, child(path, "readinessProbe")),
    ...validateOnceProbe(startupProbe, child(path, "startupProbe")),
  ];
}

/** Liveness and start-up: one success is enough. */
function validateOnceProbe(probe: Probe | undefined, path: string): FieldErrors {
  if (probe === undefined) return NO_ERRORS;
  const threshold = probe.successThreshold ?? 0;
  const once = threshold === 1 ? NO_ERRORS : [invalid(child(path, "successThreshold"), threshold, "must be 1")];
  return [...validateProbe(probe, path), ...once];
}

function validateReadinessProbe(probe: Probe | undefined, path: string): FieldErrors {
  if (probe === undefined) return NO_ERRORS;
  const grace = probe.terminationGracePeriodSeconds;
  const at = child(path, "terminationGracePeriodSeconds");
  const misplaced = grace === undefined ? NO_ERRORS : [invalid(at, grace, "must not be set for readinessProbes")];
  return [...validateProbe(probe, path), ...misplaced];
}

const PROBE_NUMBERS = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
] as const;

function validateProbe(probe: Probe, path: string): FieldErrors {
  const grace = probe.terminationGracePeriodSeconds;
  const at = child(path, "terminationGracePeriodSeconds");
  return [
    ...validateHandler(probe, undefined, path),
    ...PROBE_NUMBERS.flatMap((name) => validateNonNegative(probe[name], child(path, name))),
    ...(grace === undefined || grace > 0 ? NO_ERRORS : [invalid(at, grace, "must be greater than 0")]),
  ];
}

/** What a probe and a hook have in common. */
interface Handler extends Omit<LifecycleHandler, "grpc"> {
  readonly grpc?: Probe["grpc"];
}

const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] as const;

/** Exactly one of the ways; of several the first is looked at. Source: validation.go validateHandler. */
function validateHandler(handler: Handler, gracePeriod: number | undefined, path: string): FieldErrors {
  const given = HANDLERS.filter((name) => handler[name] !== undefined && handler[name] !== null);
  if (given.length === 0) return [required(path, "must specify a handler type")];
  return given.flatMap((name, i) =>
    i > 0
      ? [forbidden(child(path, name), "may not specify more than 1 handler type")]
      : validateAction(handler, name, gracePeriod, child(path, name)),
  );
}

function validateAction(
  handler: Handler,
  name: (typeof HANDLERS)[number],
  gracePeriod: number | undefined,
  path: string,
): FieldErrors {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  if (name === "exec") return (exec?.command ?? []).length === 0 ? [required(child(path, "command"))] : NO_ERRORS;
  if (name === "httpGet" && httpGet) return validateHttpGet(httpGet, path);
  if (name === "tcpSocket") return validatePortNumberOrName(tcpSocket?.port, child(path, "port"));
  if (name === "grpc") return validatePortNumberOrName(grpc?.port, child(path, "port"));
  return sleep === undefined ? NO_ERRORS : validateSleep(sleep, gracePeriod, path);
}

const SCHEMES = ["HTTP", "HTTPS"];

function validateHttpGet(action: HTTPGetAction, path: string): FieldErrors {
  const scheme = textOf(action.scheme);
  return [
    ...(textOf(action.path) === "" ? [required(child(path, "path"))] : NO_ERRORS),
    ...validatePortNumberOrName(action.port, child(path, "port")),
    ...(SCHEMES.includes(scheme) ? NO_ERRORS : [notSupported(child(path, "scheme"), scheme, SCHEMES)]),
    ...(action.httpHeaders ?? []).flatMap((header): readonly FieldError[] =>
      invalidEach(child(path, "httpHeaders"), textOf(header.name), isHttpHeaderName(textOf(header.name))),
    ),
  ];
}

function validateSleep(sleep: SleepAction, gracePeriod: number | undefined, path: string): FieldErrors {
  const seconds = sleep.seconds ?? 0;
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return NO_ERRORS;
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`;
  return [invalid(path, seconds, detail)];
}

/** Source: validation.go validateLifecycle. The field `stopSignal` is dropped before, its gate being off. */
export function validateLifecycle(lifecycle: Lifecycle, gracePeriod: number | undefined, path: string): FieldErrors {
  const { postStart, preStop } = lifecycle;
  return [
    ...(postStart === undefined ? NO_ERRORS : validateHandler(postStart, gracePeriod, child(path, "postStart"))),
    ...(preStop === undefined ? NO_ERRORS : validateHandler(preStop, gracePeriod, child(path, "preStop"))),
  ];
}
