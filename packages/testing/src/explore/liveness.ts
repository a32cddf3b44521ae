import type { Invariant } from "../invariants/index.ts";
import type { Choice } from "../world/index.ts";
import { cycles, isFair } from "./cycles.ts";
import { endlessFault } from "./endless.ts";
import type { Counterexample } from "./exploration.ts";
import { type Judge, UNMET } from "./judge.ts";
import { type Ways, wayTo } from "./ways.ts";

/** The name under which runs that never come to rest are reported. */
export const COMES_TO_REST = "comesToRest";

/** A run that goes on for ever, with everybody getting their turn. */
export function endless(ways: Ways): Counterexample | undefined {
  const { graph } = ways.ledger;
  const part = cycles(graph).find((states) => isFair(graph, states));
  if (part === undefined) return undefined;
  const entry = part.reduce((least, state) => (graph.depth(state) < graph.depth(least) ? state : least));
  const choices = ways.to(entry);
  const loop = roundTrip(ways, entry, new Set(part));
  return { invariant: COMES_TO_REST, fault: endlessFault(ways.run, ways.worlds.of(entry), loop), choices, loop };
}

/** The shortest way from a state back to itself. */
function roundTrip(ways: Ways, entry: number, within: ReadonlySet<number>): readonly Choice[] {
  const { graph } = ways.ledger;
  const origin = new Map<number, readonly [from: number, at: number]>();
  const queue = [entry];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] as number;
    let at = 0;
    for (const [to] of graph.from(state)) {
      if (to === entry) return ways.walk(entry, [...wayTo(origin, state, entry), at]);
      if (within.has(to) && !origin.has(to)) {
        origin.set(to, [state, at]);
        queue.push(to);
      }
      at++;
    }
  }
  return [];
}

/** What should lead to something, and need not. */
export function unmet(ways: Ways, judge: Judge): Counterexample | undefined {
  for (const invariant of judge.leadsTo) {
    const found = unmetBy(ways, judge, invariant);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unmetBy(ways: Ways, judge: Judge, invariant: Invariant): Counterexample | undefined {
  const { graph } = ways.ledger;
  const { states } = graph;
  const begins = new Uint8Array(states);
  const open = new Uint8Array(states);
  const dead = new Uint8Array(states);
  for (let state = 0; state < states; state++) {
    const world = ways.worlds.of(state);
    const stands = judge.obligation(invariant, world);
    open[state] = stands.met ? 0 : 1;
    begins[state] = stands.begins && !stands.met ? 1 : 0;
    dead[state] = !stands.met && ways.run.isAtRest(world) ? 1 : 0;
  }
  for (const part of cycles(graph, (state) => open[state] === 1))
    if (isFair(graph, part)) for (const state of part) dead[state] = 1;
  for (let from = 0; from < states; from++) {
    if (begins[from] === 0) continue;
    const way = wayWithin(ways, from, open, dead);
    if (way === undefined) continue;
    return { invariant: invariant.name, fault: UNMET, choices: [...ways.to(from), ...ways.walk(from, way)] };
  }
  return undefined;
}

function wayWithin(ways: Ways, from: number, open: Uint8Array, goal: Uint8Array): readonly number[] | undefined {
  const { graph } = ways.ledger;
  const origin = new Map<number, readonly [from: number, at: number]>();
  const queue = [from];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] as number;
    if (goal[state] === 1) return wayTo(origin, state, from);
    let at = 0;
    for (const [to] of graph.from(state)) {
      if (open[to] === 1 && to !== from && !origin.has(to)) {
        origin.set(to, [state, at]);
        queue.push(to);
      }
      at++;
    }
  }
  return undefined;
}
