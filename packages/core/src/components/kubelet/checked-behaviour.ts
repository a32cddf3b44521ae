import type { Behaviour, Exit, ProbeResult, ProbeResults } from "./behaviour.ts";

/** About three hundred years: longer than any simulation, and safe to add up. */
const LONGEST = 1e13;

/**
 * The behaviour that an object of unknown contents describes. Objects come from users: a field that is not what it
 * should be counts as left out, so that no rule ever meets a time that is not a number.
 */
export function checkedBehaviour(spec: Readonly<Record<string, unknown>>): Behaviour {
  return defined({
    pullTime: time(spec["pullTime"]),
    pullError: text(spec["pullError"]),
    imageSize: time(spec["imageSize"]),
    startTime: time(spec["startTime"]),
    exits: exits(spec["exits"]),
    readiness: probeResults(spec["readiness"]),
    liveness: probeResults(spec["liveness"]),
    startup: probeResults(spec["startup"]),
    stopTime: time(spec["stopTime"]),
    stopCode: code(spec["stopCode"]),
  });
}

function exits(value: unknown): readonly Exit[] | undefined {
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  const checked = list.map((item: unknown) => {
    const fields = record(item);
    return defined({
      after: time(fields["after"]),
      code: code(fields["code"]),
      reason: text(fields["reason"]),
      message: text(fields["message"]),
    });
  });
  return checked.length === 0 ? undefined : checked;
}

function probeResults(value: unknown): ProbeResults | undefined {
  if (typeof value === "boolean") return value;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const results = value.map((item: unknown): ProbeResult => {
    const { from, ok, output } = record(item);
    return { from: time(from) ?? 0, ok: ok !== false, ...defined({ output: text(output) }) };
  });
  return results.sort((a, b) => a.from - b.from);
}

function time(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value <= LONGEST ? Math.round(value) : undefined;
}

function code(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255 ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Without the fields that are undefined. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
