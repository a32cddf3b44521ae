import type { Counterexample } from "../explore/index.ts";
import { type Broken, Judge } from "../explore/judge.ts";
import type { Run } from "../model/index.ts";
import type { Choice } from "../world/index.ts";
import { type Walk, Walker } from "./walker.ts";

/** Something that happens at a step in place of what happens by default. */
interface Departure {
  readonly at: number;
  readonly choice: Choice;
}

/**
 * Makes a counterexample shorter: people do less, and less goes wrong; there are fewer steps; they depart less often from what
 * happens by default. The same invariant is broken.
 */
export function shrunk(run: Run, counterexample: Counterexample): Counterexample {
  const judge = new Judge(run);
  let best = counterexample;
  for (;;) {
    const shorter = firstShorter(run, judge, best);
    if (shorter === undefined) return best;
    best = shorter;
  }
}

function firstShorter(run: Run, judge: Judge, best: Counterexample): Counterexample | undefined {
  const size = sizeOf(run, best);
  const longest = lengthOf(best) * LONGER;
  const isShorter = (played: Counterexample | undefined): played is Counterexample =>
    played?.invariant === best.invariant && isLess(sizeOf(run, played), size);
  for (const departures of fewer(departuresOf(run, best.choices))) {
    const walker = new Walker(run, judge);
    depart(walker, run, departures, longest);
    const played = settled(walker, best, longest);
    if (isShorter(played)) return played;
  }
  for (const choices of without(best.choices)) {
    const walker = new Walker(run, judge);
    follow(walker, run, choices);
    const played = settled(walker, best, longest);
    if (isShorter(played)) return played;
  }
  return undefined;
}

/** A story that departs less often may be so much longer. */
const LONGER = 2;

function lengthOf({ choices, loop = [] }: Counterexample): number {
  return choices.length + loop.length;
}

/** What counts, the most important first. */
function sizeOf(run: Run, counterexample: Counterexample): readonly number[] {
  const { choices, loop = [] } = counterexample;
  const happenings = [...choices, ...loop].filter((choice) => !BY_ITSELF.has(choice.do));
  return [happenings.length, lengthOf(counterexample), departuresOf(run, choices).length];
}

const BY_ITSELF: ReadonlySet<Choice["do"]> = new Set(["sync", "proceed", "time", "hear", "rest"]);

function isLess(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at >= 0 && (one[at] as number) < (other[at] as number);
}

/** Without one of them; with one of them, or all from one on, earlier. */
function* fewer(list: readonly Departure[]): Generator<readonly Departure[]> {
  for (let index = 0; index < list.length; index++) yield list.toSpliced(index, 1);
  for (let index = 0; index < list.length; index++) {
    const gap = (list[index] as Departure).at - (index === 0 ? 0 : (list[index - 1] as Departure).at + 1);
    for (let by = gap; by > 0; by = Math.floor(by / 2)) {
      yield list.map((one, at) => (at < index ? one : { ...one, at: one.at - by }));
      yield list.map((one, at) => (at === index ? { ...one, at: one.at - by } : one));
    }
  }
}

/** Without half of them, a quarter, …, one. */
function* without(choices: readonly Choice[]): Generator<readonly Choice[]> {
  for (let count = choices.length >> 1; count > 0; count >>= 1)
    for (let from = 0; from < choices.length; from += count) yield choices.toSpliced(from, count);
}

function departuresOf(run: Run, choices: readonly Choice[]): readonly Departure[] {
  const found: Departure[] = [];
  let world = run.start;
  for (const [at, choice] of choices.entries()) {
    const [first] = run.play.ownChoices(world);
    if (JSON.stringify(first) !== JSON.stringify(choice)) found.push({ at, choice });
    world = run.step(world, choice);
  }
  return found;
}

/** Plays departures at their steps, and between them what happens by default. */
function depart(walker: Walker, run: Run, list: readonly Departure[], longest: number): void {
  const left = [...list];
  while (left.length > 0 && walker.broken === undefined && walker.steps < longest) {
    const { at, choice: wanted } = left[0] as Departure;
    const own = run.play.ownChoices(walker.world)[0];
    // Where nothing happens any more, what is left comes at once; what is no longer possible is passed over.
    const departs = at <= walker.steps || own === undefined;
    if (departs) left.shift();
    const choice = departs ? sameOf(run.choices(walker.world), wanted) : own;
    if (choice !== undefined) walker.take(choice);
  }
}

/** Plays one choice after another, passing over those that are not possible. */
function follow(walker: Walker, run: Run, list: readonly Choice[]): void {
  for (const wanted of list) {
    if (walker.broken !== undefined) break;
    const choice = sameOf(run.choices(walker.world), wanted);
    if (choice !== undefined) walker.take(choice);
  }
}

/** What is wrong once a run has gone on by default: for some steps, or for as many as one that has not come to rest. */
function settled(walker: Walker, { alone }: Counterexample, longest: number): Counterexample | undefined {
  return told(alone === undefined ? walker.settled(longest) : walker.settledWithin(alone));
}

function sameOf(choices: readonly Choice[], wanted: Choice): Choice | undefined {
  const text = JSON.stringify(wanted);
  return choices.find((choice) => JSON.stringify(choice) === text);
}

function told(walk: Walk): Counterexample | undefined {
  return walk.broken && counterexampleOf(walk, walk.broken);
}

/** A run in which something is broken. */
export function counterexampleOf({ choices, loop, alone }: Walk, { invariant, fault }: Broken): Counterexample {
  return {
    invariant: invariant.name,
    fault,
    choices,
    ...(loop === undefined ? {} : { loop }),
    ...(alone === undefined ? {} : { alone }),
  };
}
