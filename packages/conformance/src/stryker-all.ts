// Makes Stryker's small changes to the DaemonSet controller, one after another, and says which recorded scenario tells. Names
// of files as arguments choose. What comes of it is written down in mutations/stryker/result.json; what is there is not run again.
//
//   node packages/conformance/dist/stryker-all.js [--check] [--again] [--survivors] [--jobs N] [FILE…]
//
// With --again what has been run is run again, with --survivors what has survived. With --check nothing is run: the result
// must be of the code as it is, and each survivor must be explained.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Sandbox } from "./mutations/sandbox.ts";
import { readScenarios } from "./scenario.ts";
import { build } from "./stryker/build.ts";
import { problemsOf, readExplanations } from "./stryker/explained.ts";
import { instrumented, type Mutant } from "./stryker/mutants.ts";
import { type Learnt, Planner } from "./stryker/plan.ts";
import { isCaught, type Outcome, readOutcomes, writeOutcomes } from "./stryker/result.ts";
import { type Ended, run } from "./stryker/thread.ts";
import { readTrace, SCENARIOS } from "./trace.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: "boolean" },
    again: { type: "boolean" },
    survivors: { type: "boolean" },
    jobs: { type: "string", default: String(availableParallelism()) },
  },
});

const code = await instrumented();
const known = new Map(readOutcomes().map((outcome) => [outcome.id, outcome]));

function isWanted({ id, file }: Mutant): boolean {
  if (positionals.length > 0 && !positionals.includes(file)) return false;
  const before = known.get(id);
  return before === undefined || values.again === true || (values.survivors === true && !isCaught(before));
}

async function learn(sandbox: Sandbox): Promise<Planner> {
  const scenarios = readScenarios(SCENARIOS).filter(({ name }) => readTrace(name) !== undefined);
  const { coverage, took, differs, where } = await run(
    { scenarios: scenarios.map((scenario) => ({ scenario })) },
    sandbox,
  );
  if (coverage === undefined) throw new Error(`without a mutant, too, ${differs} differs: ${where}`);
  const learnt: Learnt = { coverage, took };
  return new Planner(scenarios, learnt, known.values());
}

async function tryOut(mutant: Mutant, planner: Planner, sandbox: Sandbox): Promise<Outcome> {
  const { number, ...described } = mutant;
  const scenarios = planner.scenariosFor(mutant, known.get(mutant.id)?.by ?? undefined);
  if (scenarios.length === 0) return { ...described, status: "uncovered", by: null };
  const ended = await run({ mutant: number, scenarios }, sandbox);
  if (ended.differs !== undefined) planner.told(mutant.file, ended.differs);
  return { ...described, status: statusOf(ended), by: ended.differs ?? null };
}

/** What the instrumented code throws when a mutant is come by too often. */
const HIT_LIMIT = /Hit count limit reached/;

function statusOf({ differs, where = "", timeout }: Ended): Outcome["status"] {
  if (timeout || HIT_LIMIT.test(where)) return "timeout";
  return differs === undefined ? "survived" : "caught";
}

/** Written down so often, an interrupted run loses little. */
const AT_A_TIME = 20;

async function runAll(): Promise<void> {
  const wanted = code.mutants.filter(isWanted);
  if (wanted.length === 0) return;
  const sandbox = new Sandbox();
  try {
    build(code, sandbox);
    const planner = await learn(sandbox);
    const left = wanted.entries();
    const work = async () => {
      for (const [at, mutant] of left) {
        const outcome = await tryOut(mutant, planner, sandbox);
        known.set(mutant.id, outcome);
        console.log(`${at + 1}/${wanted.length} ${mutant.id}\n    ${outcome.by ?? outcome.status.toUpperCase()}`);
        if (at % AT_A_TIME === 0) writeOutcomes(code.mutants, known);
      }
    };
    await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  } finally {
    sandbox.remove();
  }
}

/** Mutants that have not been run, and outcomes of mutants that are no longer there. */
function misfits(): string[] {
  const ids = new Set(code.mutants.map(({ id }) => id));
  return [
    ...[...ids].filter((id) => !known.has(id)).map((id) => `has not been run: ${id}`),
    ...[...known.keys()].filter((id) => !ids.has(id)).map((id) => `is no longer there: ${id}`),
  ];
}

if (!values.check) {
  await runAll();
  writeOutcomes(code.mutants, known);
}
const outcomes = readOutcomes();
const problems = [...(values.check ? misfits() : []), ...problemsOf(readExplanations(), outcomes)];
for (const problem of problems) console.error(problem);
const caught = outcomes.filter(isCaught).length;
console.log(
  `mutants: ${outcomes.length}, ${caught} caught, ${outcomes.length - caught} survived, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
