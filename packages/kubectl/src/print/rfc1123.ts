import { parseTime } from "./duration.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** How Go prints the zero time, which is what kubectl shows for a time that is not set. */
const ZERO_TIME = "Mon, 01 Jan 0001 00:00:00 +0000";

/** A time as `kubectl describe` prints it: RFC 1123 with a numeric zone, always UTC here. Source: Go's time.RFC1123Z. */
export function rfc1123(time: string | null | undefined): string {
  const at = parseTime(time);
  if (at === undefined) return ZERO_TIME;
  const date = new Date(at);
  const day = DAYS[date.getUTCDay()];
  const month = MONTHS[date.getUTCMonth()];
  const year = String(date.getUTCFullYear()).padStart(4, "0");
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits).join(":");
  return `${day}, ${twoDigits(date.getUTCDate())} ${month} ${year} ${clock} +0000`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
