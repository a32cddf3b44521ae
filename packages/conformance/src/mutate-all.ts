// Makes one rule after another wrong, and says which recorded scenario tells. IDs of rules as arguments choose. What comes of
// it is written down in mutations/result.json.
//
//   node packages/conformance/dist/mutate-all.js [--check] [--jobs N] [RULE…]
//
// With --check nothing is run: each rule must have a mutation, and each mutation must fit.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { caughtBy } from "./mutations/caught-by.ts";
import { type Mutation, type MutationFile, problemsOf, readMutations } from "./mutations/mutations.ts";
import { explanationOf, type Outcome, readResult, shareOf, writeResult } from "./mutations/result.ts";
import { Sandbox } from "./mutations/sandbox.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: "boolean" }, jobs: { type: "string", default: String(availableParallelism()) } },
});
const files = readMutations();
const before = readResult();
const sandboxes = Array.from({ length: Number(values.jobs) }, () => new Sandbox());

/** Runs the chosen mutations of a component, and prints two lines for each. */
async function run({ component, mutations, scenarios }: MutationFile): Promise<Outcome[]> {
  const chosen = mutations.filter(({ rule }) => positionals.length === 0 || positionals.includes(rule));
  const outcomes: Outcome[] = [];
  const left = chosen.entries();
  const work = async (sandbox: Sandbox) => {
    for (const [at, mutation] of left) {
      const by = await sandbox.with(mutation, () => caughtBy(mutation, scenarios, before[component] ?? [], sandbox));
      const { rule, wrong } = mutation;
      outcomes[at] = { rule, wrong, caughtBy: by ?? null };
      console.log(`${rule.padEnd(13)} ${wrong}\n${"".padEnd(14)}${by ?? told(mutation)}`);
    }
  };
  await Promise.all(sandboxes.map(work));
  return outcomes;
}

function told({ survives }: Mutation): string {
  return survives === undefined ? "SURVIVED" : `explained: ${survives}`;
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
  const caught = outcomes.filter((each) => each.caughtBy !== null && explanationOf(each, mutations) !== undefined);
  return caught.map(({ rule, wrong }) => `${rule}: it says why it survives, and does not: ${wrong}`);
}

async function runAll(): Promise<boolean> {
  const result: Record<string, Outcome[]> = {};
  for (const file of files) result[file.component] = await run(file);
  writeResult(files, before, result);
  const shares = files.map((file) => shareOf(file, result[file.component] ?? []));
  const sum = (of: (share: (typeof shares)[number]) => number) => shares.reduce((total, share) => total + of(share), 0);
  const outdated = files.flatMap((file) => stale(file, result[file.component] ?? []));
  for (const problem of outdated) console.error(problem);
  const [explained, unexplained] = [sum((share) => share.explained), sum((share) => share.unexplained)];
  console.log(
    `mutations: ${sum((share) => share.mutations)}, ${sum(({ caught }) => caught)} caught, ` +
      `${explained + unexplained} survived (${explained} explained)`,
  );
  return outdated.length + unexplained === 0;
}

try {
  const problems = files.flatMap(problemsOf);
  for (const file of files) problems.push(...(await misfits(file)));
  for (const problem of problems) console.error(problem);
  if (values.check)
    console.log(`mutations: ${files.flatMap((file) => file.mutations).length}, ${problems.length} problems`);
  const fine = problems.length === 0 && (values.check === true || (await runAll()));
  process.exitCode = fine ? 0 : 1;
} finally {
  for (const sandbox of sandboxes) sandbox.remove();
}
