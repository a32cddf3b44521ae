import { COMES_TO_REST, type Counterexample } from "../explore/index.ts";
import { Judge } from "../explore/judge.ts";
import type { Run } from "../model/index.ts";
import type { Choice } from "../world/index.ts";

/** Something that happens at a step in place of what happens by default. */
interface Departure {
  readonly at: number;
  readonly choice: Choice;
}

/**
 * Makes a counterexample shorter: it departs less often from what happens by default, and earlier. The same invariant is
 * broken. One that goes round for ever stays as it is.
 */
export function shrunk(run: Run, counterexample: Counterexample): Counterexample {
  if (counterexample.invariant === COMES_TO_REST || counterexample.loop !== undefined) return counterexample;
  const judge = new Judge(run);
  let best = counterexample;
  for (;;) {
    const shorter = firstShorter(run, judge, best);
    if (shorter === undefined) return best;
    best = shorter;
  }
}

function firstShorter(run: Run, judge: Judge, best: Counterexample): Counterexample | undefined {
  for (const departures of fewer(departuresOf(run, best.choices))) {
    const played = play(run, judge, departures, best.choices.length);
    if (played?.invariant === best.invariant && isShorter(run, played, best)) return played;
  }
  return undefined;
}

function isShorter(run: Run, one: Counterexample, other: Counterexample): boolean {
  const [left, right] = [departuresOf(run, one.choices).length, departuresOf(run, other.choices).length];
  return left < right || (left === right && one.choices.length < other.choices.length);
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

/** More steps than before are not shorter; but a story that departs less often may be a bit longer. */
const LONGER = 2;

function play(run: Run, judge: Judge, departures: readonly Departure[], length: number): Counterexample | undefined {
  let world = run.start;
  let broken = judge.broken(world, undefined);
  const taken: Choice[] = [];
  const left = [...departures];
  while (broken === undefined && taken.length < length * LONGER) {
    const departs = left[0] !== undefined && left[0].at <= taken.length;
    const wanted = departs ? JSON.stringify(left.shift()?.choice) : undefined;
    const choice =
      wanted === undefined
        ? run.play.ownChoices(world)[0]
        : run.choices(world).find((one) => JSON.stringify(one) === wanted);
    // What is no longer possible is passed over; where nothing happens any more, what is left comes at once.
    if (choice === undefined && left.length === 0) break;
    if (choice === undefined) {
      if (!departs) left[0] = { ...(left[0] as Departure), at: taken.length };
      continue;
    }
    const before = world;
    world = run.step(before, choice);
    taken.push(choice);
    broken = judge.broken(world, before);
  }
  return broken && { invariant: broken.invariant.name, fault: broken.fault, choices: taken };
}
