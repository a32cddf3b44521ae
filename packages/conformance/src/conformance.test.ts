import { expect, test } from "vitest";
import { check } from "./check.ts";
import { describe as described } from "./differences.ts";
import { readScenarios } from "./scenario.ts";
import { SCENARIOS } from "./trace.ts";

test.each(readScenarios(SCENARIOS).map((scenario) => [scenario.name, scenario] as const))("%s", async (_, scenario) => {
  const { differences, points } = await check(scenario);
  expect(differences.map(described).join("\n")).toBe("");
  expect(points).toBeGreaterThan(0);
});
