import { LATEST, type Millis } from "@kubetick/core";

const UNITS: Readonly<Record<string, Millis>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** A time span: milliseconds, or a text such as `30s`, `1m30s`, `4d20h`, `250ms`. */
export type Duration = Millis | string;

/**
 * The milliseconds of a time span.
 *
 * @throws RangeError where it is no time span, or a negative one, or one of more than 8,000 years
 * @example parseDuration("1m30s") // 90000
 */
export function parseDuration(duration: Duration): Millis {
  if (typeof duration === "number") {
    if (Number.isFinite(duration) && duration >= 0 && duration <= LATEST) return Math.round(duration);
  } else if (DURATION.test(duration)) {
    const parts = Array.from(
      duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g),
      ([, amount, unit]) => Number(amount) * (UNITS[unit as string] as number),
    );
    const total = Math.round(parts.reduce((sum, part) => sum + part, 0));
    if (total <= LATEST) return total;
  } else if (duration === "0") return 0;
  throw new RangeError(
    `${typeof duration === "string" ? JSON.stringify(duration) : String(duration)} is no time span: give milliseconds, or a text such as "30s", "1m30s" or "4d20h"`,
  );
}
