import type { Millis } from "@kubetick/core";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const HOURS_PER_YEAR = 24 * 365;

/**
 * A duration as kubectl prints it: two or three significant figures, such as `90s`, `3m12s`, `4d20h`.
 *
 * Source: staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go HumanDuration.
 */
export function humanDuration(millis: Millis): string {
  const seconds = Math.trunc(millis / SECOND);
  // Two machines' clocks may differ a little: up to two seconds in the future is still "now".
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(millis / MINUTE);
  if (minutes < 10) return withRest(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(millis / HOUR);
  if (hours < 8) return withRest(hours, "h", minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 24 * 8) return withRest(days, "d", hours % 24, "h");
  if (hours < 2 * HOURS_PER_YEAR) return `${days}d`;
  const years = Math.trunc(hours / HOURS_PER_YEAR);
  return hours < 8 * HOURS_PER_YEAR ? withRest(years, "y", days % 365, "d") : `${years}y`;
}

function withRest(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole}${unit}` : `${whole}${unit}${rest}${restUnit}`;
}

/** The time since `time` (RFC 3339), or `<unknown>` where there is none. Source: pkg/printers translateTimestampSince. */
export function since(time: string | null | undefined, now: Millis): string {
  const at = parseTime(time);
  return at === undefined ? "<unknown>" : humanDuration(now - at);
}

/** Virtual milliseconds of an RFC 3339 time; undefined for none, for nonsense, and for Go's zero time. */
export function parseTime(time: string | null | undefined): Millis | undefined {
  if (typeof time !== "string" || time === "" || time.startsWith("0001-01-01T00:00:00")) return undefined;
  const at = Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
}
