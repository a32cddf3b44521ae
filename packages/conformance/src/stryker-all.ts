// Makes Stryker's small changes to the DaemonSet controller, one after another, and says which recorded scenario tells. Names
// of files as arguments choose. What comes of it is written down in mutations/stryker/result.json; what is there is not run again.
//
//   node packages/conformance/dist/stryker-all.js [--check] [--again] [--survivors] [--alone] [--scenario NAME]… [--jobs N] [FILE…]
//
// With --again what has been run is run again, with --survivors what has survived; with --alone, each survivor by itself, which
// takes hours. With --scenario only scenarios whose names begin so are played: after new ones have been recorded. With --check
// nothing is run: the result must be of the code as it is, and each survivor must be explained.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Sandbox } from "./mutations/sandbox.ts";
import { readScenarios } from "./scenario.ts";
import { build } from "./stryker/build.ts";
import { problemsOf, readExplanations } from "./stryker/explained.ts";
import { learn } from "./stryker/learn.ts";
import { instrumented, type Mutant } from "./stryker/mutants.ts";
import { Planner } from "./stryker/plan.ts";
import { Player } from "./stryker/player.ts";
import { isCaught, misfits, readOutcomes, writeOutcomes } from "./stryker/result.ts";
import { type Fate, groupsOf, rotated, Trials } from "./stryker/trials.ts";
import { readTrace, SCENARIOS } from "./trace.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: "boolean" },
    again: { type: "boolean" },
    survivors: { type: "boolean" },
    alone: { type: "boolean" },
    scenario: { type: "string", multiple: true },
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

/** Where only some scenarios are played, only what they catch is news. */
function keep(mutant: Mutant, { status, by }: Fate): void {
  if (values.scenario !== undefined && by === null) return;
  known.set(mutant.id, { id: mutant.id, status, by });
  console.log(`${mutant.id}\n    ${by ?? status.toUpperCase()}`);
}

/** Written down so often, an interrupted run loses little. */
const AT_A_TIME = 20;

async function forEach<T>(
  items: readonly T[],
  workers: readonly Trials[],
  work: (item: T, trials: Trials) => Promise<void>,
) {
  const left = items.entries();
  const take = async (trials: Trials) => {
    for (const [at, item] of left) {
      await work(item, trials);
      if (at % AT_A_TIME === 0) writeOutcomes(code.mutants, known);
    }
  };
  await Promise.all(workers.map(take));
}

/** So many scenarios catch most mutants that can be caught. */
const FEW = 4;
/** … of those that take a thread of their own each time. */
const MORE = 40;

/** Each time others are played together. */
const ROUNDS = 2;

async function runAll(
  wanted: readonly Mutant[],
  workers: readonly Trials[],
  isAtLoad: (mutant: Mutant) => boolean,
): Promise<void> {
  let suspects: Mutant[] = [];
  await forEach(wanted, workers, async (mutant, trials) => {
    const fate = await trials.alone(mutant, values.alone ? Number.POSITIVE_INFINITY : isAtLoad(mutant) ? MORE : FEW);
    if (fate === undefined) suspects.push(mutant);
    else keep(mutant, fate);
  });
  for (let round = 1; round <= ROUNDS; round++) {
    console.log(`${suspects.length} have survived the first scenarios, or round ${round - 1}`);
    const survivors: Mutant[] = [];
    await forEach(groupsOf(rotated(suspects, round - 1), isAtLoad), workers, async (group, trials) => {
      for (const [mutant, fate] of await trials.together(group)) {
        if (fate.status === "survived") survivors.push(mutant);
        keep(mutant, fate);
      }
    });
    suspects = code.mutants.filter((mutant) => survivors.includes(mutant));
  }
}

async function run(): Promise<void> {
  const wanted = code.mutants.filter(isWanted);
  if (wanted.length === 0) return;
  const sandbox = new Sandbox();
  const recorded = readScenarios(SCENARIOS).filter(({ name }) => {
    const isChosen = values.scenario?.some((start) => name.startsWith(start)) ?? true;
    return isChosen && readTrace(name) !== undefined;
  });
  const playerWith = (atLoad: readonly string[]) => new Player(sandbox, atLoad);
  const player = playerWith([]);
  const workers: Trials[] = [];
  try {
    build(code, sandbox);
    const learnt = await learn(recorded, player);
    const planner = new Planner(recorded, learnt, known.values());
    for (let job = 0; job < Number(values.jobs); job++) workers.push(new Trials(planner, playerWith));
    await runAll(wanted, workers, (mutant) => planner.isAtLoad(mutant));
  } finally {
    player.close();
    for (const trials of workers) trials.close();
    sandbox.remove();
  }
}

if (!values.check) {
  await run();
  writeOutcomes(code.mutants, known);
}
const outcomes = readOutcomes();
const problems = [
  ...(values.check ? misfits(code.mutants, outcomes) : []),
  ...problemsOf(readExplanations(), outcomes),
];
for (const problem of problems) console.error(problem);
const caught = outcomes.filter(isCaught).length;
const survived = outcomes.length - caught;
console.log(`mutants: ${outcomes.length}, ${caught} caught, ${survived} survived, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
