// Writes docs/fidelity.md: how much of the real control plane's behaviour is recorded, and compared; and
// docs/upstream-bugs.md: what bugs of real releases there are to switch on. With --check it says whether they are up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { LISTED } from "./listed.ts";
import { readMutations } from "./mutations/mutations.ts";
import { readResult } from "./mutations/result.ts";
import { comparedByFolder } from "./report/compared.ts";
import { mutated, outdated } from "./report/mutated.ts";
import { strykers } from "./report/strykers.ts";
import { table } from "./report/table.ts";
import { upstreamBugsPage } from "./report/upstream-bugs.ts";
import { walkedByComponent } from "./report/walked.ts";
import { readScenarios } from "./scenario.ts";
import { problemsOf, readExplanations } from "./stryker/explained.ts";
import { readOutcomes } from "./stryker/result.ts";
import { SCENARIOS } from "./trace.ts";

const { values } = parseArgs({ options: { check: { type: "boolean" } } });
const scenarios = readScenarios(SCENARIOS);
const files = readMutations();
const result = readResult();
const outcomes = readOutcomes();
const explanations = readExplanations();

function listed(): string {
  const rows = LISTED.map(({ scenario, real, kubetick, why }) => {
    const concerned = scenarios.filter(({ name }) => scenario.test(name)).length;
    return [real, kubetick, why, concerned];
  });
  return table([["real", "kubetick", "why", "scenarios"], ...rows]);
}

const page = `# How faithful kubetick is, and how we know

Written by \`npm run conformance:report\` from what is in this repository.

## What is compared

\`npm run conformance\` plays these scenarios, and compares each fact with what a real etcd, kube-apiserver,
kube-controller-manager and kube-scheduler v1.37.2 did, as recorded in [packages/conformance](../packages/conformance). A
difference that is not listed below fails the tests. What came out differently when real was asked twice is racy, and not
compared; nor are the statuses on the way, which show how far a cache had come.

${comparedByFolder(scenarios)}

## Which rules they walk

The rules are those of each component's \`RULES.md\`; which ones it walks, each scenario says. Every rule has a unit test,
walked or not. The kubelet is judged by a real one, also in a longer session: the
[tutorial](../packages/conformance/tutorial).

${walkedByComponent(scenarios)}

## Differences that we keep

${listed()}

[divergences.md](divergences.md) has what no scenario shows.

## Whether the scenarios would tell

\`npm run conformance:mutate\` makes one rule after another wrong, and plays the scenarios: one of them has to differ. What is
made wrong is in [mutations](../packages/conformance/mutations). The last run came to this:

${mutated(files, result)}

\`npm run conformance:stryker\` makes the small changes that [Stryker](https://stryker-mutator.io) makes to each line of the
DaemonSet controller, one after another: a condition is always true, a comparison is the other way round, a text is empty, a
block is gone. A scenario tells of one where it differs with each of several seeds; one that never ends is caught, too. Many of
these changes change nothing that anybody could see: code that saves work, what only a failing server would reach, what is
switched on for a bug of an old release. The last run:

${strykers(outcomes, explanations)}
`;

const pages = new Map([
  ["docs/fidelity.md", page],
  ["docs/upstream-bugs.md", upstreamBugsPage()],
]);
const problems = [...outdated(files, result), ...problemsOf(explanations, outcomes)];
for (const [path, text] of pages) {
  const file = new URL(`../../../${path}`, import.meta.url);
  if (!values.check) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) problems.push(`${path} is not up to date: npm run conformance:report`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
