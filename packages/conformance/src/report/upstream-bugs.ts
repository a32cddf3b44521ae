import { UPSTREAM_BUGS, type UpstreamBugEntry } from "@kubetick/core";
import { table } from "./table.ts";

const REPOSITORY = "https://github.com/kubernetes/kubernetes";
const ENTRIES: readonly UpstreamBugEntry[] = UPSTREAM_BUGS;

/** docs/upstream-bugs.md: what there is to switch on, and how. */
export function upstreamBugsPage(): string {
  const fixed = ENTRIES.filter(({ state }) => state === "fixed");
  const open = ENTRIES.filter(({ state }) => state === "open");
  return `# Bugs of real releases, to switch on

Written by \`npm run conformance:report\` from \`UPSTREAM_BUGS\` in \`@kubetick/core\`.

kubetick does what Kubernetes v1.37.2 does. Earlier releases had bugs, and v1.37 has some still: each of these is a rule of the
DaemonSet controller that can be had the other way. They are good targets for whoever tests a checker, an alert or a tool of
one's own.

\`\`\`ts
import { Cluster } from "@kubetick/cluster";

const cluster = new Cluster({ nodes: 2, upstreamBugs: ["kubernetes#123232"] });
\`\`\`

\`builtinComponents\` and \`createDaemonSetController\` take the same options. A name that is not in these tables is refused, with a
list of those that are. Each has a scenario in
[packages/conformance/scenarios/upstream-bugs](../packages/conformance/scenarios/upstream-bugs), or, where it needs a clock that
is off, a cache that is behind, or somebody who acts between two requests, a test in
[upstream-bugs.test.ts](../packages/conformance/src/upstream-bugs.test.ts), which plays all of them with the bug and without.

A node's clock is set with \`clockSkew\`, in milliseconds: \`new Cluster({ nodes: [{ name: "n1", clockSkew: 5_000 }] })\`, or
\`spec.clockSkew\` of its Machine object (group \`sim.kubetick.dev\`).

## Fixed before v1.37: off, unless they are in \`upstreamBugs\`

${table([HEAD, ...fixed.map(row)])}

## In v1.37, too: on, unless they are in \`upstreamFixes\`

Without them kubetick would not do what v1.37.2 does. \`upstreamFixes: ["kubernetes#122527"]\` shows what a fix would change.

${table([HEAD, ...open.map(row)])}
`;
}

const HEAD = ["issue", "what", "releases", "fixed by", "what the controller does", "what does not hold then"];

function row({ id, title, releases, fixes, behaviour, breaks }: UpstreamBugEntry): readonly string[] {
  const number = id.replace("kubernetes#", "");
  const pulls = fixes.map((pull) => `[#${pull}](${REPOSITORY}/pull/${pull})`).join(", ");
  return [`[${id}](${REPOSITORY}/issues/${number})`, title, releases, pulls || "nothing yet", behaviour, breaks];
}
