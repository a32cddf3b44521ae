import { formatTime, parseTime } from "../../time.ts";
import { quoteTime } from "../go-text.ts";
import type { Millis } from "../request.ts";

/** A time as Go's `time.Parse` reads it: whole seconds since 1970 in milliseconds, and the digits behind the point. */
export interface GoTime {
  readonly at: Millis;
  readonly fraction: string;
}

const RFC3339 = "2006-01-02T15:04:05Z07:00";
const RFC3339_MICRO = "2006-01-02T15:04:05.000000Z07:00";

type Read = { readonly length: number; readonly range?: string } | undefined;

/** One piece of a layout: its name in messages, and how much of the text it takes; undefined where the text does not fit. */
type Piece = readonly [name: string, read: (text: string) => Read];

const literal = (text: string): Piece => [
  text,
  (rest) => (rest.startsWith(text) ? { length: text.length } : undefined),
];

function digits(name: string, pattern: RegExp, range: string, min: number, max: number): Piece {
  return [
    name,
    (rest) => {
      const found = pattern.exec(rest)?.[0];
      if (found === undefined) return undefined;
      const inside = Number(found) >= min && Number(found) <= max;
      return inside ? { length: found.length } : { length: found.length, range };
    },
  ];
}

/** A fraction may follow the seconds even where the layout has none. */
const FRACTION: Piece = ["", (rest) => ({ length: /^(?:[.,]\d+)?/.exec(rest)?.[0].length ?? 0 })];
const MICROS: Piece = [".000000", (rest) => (/^[.,]\d{6}/.test(rest) ? { length: 7 } : undefined)];

const ZONE: Piece = [
  "Z07:00",
  (rest) => {
    if (rest.startsWith("Z")) return { length: 1 };
    const [, hours, minutes] = /^[+-](\d\d):(\d\d)/.exec(rest) ?? [];
    if (hours === undefined) return undefined;
    if (Number(hours) > 24) return { length: 6, range: "time zone offset hour" };
    return Number(minutes) > 60 ? { length: 6, range: "time zone offset minute" } : { length: 6 };
  },
];

const DATE_AND_CLOCK: readonly Piece[] = [
  digits("2006", /^\d{4}/, "year", 0, 9999),
  literal("-"),
  digits("01", /^\d\d/, "month", 1, 12),
  literal("-"),
  digits("02", /^\d\d/, "day", 0, 99),
  literal("T"),
  digits("15", /^\d\d?/, "hour", 0, 23),
  literal(":"),
  digits("04", /^\d\d/, "minute", 0, 59),
  literal(":"),
  digits("05", /^\d\d/, "second", 0, 59),
];

const PIECES = [...DATE_AND_CLOCK, FRACTION, ZONE];
const MICRO_PIECES = [...DATE_AND_CLOCK, MICROS, ZONE];

const PARTS = /^(\d{4}-\d\d-\d\d)T(\d\d?)(:\d\d:\d\d)(?:[.,](\d+))?(.*)$/;

/** Reads an RFC 3339 time, or tells what is wrong with it in Go's words. Source: Go's time/format.go parse, ParseError.Error. */
export function parseGoTime(text: string, withMicros = false): GoTime | string {
  const problem = findProblem(text, withMicros);
  if (problem !== undefined) return `parsing time ${quoteTime(text)}${problem}`;
  const [, date = "", hour = "", clock = "", fraction = "", zone = ""] = PARTS.exec(text) ?? [];
  const at = parseTime(`${date}T${hour.padStart(2, "0")}${clock}${zone}`);
  const local = parseTime(`${date}T00:00:00Z`);
  // A day that its month does not have comes out as another date.
  if (formatTime(local).slice(0, 10) !== date) return `parsing time ${quoteTime(text)}: day out of range`;
  return { at, fraction };
}

function findProblem(text: string, withMicros: boolean): string | undefined {
  let rest = text;
  for (const [name, read] of withMicros ? MICRO_PIECES : PIECES) {
    const found = read(rest);
    if (found?.range !== undefined) return `: ${found.range} out of range`;
    if (found === undefined) {
      const layout = withMicros ? RFC3339_MICRO : RFC3339;
      return ` as ${quoteTime(layout)}: cannot parse ${quoteTime(rest)} as ${quoteTime(name)}`;
    }
    rest = rest.slice(found.length);
  }
  return rest === "" ? undefined : `: extra text: ${quoteTime(rest)}`;
}

/** Year 1: Go's zero time, which JSON shows as null. */
const ZERO_TIME = "0001-01-01T00:00:00Z";

/** The time as the server writes it: UTC, whole seconds or microseconds; null for the zero time. */
export function formatGoTime({ at, fraction }: GoTime, withMicros = false): string | null {
  const text = formatTime(at);
  if (text === ZERO_TIME && /^0*$/.test(fraction)) return null;
  return withMicros ? `${text.slice(0, -1)}.${fraction.padEnd(6, "0").slice(0, 6)}Z` : text;
}
