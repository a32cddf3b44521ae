import fc from "fast-check";
import { expect, test } from "vitest";
import { history, play } from "./model.ts";
import { careful, hasty } from "./strategies.ts";

/** The seed makes the run the same each time. Leave it out, and fast-check takes another one, and prints it. */
const SEED = 42;

test("fuzzing finds what is wrong with the hasty strategy, and shrinks it to four lines", { timeout: 120_000 }, () => {
  const found = fc.check(
    fc.property(history, (lines) => play(hasty, lines)),
    { seed: SEED, numRuns: 1000 },
  );
  console.log(fc.defaultReportMessage(found));
  expect(found.failed).toBe(true);
  expect(found.counterexample?.[0]).toEqual(["fail node-1", "wait 2m", "edit the template", "wait 1s"]);
});

test("the story, told again as a test of its own", () => {
  const story = ["fail node-1", "wait 2m", "edit the template", "wait 1s"];
  expect(() => play(hasty, story)).toThrow(
    "2 nodes unavailable, 1 allowed: the strategy deletes the available pod on node-2 while node-1 has none",
  );
  play(careful, story);
});

test("the careful strategy holds in all of them", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(history, (lines) => play(careful, lines)),
    { seed: SEED, numRuns: 300 },
  );
});
