import { entries, type ResourceName } from "@kubetick/core";
import { formatHash, hashJson } from "@kubetick/core/pieces";
import type { Counterexample } from "../explore/index.ts";
import type { Run } from "../model/index.ts";
import { lineOf } from "../story/line.ts";
import type { Choice, World } from "../world/index.ts";
import { tokensOf } from "../world/names.ts";

/**
 * Names the shape of a failure's story: which invariant is broken and how, what people did and what went wrong before, in this
 * order, and the step that broke it. Names, numbers and times do not count, nor what the cluster did by itself in between:
 * it differs with every moment at which somebody may have come.
 */
export function foldOf(run: Run, { invariant, fault, choices }: Counterexample): string {
  const names = new Map<string, string>();
  const lines: string[] = [];
  let world = run.start;
  collect(run, world, names);
  for (const [at, choice] of choices.entries()) {
    const isLast = at === choices.length - 1;
    const line = isLast || comesFromOutside(choice) ? lineOf(run, world, choice) : undefined;
    world = run.step(world, choice);
    collect(run, world, names);
    if (line !== undefined) lines.push(line);
  }
  return formatHash(hashJson([invariant, ...[fault, ...lines].map((line) => nameless(line, names))]));
}

const NAMED: readonly (readonly [ResourceName, string])[] = [
  ["pods", "a pod"],
  ["nodes", "a node"],
  ["controllerrevisions.apps", "a revision"],
];

/** Puts the names of a world's objects to what they name. */
function collect(run: Run, world: World, names: Map<string, string>): void {
  for (const [resource, kind] of NAMED)
    for (const [, { metadata }] of entries(run.system.tableOf(world, resource).objects)) names.set(metadata.name, kind);
}

const OWN: readonly Choice["do"][] = ["sync", "proceed", "time", "hear", "rest"];

function comesFromOutside(choice: Choice): boolean {
  return !OWN.includes(choice.do);
}

/** A line without the names of objects that there are many of, and without numbers. */
export function nameless(line: string, names: ReadonlyMap<string, string>): string {
  let text = line;
  for (const token of new Set(tokensOf(line))) {
    const kind = names.get(token);
    if (kind !== undefined) text = text.replaceAll(token, kind);
  }
  return text.replace(/\b\d+(\.\d+)?\b/g, "N");
}
