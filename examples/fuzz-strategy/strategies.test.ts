import { CheckFailedError, check } from "kubetick/testing";
import { expect, test } from "vitest";
import { modelOf } from "./model.ts";
import { careful, hasty } from "./strategies.ts";

/** The seed makes the runs the same each time. Leave it out, and others are played each time. */
const SEED = 42;

function failureOf(work: () => unknown): CheckFailedError {
  try {
    work();
  } catch (error) {
    if (error instanceof CheckFailedError) return error;
    throw error;
  }
  throw new Error("nothing wrong was found");
}

test("random runs find what is wrong with the hasty strategy", { timeout: 240_000 }, () => {
  const { invariant, fault } = failureOf(() => check(modelOf(hasty), { by: "random", runs: 300, seed: SEED }));
  expect(invariant).toBe("withinMaxUnavailable");
  expect(fault).toMatch(/^2 nodes unavailable, 1 allowed/);
});

test("of all runs, the explorer finds the shortest in which it shows", { timeout: 240_000 }, () => {
  const { story } = failureOf(() => check(modelOf(hasty), { by: "explore" }));
  console.log(story.join("\n"));
  const [, first, ...others] = story;
  expect(first).toMatch(/kubectl delete pod/);
  expect(others.filter((line) => line.includes("kubectl"))).toEqual([
    "   0.5s  kubectl set image daemonset/agent *=agent:2",
  ]);
});

test("the careful strategy holds in random runs", { timeout: 240_000 }, () => {
  expect(check(modelOf(careful), { by: "random", runs: 50, seed: SEED })).toMatchObject({ runs: 50 });
});
