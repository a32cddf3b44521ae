import fc from "fast-check";
import { expect, test } from "vitest";
import { EPOCH, formatMicroTime, formatTime, parseTime } from "./time.ts";

const instant = fc.integer({ min: Date.UTC(1600, 0, 1), max: Date.UTC(2400, 0, 1) });

test("times read and write as JavaScript's own dates do", () => {
  fc.assert(
    fc.property(instant, (at) => {
      const expected = new Date(at).toISOString();
      expect(formatTime(at)).toBe(`${expected.slice(0, 19)}Z`);
      expect(formatMicroTime(at)).toBe(`${expected.slice(0, 23)}000Z`);
      expect(parseTime(expected)).toBe(at);
    }),
  );
});

test("offsets and missing times", () => {
  expect(parseTime("2026-01-01T09:00:00+09:00")).toBe(EPOCH);
  expect(parseTime("2025-12-31T19:30:00-04:30")).toBe(EPOCH);
  expect(parseTime(undefined)).toBeNaN();
  expect(parseTime("yesterday")).toBeNaN();
});
