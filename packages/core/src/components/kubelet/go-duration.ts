import type { Millis } from "../../api/request.ts";

/** A duration as Go prints it: `300ms`, `1.5s`, `1m20s`, `5m0s`. Source: Go's time.Duration.String, for whole milliseconds. */
export function formatGoDuration(duration: Millis): string {
  if (duration === 0) return "0s";
  if (duration < 1000) return `${duration}ms`;
  const minutes = Math.floor(duration / 60_000);
  const seconds = `${(duration - minutes * 60_000) / 1000}s`;
  if (minutes === 0) return seconds;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}
