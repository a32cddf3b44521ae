// The comparison of all scenarios: prints what differs. Names of scenarios, or beginnings of them, as arguments choose, and
// give the order. With --first it stops at the first scenario that differs.
import { parseArgs } from "node:util";
import { check, type Verdict } from "./check.ts";
import { describe } from "./differences.ts";
import { readScenarioOf, type Scenario, scenarioNames } from "./scenario.ts";
import { SCENARIOS } from "./trace.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { first: { type: "boolean" } } });
const all = scenarioNames(SCENARIOS);
const wanted = positionals.flatMap((start) => all.filter((name) => name.startsWith(start)));
const names = positionals.length === 0 ? all : [...new Set(wanted)];
const total = { points: 0, facts: 0, listed: 0, differences: 0 };

/** What is thrown is a difference, too: the others are still compared. */
async function verdictOf(scenario: Scenario): Promise<Verdict> {
  try {
    return await check(scenario);
  } catch (error) {
    const thrown = { at: "the whole", expected: "a trace", actual: String(error) };
    return { points: 0, facts: 0, listed: [], differences: [thrown] };
  }
}

for (const name of names) {
  const scenario = readScenarioOf(SCENARIOS, name);
  const verdict = await verdictOf(scenario);
  total.points += verdict.points;
  total.facts += verdict.facts;
  total.listed += verdict.listed.length;
  total.differences += verdict.differences.length;
  if (verdict.differences.length === 0) continue;
  console.log([`${scenario.name}: ${scenario.about}`, ...verdict.differences.map(describe)].join("\n"));
  if (values.first) break;
}
console.log(
  `conformance: ${names.length} scenarios, ${total.points} settle points, ${total.facts} facts, ` +
    `${total.listed} listed divergences, ${total.differences} differences`,
);
process.exitCode = total.differences === 0 ? 0 : 1;
