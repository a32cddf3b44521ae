import { UPSTREAM_BUGS, type UpstreamBugEntry } from "@kubetick/core";
import { table } from "../report/table.ts";
import { type By, type Hunt, roundsInWords } from "./hunt.ts";
import { readMutants } from "./mutants.ts";
import type { Result } from "./result.ts";
import { SITUATIONS } from "./situations.ts";
import { SOUND } from "./targets.ts";

const BUGS: readonly UpstreamBugEntry[] = UPSTREAM_BUGS;
const WAYS: readonly (readonly [By, string])[] = [
  ["explore", "explorer"],
  ["random", "random"],
];

/** docs/upstream-bugs-found.md. */
export function foundPage(result: Result): string {
  const bugs = BUGS.map(({ id, title }) => ({ name: id, what: title }));
  const mutants = readMutants().map(({ name, wrong }) => ({ name, what: wrong }));
  return `# What the testing kit finds of them

Written by \`npm run conformance:found\`, and checked by CI: \`@kubetick/testing\` is let loose on each of the
[bugs of real releases](upstream-bugs.md), and on ten DaemonSet controllers with a mistake made by hand. Nobody tells it where to look: the
model is the same each time, but for the bug.

- **What may happen**: two edits of the image, an edit that moves the DaemonSet to one node and drops its tolerations, the deletion of
  any pod without grace, a change of any pod's labels, any node leaving, and \`kubectl delete --cascade=orphan\`; each once, at any moment.
- **What may go wrong**: one informer of the controller is late, one machine loses its power, one request gets no answer.
- **What must hold**: the stock invariants. kubernetes#107174 and kubernetes#122527 are in v1.37, so the stock invariants let them pass: there a
  stricter one is added (\`strictlyWithinMaxSurge\`, \`upToDateCountsNewPods\`).
- **Where**: these situations, one after another, until something is found; then again, with more time for each.

${table([["round", "explorer, of each situation", "random checking, of each situation"], ...roundsInWords()])}

${table([["situation", "what"], ...SITUATIONS.map(({ name, what }) => [name, what])])}

A search cannot make up a clock that is ahead, a finalizer or a pod that no kubelet takes: that such things are among the situations is
all that it is told, of all bugs and mistakes alike.

The explorer looks first at what departs least from what happens by default (\`order: "departures"\`); random checking has fixed seeds. "Looked
at" is how many states, or runs, of all situations there were until then. A story's length is that after shrinking: its lines, and the steps
that they tell of. Seconds are those of one core, when the page was written; all else is the same each time.

## The bugs

${finds(bugs, result)}

${sound(result)}

## Ten mistakes made by hand

The mistakes are in [found/mutants.yaml](../packages/conformance/found/mutants.yaml). What is asked for is the stock invariants alone,
in the same situations.

${finds(mutants, result)}

## Two of the stories

${story(result, "kubernetes#91008", "explore")}

${story(result, "kubernetes#123232", "random")}
`;
}

interface Row {
  readonly name: string;
  readonly what: string;
}

function finds(rows: readonly Row[], result: Result): string {
  const head = ["which", "by", "invariant", "situation", "looked at", "story: lines", "steps", "seconds"];
  const body = rows.flatMap(({ name, what }) =>
    WAYS.map(([by, title]) => {
      const hunt = result[name]?.[by];
      const which = by === "explore" ? `**${name}**: ${what}` : "";
      return [which, title, ...cells(hunt)];
    }),
  );
  return table([head, ...body]);
}

function cells(hunt: Hunt | undefined): readonly string[] {
  if (hunt === undefined) return ["not tried", "", "", "", "", ""];
  const { found, looked, seconds } = hunt;
  if (found === null) return ["**not found**", "", String(looked), "", "", rounded(seconds)];
  const { invariant, situation, lines, steps } = found;
  return [`\`${invariant}\``, situation, String(looked), String(lines), String(steps), rounded(seconds)];
}

function rounded(seconds: number): string {
  return seconds < 1 ? "under 1" : String(Math.round(seconds));
}

function sound(result: Result): string {
  const parts = SOUND.flatMap((name) =>
    WAYS.map(([by, title]) => {
      const hunt = result[name]?.[by];
      const found = hunt?.found ? `\`${hunt.found.invariant}\` (${hunt.found.situation})` : "nothing";
      return [name, title, found, String(hunt?.looked ?? "")];
    }),
  );
  const what =
    "Without any of them, v1.37 as it is, and v1.37 without the two bugs that it has, by the stricter invariants too:";
  return `${what}\n\n${table([["which", "by", "found", "looked at"], ...parts])}`;
}

function story(result: Result, name: string, by: By): string {
  const found = result[name]?.[by]?.found;
  return found
    ? `${name}, by ${by === "explore" ? "the explorer" : "random checking"}:\n\n\`\`\`text\n${found.story.join("\n")}\n\`\`\``
    : "";
}
