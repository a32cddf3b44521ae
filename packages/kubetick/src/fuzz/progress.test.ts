import { expect, test } from "vitest";
import { progressLine } from "./progress.ts";

const totals = { units: 3, runs: 60, steps: 4321, failed: 0, shapes: 1 };

test.each([
  [
    { failures: 0, session: { runs: 0, seconds: 0 }, left: undefined },
    "60 runs, 4321 steps, 0.0 runs/s, 1 shape, no failures",
  ],
  [
    { failures: 1, session: { runs: 30, seconds: 8 }, left: 59.2 },
    "60 runs, 4321 steps, 3.8 runs/s, 1 shape, 1 failure, 1m0s left",
  ],
  [
    { failures: 2, session: { runs: 5_000, seconds: 8 }, left: 3_661 },
    "60 runs, 4321 steps, 625 runs/s, 1 shape, 2 failures, 1h1m1s left",
  ],
  [
    { failures: 0, session: { runs: 60, seconds: 6 }, left: -2 },
    "60 runs, 4321 steps, 10 runs/s, 1 shape, no failures, 0s left",
  ],
])("%j", (progress, line) => {
  expect(progressLine({ totals, ...progress })).toBe(line);
});
