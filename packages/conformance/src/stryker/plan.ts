import type { Scenario } from "../scenario.ts";
import type { Mutant } from "./mutants.ts";
import { fileOf, type Outcome } from "./result.ts";
import type { Ask, Hits } from "./worker.ts";

/** What is known of the scenarios: which mutants each comes by how often, and how long it takes. */
export interface Learnt {
  readonly atLoad: Hits;
  readonly hits: ReadonlyMap<string, Hits>;
  /** In milliseconds. */
  readonly took: ReadonlyMap<string, number>;
  /** How often it comes by any mutant. */
  readonly steps: ReadonlyMap<string, number>;
}

/**
 * With mutants a scenario may take so many times as many steps as without, and so many more: some only make the controller
 * do over what it knows, for each node.
 */
const PATIENCE = { times: 40, more: 20_000 };

/** Chooses the scenarios that may tell of a mutant, and their order. */
export class Planner {
  readonly #scenarios: readonly Scenario[];
  readonly #learnt: Learnt;
  readonly #kills = new Map<string, Map<string, number>>();
  /** By ID of the mutant: the scenario that told of it the last time. */
  readonly #before = new Map<string, string>();

  constructor(scenarios: readonly Scenario[], learnt: Learnt, known: Iterable<Outcome>) {
    this.#scenarios = scenarios;
    this.#learnt = learnt;
    for (const outcome of known) {
      if (outcome.by === null) continue;
      this.told(fileOf(outcome), outcome.by);
      this.#before.set(outcome.id, outcome.by);
    }
  }

  /** A scenario has told of a mutant of a file. */
  told(file: string, scenario: string): void {
    const kills = this.#kills.get(file) ?? new Map<string, number>();
    kills.set(scenario, (kills.get(scenario) ?? 0) + 1);
    this.#kills.set(file, kills);
  }

  /** Whether a mutant changes what a module does when it is loaded. */
  isAtLoad({ number }: Mutant): boolean {
    return this.#learnt.atLoad[number] !== undefined;
  }

  /** Those that come by one of the mutants: what told the last time first, then what has most often of their files, the quickest first. */
  scenariosFor(mutants: readonly Mutant[]): Scenario[] {
    const covering = this.#scenarios.filter(({ name }) => mutants.some((mutant) => this.#comesBy(name, mutant)));
    const files = [...new Set(mutants.map(({ file }) => file))];
    const before = new Set(mutants.map(({ id }) => this.#before.get(id)));
    const rank = (name: string) =>
      before.has(name)
        ? Number.POSITIVE_INFINITY
        : files.reduce((sum, file) => sum + (this.#kills.get(file)?.get(name) ?? 0), 0);
    const known = covering.map((scenario) => {
      const { name } = scenario;
      return { scenario, rank: rank(name), time: this.#learnt.took.get(name) ?? 0 };
    });
    return known.sort((a, b) => Math.sign(b.rank - a.rank) || a.time - b.time).map(({ scenario }) => scenario);
  }

  #comesBy(name: string, mutant: Mutant): boolean {
    const hits = this.#learnt.hits.get(name);
    return hits?.[mutant.number] !== undefined || (this.isAtLoad(mutant) && Object.keys(hits ?? {}).length > 0);
  }

  ask(scenario: Scenario, mutants: readonly Mutant[], seed: number): Ask {
    const limit = (this.#learnt.steps.get(scenario.name) ?? 0) * PATIENCE.times + PATIENCE.more;
    return { scenario, mutants: mutants.map(({ number }) => number), limit, seed };
  }
}
