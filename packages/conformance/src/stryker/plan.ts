import type { Scenario } from "../scenario.ts";
import type { Mutant } from "./mutants.ts";
import type { Outcome } from "./result.ts";
import type { Coverage, Task } from "./worker.ts";

/** What is known of the scenarios: which mutants each comes by how often, and how long it takes. */
export interface Learnt {
  readonly coverage: Coverage;
  readonly took: ReadonlyMap<string, number>;
}

/** So many times as often as without the mutant, and so many more, may it be come by. */
const PATIENCE = { times: 100, more: 10_000 };

/** Chooses the scenarios that may tell of a mutant, and their order. */
export class Planner {
  readonly #scenarios: readonly Scenario[];
  readonly #learnt: Learnt;
  readonly #kills = new Map<string, Map<string, number>>();

  constructor(scenarios: readonly Scenario[], learnt: Learnt, known: Iterable<Outcome>) {
    this.#scenarios = scenarios;
    this.#learnt = learnt;
    for (const { file, by } of known) if (by !== null) this.told(file, by);
  }

  /** A scenario has told of a mutant of a file. */
  told(file: string, scenario: string): void {
    const kills = this.#kills.get(file) ?? new Map<string, number>();
    kills.set(scenario, (kills.get(scenario) ?? 0) + 1);
    this.#kills.set(file, kills);
  }

  /** What told the last time is played first, then what has told most often of this file, the quickest first. */
  scenariosFor({ number, file }: Mutant, before: string | undefined): Task["scenarios"] {
    const { coverage, took } = this.#learnt;
    const isStatic = coverage.static[number] !== undefined;
    const hitsIn = (name: string) => coverage.perTest[name]?.[number];
    const covering = this.#scenarios.filter(({ name }) => {
      return hitsIn(name) !== undefined || (isStatic && coverage.perTest[name] !== undefined);
    });
    const kills = this.#kills.get(file);
    const rank = ({ name }: Scenario) => (name === before ? Number.POSITIVE_INFINITY : (kills?.get(name) ?? 0));
    const time = ({ name }: Scenario) => took.get(name) ?? 0;
    const sorted = covering.sort((a, b) => (rank(a) === rank(b) ? time(a) - time(b) : rank(b) - rank(a)));
    return sorted.map((scenario) => {
      const hits = hitsIn(scenario.name);
      return hits === undefined ? { scenario } : { scenario, hitLimit: hits * PATIENCE.times + PATIENCE.more };
    });
  }
}
