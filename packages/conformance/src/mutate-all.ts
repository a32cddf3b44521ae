// Makes one rule after another wrong, and says which recorded scenario tells. IDs of rules as arguments choose.
//
//   node packages/conformance/dist/mutate-all.js [--check] [--jobs N] [RULE…]
//
// With --check nothing is run: each rule must have a mutation, and each mutation must fit. A run of all is written down in
// mutations/result.json.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { caughtBy } from "./mutations/caught-by.ts";
import { type Mutation, type MutationFile, problemsOf, readMutations } from "./mutations/mutations.ts";
import { type Outcome, shareOf, writeResult } from "./mutations/result.ts";
import { Sandbox } from "./mutations/sandbox.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: "boolean" }, jobs: { type: "string", default: String(availableParallelism()) } },
});
const files = readMutations();
const sandboxes = Array.from({ length: Number(values.jobs) }, () => new Sandbox());

async function outcomeOf(mutation: Mutation, scenarios: readonly string[], sandbox: Sandbox): Promise<Outcome> {
  const { rule, wrong, survives } = mutation;
  const by = await sandbox.with(mutation, () => caughtBy(rule, scenarios, sandbox));
  if (by !== undefined) return { rule, wrong, caughtBy: by };
  return survives === undefined ? { rule, wrong } : { rule, wrong, explained: survives };
}

/** Runs the chosen mutations of a component, and prints a line or two for each. */
async function run({ mutations, scenarios }: MutationFile): Promise<Outcome[]> {
  const chosen = mutations.filter(({ rule }) => positionals.length === 0 || positionals.includes(rule));
  const outcomes: Outcome[] = [];
  const left = chosen.entries();
  const work = async (sandbox: Sandbox) => {
    for (const [at, mutation] of left) {
      const outcome = await outcomeOf(mutation, scenarios, sandbox);
      const told = outcome.caughtBy ?? (outcome.explained ? `explained: ${outcome.explained}` : "SURVIVED");
      console.log(`${outcome.rule.padEnd(13)} ${outcome.wrong}\n${"".padEnd(14)}${told}`);
      outcomes[at] = outcome;
    }
  };
  await Promise.all(sandboxes.map(work));
  return outcomes;
}

/** What does not occur as often as stated. */
async function misfits({ mutations }: MutationFile): Promise<string[]> {
  const [sandbox] = sandboxes as [Sandbox];
  const found: string[] = [];
  for (const mutation of mutations)
    await sandbox.with(mutation, async () => {}).catch((error) => found.push(`${mutation.rule}: ${String(error)}`));
  return found;
}

/** Explanations of what has been caught all the same. */
function stale({ mutations }: MutationFile, outcomes: readonly Outcome[]): string[] {
  const explained = new Set(mutations.filter(({ survives }) => survives !== undefined).map(({ wrong }) => wrong));
  const caught = outcomes.filter(({ wrong, caughtBy }) => caughtBy !== undefined && explained.has(wrong));
  return caught.map(({ rule, wrong }) => `${rule}: it says why it survives, and does not: ${wrong}`);
}

function report(problems: readonly string[], summary: string): void {
  for (const problem of problems) console.error(problem);
  console.log(`mutations: ${summary}`);
}

try {
  const problems = [...files.flatMap(problemsOf), ...(await Promise.all(files.map(misfits))).flat()];
  if (values.check || problems.length > 0) {
    report(problems, `${files.flatMap((file) => file.mutations).length}, ${problems.length} problems`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } else {
    const result: Record<string, Outcome[]> = {};
    for (const file of files) result[file.component] = await run(file);
    if (positionals.length === 0) writeResult(result);
    const { mutations, caught, explained, survived } = shareOf(Object.values(result).flat());
    const outdated = files.flatMap((file) => stale(file, result[file.component] ?? []));
    report(outdated, `${mutations}, ${caught} caught, ${explained + survived} survived (${explained} explained)`);
    process.exitCode = survived + outdated.length === 0 ? 0 : 1;
  }
} finally {
  for (const sandbox of sandboxes) sandbox.remove();
}
