import { entries } from "@kubetick/core";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { endlessFault } from "./endless.ts";
import type { Counterexample } from "./exploration.ts";
import { takerOf } from "./takers.ts";
import { Turns } from "./turns.ts";

/** How a run goes on that is left alone and does not come to rest. Plain data. */
export interface Unrest {
  readonly fault: string;
  /** What happens before it goes round; nothing, where no state comes twice. */
  readonly lead: readonly Choice[];
  /** The steps that go round; where no state comes twice, the last ones. */
  readonly loop: readonly Choice[];
  /** How many steps there were, where no state came twice. */
  readonly alone?: number;
}

/** For one node, and for a cluster without any, in steps. A rollout of a DaemonSet takes some 26 steps a node. */
const WITHIN_A_NODE = 200;
const WITHIN = 5_000;

/** Within how many steps a run that is left alone is to come to rest, where nobody says so. */
export function restWithin(run: Run): number {
  let nodes = 0;
  for (const _ of entries(run.system.tableOf(run.start, "nodes").objects)) nodes++;
  return WITHIN + nodes * WITHIN_A_NODE;
}

/** What is wrong with a run that is left alone in a world, and has not come to rest within so many steps; undefined if it has. */
export function unrestFrom(run: Run, from: World, within: number): Unrest | undefined {
  const turns = new Turns(run);
  const met = new Map<string, number>();
  const worlds = [from];
  const choices: Choice[] = [];
  for (let step = 0; step < within; step++) {
    const world = worlds[step] as World;
    const name = `${world.name}\n${turns.name}`;
    const before = met.get(name);
    if (before !== undefined) {
      const loop = choices.slice(before);
      return { fault: endlessFault(run, worlds[before] as World, loop), lead: choices.slice(0, before), loop };
    }
    met.set(name, step);
    const choice = turns.next(world);
    if (choice === undefined) return undefined;
    choices.push(choice);
    worlds.push(run.step(world, choice));
  }
  const loop = lastRound(choices);
  const who = endlessFault(run, worlds[within - loop.length] as World, loop);
  return { fault: `${who}: ${within} steps, and no state came twice`, lead: [], loop, alone: within };
}

/** A run that comes to where it never comes to rest. */
export function unresting(invariant: string, choices: readonly Choice[], unrest: Unrest): Counterexample {
  const { fault, lead, loop, alone } = unrest;
  return { invariant, fault, choices: [...choices, ...lead], loop, ...(alone === undefined ? {} : { alone }) };
}

/** The last steps; of steps that come in the same order time and again, those of one time. */
function lastRound(choices: readonly Choice[]): readonly Choice[] {
  const labels = choices.slice(-ROUNDS * MOST_IN_ROUND).map((choice) => `${choice.do} ${takerOf(choice)}`);
  labels.reverse();
  for (let length = 1; length <= MOST_IN_ROUND && ROUNDS * length <= labels.length; length++)
    if (labels.slice(0, (ROUNDS - 1) * length).every((label, at) => label === labels[at + length]))
      return choices.slice(-length);
  return choices.slice(-MOST_IN_ROUND);
}

const ROUNDS = 3;
const MOST_IN_ROUND = 20;
