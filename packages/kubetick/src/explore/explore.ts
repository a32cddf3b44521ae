import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import {
  CheckFailedError,
  type Checkpoint,
  type Exploration,
  type Model,
  type Order,
  type Progress,
  Run,
  shortest,
} from "@kubetick/testing";
import { counted } from "../fuzz/progress.ts";
import { readModelFile } from "../model-file.ts";
import type { Terminal } from "../terminal.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint-file.ts";
import { type Searching, searching } from "./searching.ts";

export interface ExploreCommandOptions {
  /** A module whose default export is the model. */
  readonly model: string;
  /** How many threads. Default: as many as there are cores; in other orders than breadth one. */
  readonly workers?: number;
  /** In which order states are looked at. Default: breadth. */
  readonly order?: Order;
  /** Give up after so many states. Default: no limit. */
  readonly maxStates?: number;
  /** The file that keeps the search, and from which it goes on. Default: nothing is kept. */
  readonly checkpoint?: string;
  /** Also look for runs that end in several ways though people have done the same. */
  readonly oneEnd?: boolean;
}

/** How often, in milliseconds, the line on a terminal is written anew, there is one elsewhere, and the search is kept. */
const REDRAWN = 200;
const LINES = 10_000;
const KEPT = 60_000;

/** At most one part in so many of the time goes into keeping the search. */
const MOST_KEEPING = 20;

/** So many states are looked at between two looks at the clock. */
const PATIENCE = 100;

/** What a shell says of a command that has been interrupted. */
const INTERRUPTED = 130;

/**
 * `kubetick explore`: looks at every state that a model can come to. Interrupted or killed, it goes on from its checkpoint as if it
 * had not been. Returns the exit code: 1 where something is broken, 2 where it was given up before the end.
 *
 * @throws RangeError or Error where an option, the model or the checkpoint makes no sense, or the model's code fails
 */
export async function exploreModel(options: ExploreCommandOptions, terminal: Terminal): Promise<number> {
  const model = await readModelFile(options.model);
  const resume = options.checkpoint === undefined ? undefined : readCheckpoint(options.checkpoint);
  return new Session(model, options, terminal, resume).run();
}

class Session {
  readonly #model: Model;
  readonly #options: ExploreCommandOptions;
  readonly #terminal: Terminal;
  readonly #explorer: Searching;
  readonly #stop = new AbortController();
  readonly #started = performance.now();
  readonly #before: number;
  #drawn = 0;
  /** At the first look the search is kept, so that a file that cannot be written is told of early. */
  #keptNext = 0;

  constructor(model: Model, options: ExploreCommandOptions, terminal: Terminal, resume: Checkpoint | undefined) {
    this.#model = model;
    this.#options = options;
    this.#terminal = terminal;
    const { order = "breadth" } = options;
    const workers = options.workers ?? (order === "breadth" ? availableParallelism() : 1);
    this.#explorer = searching(model, {
      order,
      workers,
      code: pathToFileURL(options.model).href,
      signal: this.#stop.signal,
      progressEvery: PATIENCE,
      onProgress: (progress) => this.#look(progress),
      oracles: { oneEnd: options.oneEnd === true },
      ...(options.maxStates === undefined ? {} : { maxStates: options.maxStates }),
      ...(resume === undefined ? {} : { resume }),
    });
    this.#before = this.#explorer.progress.states;
    const resumed = resume === undefined ? "" : `; resumed: ${counted(this.#before, "state")}`;
    this.#print(`exploring ${model.name}, ${counted(workers, "worker")}${resumed}`);
  }

  async run(): Promise<number> {
    this.#terminal.onInterrupt?.(() => this.#stop.abort());
    const exploration = await this.#explorer.search();
    this.#clear();
    this.#keep();
    return this.#told(exploration);
  }

  #told({ counterexample, complete, neverSeen, states, steps, depth, terminal }: Exploration): number {
    const counts = [counted(states, "state"), counted(steps, "step"), `${depth} deep`, `${terminal} at rest`].join(
      ", ",
    );
    if (counterexample !== undefined) {
      const run = new Run(this.#model);
      const { story, token } = new CheckFailedError(run, shortest(run, counterexample, this.#options));
      this.#print([...story, "", `npx kubetick replay ${token}`, "", counts].join("\n"));
      return 1;
    }
    if (complete) {
      const never = neverSeen.length === 0 ? "" : `; never seen: ${neverSeen.join(", ")}`;
      this.#print(`complete: ${counts}; all invariants hold${never}`);
      return 0;
    }
    const isInterrupted = this.#stop.signal.aborted;
    this.#print(`${isInterrupted ? "interrupted" : "given up"}: ${counts}; nothing is broken so far`);
    return isInterrupted ? INTERRUPTED : 2;
  }

  #look(progress: Progress): void {
    const now = performance.now();
    const { columns } = this.#terminal;
    if (now - this.#drawn >= (columns === undefined ? LINES : REDRAWN)) {
      this.#drawn = now;
      this.#draw(progress, now);
    }
    if (now >= this.#keptNext) this.#keep();
  }

  #draw({ states, waiting, steps, depth }: Progress, now: number): void {
    const { columns, err } = this.#terminal;
    const rate = Math.round(((states - this.#before) * 1000) / (now - this.#started));
    const line = [
      counted(states, "state"),
      `${rate} states/s`,
      counted(steps, "step"),
      `${depth} deep`,
      `${waiting} waiting`,
    ];
    err(columns === undefined ? `${line.join(", ")}\n` : `\r\x1b[K${line.join(", ").slice(0, columns - 1)}`);
  }

  #keep(): void {
    if (this.#options.checkpoint === undefined) return;
    const began = performance.now();
    writeCheckpoint(this.#options.checkpoint, this.#explorer.checkpoint());
    const ended = performance.now();
    this.#keptNext = ended + Math.max(KEPT, MOST_KEEPING * (ended - began));
  }

  #clear(): void {
    if (this.#terminal.columns !== undefined) this.#terminal.err("\r\x1b[K");
  }

  #print(text: string): void {
    this.#clear();
    this.#terminal.out(`${text}\n`);
  }
}
