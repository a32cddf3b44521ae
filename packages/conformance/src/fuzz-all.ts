// Random scenarios, played on a real control plane and on kubetick. What differs is shrunk, and written as a new scenario.
//
//   ORACLE=https://127.0.0.1:26443 node packages/conformance/dist/fuzz-all.js --seed 1 --count 100
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { stringify } from "yaml";
import { describe } from "./differences.ts";
import { type RawStep, steps } from "./fuzz/acts.ts";
import { judge } from "./fuzz/judge.ts";
import { RealWorld } from "./real/world.ts";
import { readScenario } from "./scenario.ts";
import { SCENARIOS } from "./trace.ts";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, count: { type: "string", default: "100" } },
});
const server = process.env["ORACLE"] ?? "https://127.0.0.1:26443";
const token = process.env["ORACLE_TOKEN"] ?? "tok";
const tally = { same: 0, racy: 0, different: 0 };

function asYaml(raw: readonly RawStep[]): string {
  return stringify({ about: `Found with seed ${values.seed}.`, nodes: 2, steps: raw }, { lineWidth: 120 });
}

function keep(raw: readonly RawStep[]): string {
  const name = `found/seed-${values.seed}`;
  mkdirSync(join(SCENARIOS, "found"), { recursive: true });
  writeFileSync(join(SCENARIOS, `${name}.yaml`), asYaml(raw));
  return name;
}

async function holds(raw: readonly RawStep[]): Promise<boolean> {
  const judgement = await judge(readScenario("fuzz.yaml", asYaml(raw)), () => RealWorld.open(server, token));
  tally[judgement.verdict]++;
  if (judgement.verdict === "different") console.log(asYaml(raw) + judgement.differences.map(describe).join("\n"));
  else console.log(`${judgement.verdict} (${tally.same} the same, ${tally.racy} racy so far)`);
  return judgement.verdict !== "different";
}

const result = await fc.check(fc.asyncProperty(steps, holds), {
  seed: Number(values.seed),
  numRuns: Number(values.count),
});
if (result.failed && result.counterexample) console.log(`written: ${keep(result.counterexample[0])}`);
console.log(
  `fuzz: seed ${values.seed}, ${result.numRuns} scenarios, ${tally.same} the same, ${tally.racy} racy, ${result.failed ? 1 : 0} differences`,
);
process.exitCode = result.failed ? 1 : 0;
