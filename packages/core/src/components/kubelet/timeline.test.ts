import { expect, test } from "vitest";
import { restartStateAt, restartTimeline } from "./timeline.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

test("KL-CRASH-04 restarts at once, then after 10, 20, 40, 80, 160 and 300 s", () => {
  const runs = restartTimeline(0, SECOND, 20 * MINUTE);
  const waits = runs.slice(1).map((run, i) => (run.start - (runs[i]?.end ?? 0)) / SECOND);
  expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
});

test("KL-CRASH-03 a run of more than 10 min restarts at once again", () => {
  const runs = restartTimeline(0, [SECOND, SECOND, 10 * MINUTE + SECOND, SECOND], 12 * MINUTE);
  const waits = runs.slice(1, 5).map((run, i) => (run.start - (runs[i]?.end ?? 0)) / SECOND);
  expect(waits).toEqual([0, 10, 0, 10]);
});

/** The tutorial's columns: what a run length must make of them, with the pull and start times of the default image. */
function tutorialHolds(after: number): boolean {
  const pulled = restartTimeline(1_800, after, 11 * MINUTE);
  const present = restartTimeline(300, after, 2 * MINUTE);
  const at32 = restartStateAt(pulled, 32 * SECOND);
  const tenMinutes = [600, 630, 659].map((second) => restartStateAt(pulled, second * SECOND));
  const at68 = restartStateAt(present, 68 * SECOND);
  return (
    at32?.running === false &&
    tenMinutes.every((state) => state?.running === false && state.restarts === 6) &&
    at68?.running === true &&
    at68.restarts === 3
  );
}

test("KL-CRASH-05 the tutorial's columns follow from one run length between 10.1 and 12.56 s", () => {
  const holding = Array.from({ length: 3001 }, (_, i) => i * 10).filter(tutorialHolds);
  expect([holding[0], holding.at(-1)]).toEqual([10_110, 12_560]);
  expect(holding).toHaveLength((12_560 - 10_110) / 10 + 1);
  expect(tutorialHolds(11_000)).toBe(true);
});
