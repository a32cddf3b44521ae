import type { Scenario } from "../scenario.ts";
import type { Mutant } from "./mutants.ts";
import type { Planner } from "./plan.ts";
import { nextSeed, type Played, type Player } from "./player.ts";
import type { Outcome } from "./result.ts";

/** What a mutant came to. */
export type Fate = Pick<Outcome, "status" | "by">;

/** With so many seeds a scenario has to differ before it is believed. */
const SEEDS = 4;

/** What of a player is asked here. */
type Plays = Pick<Player, "play" | "close">;

/** A player in whose thread these mutants are active from the start, by Stryker's number of them. */
type PlayerWith = (atLoad: readonly string[]) => Plays;

const SURVIVED: Fate = { status: "survived", by: null };

/**
 * Tries mutants. Most are caught by one of the first scenarios, alone. Those that are not are played together, those
 * that are far from each other in the code, as they hardly get in each other's way: where nothing differs all of them
 * have survived, for less than one would cost.
 */
export class Trials {
  readonly #planner: Planner;
  readonly #playerWith: PlayerWith;
  readonly #player: Plays;

  constructor(planner: Planner, playerWith: PlayerWith) {
    this.#planner = planner;
    this.#playerWith = playerWith;
    this.#player = playerWith([]);
  }

  /** Plays the likeliest scenarios, as many as `count`, with one mutant. Undefined if none tells and there are more. */
  async alone(mutant: Mutant, count: number): Promise<Fate | undefined> {
    const scenarios = this.#planner.scenariosFor([mutant]);
    if (scenarios.length === 0) return { status: "uncovered", by: null };
    const told = await this.#first([mutant], scenarios.slice(0, count));
    if (told !== undefined) return this.#caught(mutant, told);
    return scenarios.length <= count ? SURVIVED : undefined;
  }

  /** Plays all scenarios with all mutants of a group, and finds out which of them it was wherever one differs. */
  async together(group: readonly Mutant[]): Promise<Map<Mutant, Fate>> {
    const fates = new Map<Mutant, Fate>();
    let left = [...group];
    let scenarios = this.#planner.scenariosFor(left);
    while (left.length > 0) {
      const told = await this.#first(left, scenarios);
      if (told === undefined) break;
      scenarios = scenarios.slice(scenarios.indexOf(told.scenario));
      const guilty = await this.#culprit(left, told.scenario);
      // Each does nothing alone, but they do together: one is set apart.
      const [mutant, played] = guilty ?? [left[0] as Mutant, undefined];
      if (played !== undefined) fates.set(mutant, this.#caught(mutant, { scenario: told.scenario, played }));
      else fates.set(mutant, (await this.alone(mutant, Number.POSITIVE_INFINITY)) ?? SURVIVED);
      left = left.filter((each) => each !== mutant);
    }
    for (const mutant of left) fates.set(mutant, SURVIVED);
    return fates;
  }

  close(): void {
    this.#player.close();
  }

  /** The first scenario that differs with these mutants. */
  async #first(mutants: readonly Mutant[], scenarios: readonly Scenario[]): Promise<Told | undefined> {
    return this.#with(mutants, async (player) => {
      for (const scenario of scenarios) {
        const played = await this.#difference(player, scenario, mutants);
        if (played !== undefined) return { scenario, played };
      }
      return undefined;
    });
  }

  /**
   * What a scenario with these mutants comes to, if it differs with each of several seeds. A seed gives names and uids, and in
   * a few scenarios the outcome depends on those: one seed alone would tell nothing of the mutants.
   */
  async #difference(player: Plays, scenario: Scenario, mutants: readonly Mutant[]): Promise<Played | undefined> {
    let played: Played | undefined;
    for (let time = 0; time < SEEDS; time++) {
      played = await player.play(this.#planner.ask(scenario, mutants, nextSeed()));
      if (played.differs === undefined) return undefined;
    }
    return played;
  }

  /** One of the mutants with which alone the scenario differs, by halving. */
  async #culprit(mutants: readonly Mutant[], scenario: Scenario): Promise<readonly [Mutant, Played] | undefined> {
    const told = await this.#first(mutants, [scenario]);
    if (told === undefined) return undefined;
    const [only] = mutants;
    if (mutants.length === 1 && only !== undefined) return [only, told.played];
    const middle = Math.ceil(mutants.length / 2);
    return (
      (await this.#culprit(mutants.slice(0, middle), scenario)) ??
      (await this.#culprit(mutants.slice(middle), scenario))
    );
  }

  /** In a thread of their own, if the mutants have their effect while modules are loaded. */
  async #with<Result>(mutants: readonly Mutant[], run: (player: Plays) => Promise<Result>): Promise<Result> {
    if (!mutants.some((mutant) => this.#planner.isAtLoad(mutant))) return run(this.#player);
    const player = this.#playerWith(mutants.map(({ number }) => number));
    try {
      return await run(player);
    } finally {
      player.close();
    }
  }

  #caught({ file }: Mutant, { scenario, played }: Told): Fate {
    this.#planner.told(file, scenario.name);
    return { status: played.endless ? "timeout" : "caught", by: scenario.name };
  }
}

interface Told {
  readonly scenario: Scenario;
  readonly played: Played;
}

/** Of one file at most so many get into a group, with so many lines between them. */
const OF_A_FILE = { most: 3, lines: 25 };

/**
 * Groups of mutants that are far from each other. Those that have their effect at load are constants, mostly, and need a thread
 * of their own: they are in groups of their own, and only not within each other.
 */
export function groupsOf(mutants: readonly Mutant[], isAtLoad: (mutant: Mutant) => boolean): Mutant[][] {
  const [atLoad, others] = [mutants.filter(isAtLoad), mutants.filter((mutant) => !isAtLoad(mutant))];
  return [...grouped(others, isFar), ...grouped(atLoad, isBeside)];
}

function grouped(mutants: readonly Mutant[], fits: (mutant: Mutant, ofFile: readonly Mutant[]) => boolean): Mutant[][] {
  const groups: Mutant[][] = [];
  for (const mutant of mutants) {
    const ofFile = (group: readonly Mutant[]) => group.filter(({ file }) => file === mutant.file);
    const group = groups.find((each) => fits(mutant, ofFile(each)));
    if (group === undefined) groups.push([mutant]);
    else group.push(mutant);
  }
  return groups;
}

function isFar({ line }: Mutant, ofFile: readonly Mutant[]): boolean {
  return ofFile.length < OF_A_FILE.most && ofFile.every((each) => Math.abs(each.line - line) >= OF_A_FILE.lines);
}

function isBeside({ range: [from, to] }: Mutant, ofFile: readonly Mutant[]): boolean {
  return ofFile.every(({ range }) => to <= range[0] || range[1] <= from);
}

/** The mutants of each file in their order, but from another one on: so that others get into a group together. */
export function rotated(mutants: readonly Mutant[], round: number): Mutant[] {
  const files = [...new Set(mutants.map(({ file }) => file))];
  return files.flatMap((file, at) => {
    const own = mutants.filter((mutant) => mutant.file === file);
    const from = (round * (at + 1) * STRIDE) % own.length;
    return [...own.slice(from), ...own.slice(0, from)];
  });
}

const STRIDE = 7;
