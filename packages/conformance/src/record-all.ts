// Records scenarios from a real control plane: the names of scenarios, or their beginnings, as arguments. Each is played
// several times; what comes out differently is marked racy, and not compared.
//
//   ORACLE=https://127.0.0.1:26443 ORACLE_TOKEN=tok node packages/conformance/dist/record-all.js [NAME…]
import { writeFileSync } from "node:fs";
import { differences } from "./differences.ts";
import { play, type Trace } from "./play.ts";
import { RealWorld } from "./real/world.ts";
import { readScenarios, type Scenario } from "./scenario.ts";
import { readTrace, SCENARIOS, writeTrace } from "./trace.ts";

const server = process.env["ORACLE"] ?? "https://127.0.0.1:26443";
const token = process.env["ORACLE_TOKEN"] ?? "tok";
const TIMES = Number(process.env["TIMES"] ?? 2);
const wanted = process.argv.slice(2);

/** The file that the scripted runtimes read. */
function scriptsOf({ name }: Scenario): string {
  const file = process.env["SCRIPTS"];
  if (file === undefined) throw new Error(`${name} needs real kubelets: SCRIPTS=FILE, the one that up.sh was given`);
  return file;
}

async function once(scenario: Scenario): Promise<Trace> {
  if (scenario.images !== undefined) writeFileSync(scriptsOf(scenario), JSON.stringify(scenario.images));
  const world = await RealWorld.open(server, token);
  try {
    return await play(scenario, world);
  } finally {
    await world.close();
  }
}

for (const scenario of readScenarios(SCENARIOS)) {
  const chosen = wanted.some((start) => scenario.name.startsWith(start));
  if (wanted.length === 0 ? readTrace(scenario.name) !== undefined : !chosen) continue;
  if (wanted.length === 0 && scenario.images !== undefined && process.env["SCRIPTS"] === undefined) continue;
  const first = await once(scenario);
  const racy = new Set<string>();
  for (let time = 1; time < TIMES; time++) for (const { at } of differences(first, await once(scenario))) racy.add(at);
  writeTrace(scenario.name, { ...first, racy: [...racy].sort() });
  console.log(
    `${scenario.name}: ${first.points.length} points${racy.size > 0 ? `, racy: ${[...racy].join("; ")}` : ""}`,
  );
}
