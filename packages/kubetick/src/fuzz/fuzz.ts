import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { parseDuration } from "@kubetick/cluster";
import { Campaign, type Folded, type Model, type Plan, planOf, stockModel, type UnitResult } from "@kubetick/testing";
import { readModelFile } from "../model-file.ts";
import type { Terminal } from "../terminal.ts";
import { Corpus } from "./corpus.ts";
import { type Player, workerPlayer } from "./players.ts";
import { counted, progressLine } from "./progress.ts";

export interface FuzzOptions {
  /** For how long. Default: 10 minutes, or without end where `runs` says how many. */
  readonly time?: string;
  /** So many runs in all, those of earlier sessions too. They are done in units, whose last may bring some more. */
  readonly runs?: number;
  /** How many threads. Default: as many as there are cores. */
  readonly workers?: number;
  /** A module whose default export is the model. Default: `stockModel`. */
  readonly model?: string;
  /** The folder that keeps the campaign. Default: nothing is kept. */
  readonly corpus?: string;
  /** Chooses the runs. Default: the corpus', or one that differs each time. */
  readonly seed?: number;
  /** A line for each unit that is done. */
  readonly verbose?: boolean;
}

/** How often the line on a terminal is written anew, and how often there is one elsewhere, in milliseconds. */
const REDRAWN = 200;
const LINES = 10_000;

/** What a shell says of a command that has been interrupted. */
const INTERRUPTED = 130;

/**
 * `kubetick fuzz`: plays runs of a model at random until the time is over. Prints each failure once, when it is found, and all of
 * them in the end. Whatever is printed is kept by then. Returns the exit code: 1 where something has been found.
 *
 * @throws RangeError or Error where an option, the model or the corpus makes no sense, or the model's code fails
 */
export async function fuzz(
  options: FuzzOptions,
  terminal: Terminal,
  playerFor: (modelFile: string | undefined) => Player = workerPlayer,
): Promise<number> {
  const time = options.time ?? (options.runs === undefined ? "10m" : undefined);
  const lasts = time === undefined ? Number.POSITIVE_INFINITY : parseDuration(time);
  const model = options.model === undefined ? stockModel : await readModelFile(options.model);
  const session = new Session(model, options, lasts, terminal);
  try {
    return await session.run(playerFor);
  } finally {
    session.close();
  }
}

class Session {
  readonly #options: FuzzOptions;
  readonly #terminal: Terminal;
  readonly #corpus: Corpus | undefined;
  readonly #campaign: Campaign;
  readonly #units: number;
  readonly #started = performance.now();
  readonly #lasts: number;
  readonly #before: number;
  #interrupted = false;

  constructor(model: Model, options: FuzzOptions, lasts: number, terminal: Terminal) {
    this.#options = options;
    this.#terminal = terminal;
    this.#lasts = lasts;
    const planFor = (kept: Plan | undefined) => planIn(kept, model, options.seed);
    const opened = options.corpus === undefined ? undefined : Corpus.open(options.corpus, planFor);
    this.#corpus = opened?.corpus;
    this.#campaign = new Campaign(opened?.plan ?? planFor(undefined), this.#corpus?.entries);
    this.#units =
      options.runs === undefined ? Number.POSITIVE_INFINITY : Math.ceil(options.runs / this.#campaign.plan.runs);
    this.#before = this.#campaign.totals.runs;
    for (const folded of this.#campaign.failures) this.#corpus?.tell(folded);
  }

  close(): void {
    this.#corpus?.close();
  }

  async run(playerFor: (modelFile: string | undefined) => Player): Promise<number> {
    const players = Array.from({ length: this.#options.workers ?? availableParallelism() }, () =>
      playerFor(this.#options.model),
    );
    const interrupted = new Promise<undefined>((resolve) => {
      this.#terminal.onInterrupt?.(() => {
        this.#interrupted = true;
        resolve(undefined);
      });
    });
    this.#begin(players.length);
    const isLine = this.#terminal.columns === undefined;
    const redrawing = setInterval(() => this.#draw(), isLine ? LINES : REDRAWN);
    try {
      await Promise.all(players.map((player) => this.#lane(player, interrupted)));
    } finally {
      clearInterval(redrawing);
      this.#clear();
      await Promise.all(players.map((player) => player.end()));
    }
    return this.#end();
  }

  /** Lets a player play unit after unit. */
  async #lane(player: Player, interrupted: Promise<undefined>): Promise<void> {
    while (!this.#interrupted && this.#elapsed < this.#lasts) {
      const unit = this.#campaign.next(this.#units);
      if (unit === undefined) return;
      const result = await Promise.race([player.play(unit), interrupted]);
      if (result !== undefined) this.#take(result);
    }
  }

  /** First what has come of a unit is kept, and then it is told. */
  #take(result: UnitResult): void {
    const entry = this.#campaign.entryOf(result);
    this.#corpus?.keep(entry);
    const folded = this.#campaign.add(entry);
    if (folded !== undefined) this.#corpus?.tell(folded);
    const { unit, runs, steps, failure, firsts } = entry;
    const shapes = firsts.reduce((sum, first) => sum + first.shapes.length, 0);
    if (folded?.count === 1)
      this.#print(`found ${folded.failure.fold}: ${heading(folded)} (${counted(folded.failure.steps, "step")})`);
    if (this.#options.verbose) {
      const told = [counted(runs, "run"), counted(steps, "step"), counted(shapes, "new shape")];
      this.#print(
        `unit ${unit}: ${[...told, ...(failure === undefined ? [] : [`failure ${failure.fold}`])].join(", ")}`,
      );
    }
  }

  #begin(workers: number): void {
    const { model, seed } = this.#campaign.plan;
    const { units, runs } = this.#campaign.totals;
    const failures = this.#campaign.failures.length;
    const before =
      units === 0
        ? ""
        : `; resumed: ${counted(units, "unit")}, ${counted(runs, "run")}, ${counted(failures, "failure")}`;
    this.#print(`fuzzing ${model} with seed ${seed}, ${counted(workers, "worker")}${before}`);
  }

  /** Tells all that has been found, also in earlier sessions. */
  #end(): number {
    const { failures, totals } = this.#campaign;
    for (const folded of failures) {
      const { fold, story, token } = folded.failure;
      this.#print(
        ["", `${fold}, found ${folded.count === 1 ? "once" : `${folded.count} times`}:`, ...story].join("\n"),
      );
      this.#print(`npx kubetick replay ${token}`);
    }
    const found = failures.length === 0 ? "no failures" : counted(failures.length, "failure");
    this.#print(
      `${failures.length > 0 ? "\n" : ""}${this.#interrupted ? "interrupted: " : ""}${counted(totals.units, "unit")}, ${counted(totals.runs, "run")}, ${counted(totals.steps, "step")}, ${counted(totals.shapes, "shape")}, ${found}`,
    );
    if (failures.length > 0) return 1;
    return this.#interrupted ? INTERRUPTED : 0;
  }

  get #elapsed(): number {
    return performance.now() - this.#started;
  }

  #draw(): void {
    const { columns, err } = this.#terminal;
    const { totals, failures } = this.#campaign;
    const session = { runs: totals.runs - this.#before, seconds: this.#elapsed / 1000 };
    const line = progressLine({ totals, failures: failures.length, session, left: this.#left(totals.units) });
    err(columns === undefined ? `${line}\n` : `\r\x1b[K${line.slice(0, columns - 1)}`);
  }

  /** Seconds until the time is over, or, at the rate so far, until all runs are done. */
  #left(unitsDone: number): number | undefined {
    if (this.#lasts !== Number.POSITIVE_INFINITY) return (this.#lasts - this.#elapsed) / 1000;
    const done = this.#campaign.totals.runs - this.#before;
    if (done === 0) return undefined;
    return (((this.#units - unitsDone) * this.#campaign.plan.runs) / done) * (this.#elapsed / 1000);
  }

  #clear(): void {
    if (this.#terminal.columns !== undefined) this.#terminal.err("\r\x1b[K");
  }

  #print(text: string): void {
    this.#clear();
    this.#terminal.out(`${text}\n`);
  }
}

function heading({ failure }: Folded): string {
  return `${failure.invariant}: ${failure.fault}`;
}

/** The plan of a corpus, if it has one; it must be that of this model and seed. */
function planIn(kept: Plan | undefined, model: Model, seed: number | undefined): Plan {
  const plan = planOf(model, seed ?? kept?.seed ?? Math.floor(Math.random() * 2 ** 31));
  if (kept === undefined) return plan;
  if (kept.model !== plan.model || kept.modelHash !== plan.modelHash)
    throw new RangeError(
      kept.model === plan.model
        ? `the corpus is of the model "${kept.model}" as it was before it was changed: take another folder`
        : `the corpus is of the model "${kept.model}", and not of "${plan.model}": take another folder`,
    );
  if (kept.seed !== plan.seed)
    throw new RangeError(
      `the corpus has the seed ${kept.seed}, and not ${plan.seed}: leave --seed out, or take another folder`,
    );
  return kept;
}
