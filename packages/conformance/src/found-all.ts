// Lets the testing kit loose on each upstream bug and on each mutant. Names as arguments choose; by default all. What comes of it is
// written down in found/result.json and docs/upstream-bugs-found.md.
//
//   node packages/conformance/dist/found-all.js [--check] [--page] [--jobs N] [NAME…]
//
// With --check all is to be as it is written down, but for the time that it takes. With --page nothing is run, and the page written anew.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Mutant, readMutants } from "./found/mutants.ts";
import { foundPage } from "./found/page.ts";
import { differences, type Hunts, readResult, writeResult } from "./found/result.ts";
import { bugIds, SOUND } from "./found/targets.ts";
import { Sandbox } from "./mutations/sandbox.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: "boolean" },
    page: { type: "boolean" },
    jobs: { type: "string", default: String(availableParallelism()) },
  },
});
const PAGE = fileURLToPath(new URL("../../../docs/upstream-bugs-found.md", import.meta.url));
const ONE = fileURLToPath(new URL("./found-one.js", import.meta.url));

const mutants = readMutants();
const names = [...bugIds, ...mutants.map(({ name }) => name), ...SOUND];
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new RangeError(`nothing is called ${unknown.join(", ")}: there are ${names.join(", ")}`);

function run(script: string, target: string): Promise<Hunts> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 2 ** 28 };
    execFile(process.execPath, ["--max-old-space-size=4096", script, target], options, (error, stdout, stderr) =>
      error === null ? resolve(JSON.parse(stdout)) : reject(new Error(`${target}: ${stderr || error.message}`)),
    );
  });
}

async function runMutant(mutant: Mutant): Promise<Hunts> {
  const sandbox = new Sandbox();
  try {
    return await sandbox.with(mutant, () => run(sandbox.built("conformance", "found-one.js"), "mutant"));
  } finally {
    sandbox.remove();
  }
}

/** Calls back as soon as each is done. */
async function runAll(chosen: readonly string[], done: (name: string, hunts: Hunts) => void): Promise<void> {
  const left = chosen.values();
  const work = async () => {
    for (const name of left) {
      const mutant = mutants.find((one) => one.name === name);
      done(name, await (mutant === undefined ? run(ONE, name) : runMutant(mutant)));
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
}

function told(name: string, { explore, random }: Hunts): string {
  const one = ({ found, looked, seconds }: Hunts["explore"]) =>
    `${found === null ? "nothing" : `${found.invariant} (${found.situation}, ${found.lines} lines)`} after ${looked}, ${seconds.toFixed(1)} s`;
  return `${name}: explorer: ${one(explore)}; random: ${one(random)}`;
}

const before = readResult();
const chosen = values.page ? [] : names.filter((name) => positionals.length === 0 || positionals.includes(name));
const problems: string[] = [];
const now: Record<string, Hunts> = { ...before };
await runAll(chosen, (name, hunts) => {
  console.log(told(name, hunts));
  if (values.check) problems.push(...differences(before[name], hunts).map((text) => `${name}, ${text}`));
  else {
    now[name] = hunts;
    writeResult(Object.fromEntries(names.flatMap((one) => (now[one] === undefined ? [] : [[one, now[one]]]))));
  }
});
const page = foundPage(now);
if (!values.check) writeFileSync(PAGE, page);
else if (readFileSync(PAGE, "utf8") !== page) problems.push("docs/upstream-bugs-found.md is not of found/result.json");
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
