import { expect, test } from "vitest";
import { parseDuration } from "./duration.ts";

test.each([
  ["30s", 30_000],
  ["1m30s", 90_000],
  ["4d20h", 417_600_000],
  ["250ms", 250],
  ["1.5h", 5_400_000],
  ["0", 0],
  [1500, 1500],
])("%s is %d ms", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(["", "30", "s", "-1s", "1y", "1 s", -1, Number.NaN, Number.POSITIVE_INFINITY])(
  "%s is no time span",
  (text) => {
    expect(() => parseDuration(text)).toThrow(RangeError);
  },
);
