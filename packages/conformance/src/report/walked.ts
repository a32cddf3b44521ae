import { readdirSync } from "node:fs";
import { CORE_SOURCES, ruleIds } from "../mutations/mutations.ts";
import type { Scenario } from "../scenario.ts";
import { table } from "./table.ts";

/** How many of each component's rules the scenarios walk, as they say themselves. */
export function walkedByComponent(scenarios: readonly Scenario[]): string {
  const rows = componentsWithRules().map(({ component, ids }) => {
    const walking = scenarios.filter(({ rules }) => rules.some((rule) => ids.includes(rule)));
    const walked = new Set(walking.flatMap(({ rules }) => rules));
    return [component, ids.length, ids.filter((id) => walked.has(id)).length, walking.length];
  });
  const total = [1, 2].map((column) => rows.reduce((sum, row) => sum + Number(row[column]), 0));
  const all = scenarios.filter(({ rules }) => rules.length > 0).length;
  return table([["component", "rules", "walked", "scenarios that walk one"], ...rows, ["all", ...total, all]]);
}

function componentsWithRules(): { component: string; ids: readonly string[] }[] {
  return readdirSync(CORE_SOURCES, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("RULES.md"))
    .sort()
    .map((file) => ({ component: file.split(/[/\\]/).at(-2) as string, ids: ruleIds(file) }));
}
