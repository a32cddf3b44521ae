import { type Counterexample, checkRandomly, explore, type RandomOptions, Run, shrunk, tell } from "@kubetick/testing";
import { type Candidate, modelOf, SITUATIONS, type Situation } from "./situations.ts";

/** What was found, and what it took. All but the time is the same each time. */
export interface Find {
  readonly situation: string;
  readonly invariant: string;
  readonly fault: string;
  /** Of the shrunk story: its lines, and the steps that they tell of. */
  readonly lines: number;
  readonly steps: number;
  readonly story: readonly string[];
}

export interface Hunt {
  /** States or runs, of all situations that were tried. */
  readonly looked: number;
  readonly found: Find | null;
  /** Of one core, in seconds. */
  readonly seconds: number;
}

export type By = "random" | "explore";

/** So many states of each situation; where nothing is found, so many. */
const STATES = [2_000, 10_000, 30_000];

/** So many runs of each situation. Few departures leave a run close to one that was played before: there are many in little time. */
const RUNS = [
  { runs: 25, departures: 20 },
  { runs: 500, departures: 4 },
  { runs: 50, departures: 20 },
  { runs: 1500, departures: 4 },
];

/** A look at each situation. Where nothing is found, the next one looks at more. */
const ROUNDS: Readonly<Record<By, readonly ((run: Run) => Tried)[]>> = {
  explore: STATES.map(explored),
  random: RUNS.map((options, index) => atRandom({ ...options, seed: index + 1 })),
};

/** For the page: rows of a table. */
export function roundsInWords(): readonly (readonly string[])[] {
  return RUNS.map(({ runs, departures }, index) => {
    const states = STATES[index];
    return [
      String(index + 1),
      states === undefined ? "" : `${states.toLocaleString("en")} states`,
      `${runs.toLocaleString("en")} runs, with at most ${departures} departures from what happens by default`,
    ];
  });
}

/** What has been computed for one way of looking is good for the other, too. */
const runs = new Map<string, Run>();

function runOf(situation: Situation, candidate: Candidate): Run {
  const name = JSON.stringify([situation.name, candidate]);
  const run = runs.get(name) ?? new Run(modelOf(situation, candidate));
  runs.set(name, run);
  return run;
}

/** Tries one situation after another until something is found. */
export function hunt(by: By, candidate: Candidate): Hunt {
  const began = process.cpuUsage();
  const seconds = () => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1e6;
  };
  let looked = 0;
  for (const look of ROUNDS[by])
    for (const situation of SITUATIONS) {
      const run = runOf(situation, candidate);
      const tried = look(run);
      looked += tried.looked;
      if (tried.counterexample !== undefined)
        return { looked, found: findOf(situation, run, tried.counterexample), seconds: seconds() };
    }
  return { looked, found: null, seconds: seconds() };
}

interface Tried {
  readonly looked: number;
  readonly counterexample: Counterexample | undefined;
}

/** What departs least from what happens by default comes first. */
function explored(maxStates: number): (run: Run) => Tried {
  return (run) => {
    const { states, counterexample } = explore(run, { maxStates, order: "departures" });
    return { looked: states, counterexample: counterexample && shrunk(run, counterexample) };
  };
}

function atRandom(options: Omit<RandomOptions, "by">): (run: Run) => Tried {
  return (run) => {
    const { counterexample, runs } = checkRandomly(run, { by: "random", ...options });
    return { looked: counterexample?.foundAfter ?? runs, counterexample };
  };
}

function findOf({ name }: Situation, run: Run, counterexample: Counterexample): Find {
  const { invariant, fault, choices, loop = [] } = counterexample;
  const story = tell(run, counterexample);
  return { situation: name, invariant, fault, lines: story.length, steps: choices.length + loop.length, story };
}
