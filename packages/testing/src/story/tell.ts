import { kubectl } from "@kubetick/kubectl";
import type { Counterexample } from "../explore/index.ts";
import { leftAlone } from "../explore/turns.ts";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { clusterAt } from "./cluster-at.ts";
import { lineOf } from "./line.ts";

/**
 * Tells a run: what was wrong, what happened at which virtual time since the start, and how the DaemonSets stand at the
 * end.
 */
export function tell(run: Run, { invariant, fault, choices, loop, alone, other, ...more }: Told): readonly string[] {
  const heading = invariant === undefined ? fault : `${invariant}: ${fault}`;
  const { lines, end, elapsed } = linesOf(run, run.start, choices, 0);
  const shrunk = more.shrunkFrom === undefined ? "" : `, shrunk from ${more.shrunkFrom}`;
  const again = alone === undefined ? roundAgain(run, end, loop, elapsed) : lastOf(run, end, alone, loop, elapsed);
  const opening = run.opening.map((line) => `  ${age(0)}  ${line}`);
  const story = [...opening, ...lines, ...again, ...tableOf(run, end)];
  const told = [`${heading} (at step ${choices.length}${shrunk})`, ...story];
  if (other === undefined) return told;
  const otherwise = linesOf(run, run.start, other, 0);
  return [...told, "  or, in another order:", ...opening, ...otherwise.lines, ...tableOf(run, otherwise.end)];
}

function roundAgain(run: Run, entry: World, loop: readonly Choice[] | undefined, elapsed: number): readonly string[] {
  return loop === undefined ? [] : ["  and so on for ever:", ...linesOf(run, entry, loop, elapsed).lines];
}

/** Of so many steps that a run takes which is left alone, the last ones. */
function lastOf(
  run: Run,
  from: World,
  alone: number,
  loop: readonly Choice[] = [],
  elapsed: number,
): readonly string[] {
  const steps = alone - loop.length;
  const before = linesOf(run, from, leftAlone(run, from, steps), elapsed);
  return [`  and, ${steps} steps later, so on without end:`, ...linesOf(run, before.end, loop, before.elapsed).lines];
}

/** A run; without an invariant that is broken, `fault` says what is to be said of it. */
type Told = Omit<Counterexample, "invariant"> & { readonly invariant?: string; readonly shrunkFrom?: number };

function linesOf(run: Run, start: World, choices: readonly Choice[], from: number) {
  const lines: string[] = [];
  let world = start;
  let elapsed = from;
  for (const choice of choices) {
    const line = lineOf(run, world, choice);
    if (line !== undefined) lines.push(`  ${age(elapsed)}  ${line}`);
    const before = world;
    world = run.step(world, choice);
    elapsed += run.elapsed(before, choice, world);
  }
  return { lines, end: world, elapsed };
}

/** How long after the start: ` 1.5s`. */
export function age(millis: number): string {
  const text = millis % 1000 === 0 ? `${millis / 1000}s` : `${(millis / 1000).toFixed(1)}s`;
  return text.padStart(5);
}

function tableOf(run: Run, world: World): readonly string[] {
  const $ = kubectl(clusterAt(run, world));
  const tables = [$`get daemonsets -A`.toString(), $`get pods -A -o wide`.toString()];
  return tables.filter((table) => !isEmpty(table)).flatMap((table) => table.trimEnd().split("\n"));
}

/** kubectl found nothing to show. */
export function isEmpty(table: string): boolean {
  return table.startsWith("No resources found");
}
