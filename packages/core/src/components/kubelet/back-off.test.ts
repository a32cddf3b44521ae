import { expect, test } from "vitest";
import { type BackOff, backOffEnd, CRASH_LOOP_BACK_OFF, nextBackOff } from "./back-off.ts";

const MINUTE = 60_000;

test("KL-CRASH-01 the first restart is not held back", () => {
  expect(backOffEnd(null, 5_000, CRASH_LOOP_BACK_OFF)).toBeUndefined();
});

test("KL-CRASH-02 waits double from 10 s to 5 min", () => {
  let entry: BackOff | null = null;
  const delays: number[] = [];
  for (let i = 0; i < 8; i++) {
    entry = nextBackOff(entry, i, i, CRASH_LOOP_BACK_OFF);
    delays.push(entry.delay / 1000);
  }
  expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
});

test("KL-CRASH-02 the wait counts from when the container ended", () => {
  expect(backOffEnd({ delay: 40_000, updatedAt: 0 }, 7_000, CRASH_LOOP_BACK_OFF)).toBe(47_000);
});

test("KL-CRASH-03 starts anew after a run of more than twice the maximum", () => {
  const entry = { delay: 160_000, updatedAt: 0 };
  expect(nextBackOff(entry, 10 * MINUTE, 10 * MINUTE, CRASH_LOOP_BACK_OFF).delay).toBe(300_000);
  expect(backOffEnd(entry, 10 * MINUTE + 1, CRASH_LOOP_BACK_OFF)).toBeUndefined();
  expect(nextBackOff(entry, 10 * MINUTE + 1, 10 * MINUTE + 1, CRASH_LOOP_BACK_OFF).delay).toBe(10_000);
});
