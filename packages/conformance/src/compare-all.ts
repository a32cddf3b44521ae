// The comparison of all scenarios: prints what differs. Names of scenarios, or beginnings of them, as arguments choose.
import { check } from "./check.ts";
import { describe } from "./differences.ts";
import { readScenarios } from "./scenario.ts";
import { SCENARIOS } from "./trace.ts";

const wanted = process.argv.slice(2);
const scenarios = readScenarios(SCENARIOS).filter(
  ({ name }) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)),
);
const total = { points: 0, facts: 0, listed: 0, differences: 0 };
for (const scenario of scenarios) {
  const verdict = await check(scenario);
  total.points += verdict.points;
  total.facts += verdict.facts;
  total.listed += verdict.listed.length;
  total.differences += verdict.differences.length;
  if (verdict.differences.length > 0)
    console.log([`${scenario.name}: ${scenario.about}`, ...verdict.differences.map(describe)].join("\n"));
}
console.log(
  `conformance: ${scenarios.length} scenarios, ${total.points} settle points, ${total.facts} facts, ` +
    `${total.listed} listed divergences, ${total.differences} differences`,
);
process.exitCode = total.differences === 0 ? 0 : 1;
