import type { Millis } from "./api/request.ts";
import type { MicroTime, Time } from "./kubernetes/types.ts";

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Where virtual time starts: 2026-01-01T00:00:00Z. */
export const EPOCH: Millis = 1_767_225_600_000;

/** The last moment that the API can write: 9999-12-31T23:59:59Z. */
export const LATEST: Millis = 253_402_300_799_000;

/** A time as the API writes it: RFC 3339, UTC, whole seconds (cut, not rounded). */
export function formatTime(at: Millis): Time {
  const second = Math.floor(at / SECOND);
  if (second !== lastSecond) {
    lastTime = `${formatDate(at)}T${formatClock(at)}Z`;
    lastSecond = second;
  }
  return lastTime;
}

/** Almost every call asks for the second of the call before; and so all that happens in it shares one text. */
let lastSecond = Number.NaN;
let lastTime = "";

/** A time with microseconds, as in `Event.eventTime` and `Lease.spec.renewTime`. */
export function formatMicroTime(at: Millis): MicroTime {
  return `${formatDate(at)}T${formatClock(at)}.${pad(modulo(at, SECOND), 3)}000Z`;
}

const TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** The milliseconds of an RFC 3339 time. NaN where it is none. */
export function parseTime(text: Time | undefined | null): Millis {
  const parts = TIME.exec(text ?? "");
  if (parts === null) return Number.NaN;
  const [, year, month, day, hours, minutes, seconds, fraction = "", sign, offsetHours, offsetMinutes] = parts;
  const offset =
    sign === undefined ? 0 : (sign === "-" ? 1 : -1) * (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60 * SECOND;
  const clock =
    ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * SECOND + Number(`${fraction}000`.slice(0, 3));
  return daysFromCivil(Number(year), Number(month), Number(day)) * DAY + clock + offset;
}

function formatClock(at: Millis): string {
  const seconds = Math.floor(modulo(at, DAY) / SECOND);
  return `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
}

let lastDay = Number.NaN;
let lastDate = "";

/** The date of a day; almost every call asks for the day of the call before. */
function formatDate(at: Millis): string {
  const day = Math.floor(at / DAY);
  if (day !== lastDay) {
    const [year, month, date] = civilFromDays(day);
    lastDate = `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
    lastDay = day;
  }
  return lastDate;
}

/** Days since 1970-01-01 of a date of the Gregorian calendar, in whole 400-year eras that start in March. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): [number, number, number] {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return [
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  ];
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
