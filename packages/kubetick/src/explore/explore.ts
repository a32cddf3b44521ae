import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { CheckFailedError, type Model, type Order, Run } from "@kubetick/testing";
import { counted } from "../fuzz/progress.ts";
import { readModelFile } from "../model-file.ts";
import type { Terminal } from "../terminal.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint-file.ts";
import { type Kept, type Outcome, type Searching, searching } from "./searching.ts";

export interface ExploreCommandOptions {
  /** A module whose default export is the model. */
  readonly model: string;
  /** How many threads. Default: as many as there are cores; one in other orders than breadth, and where it is guided. */
  readonly workers?: number;
  /** In which order states are looked at. Default: breadth. */
  readonly order?: Order;
  /** Perturb one run in up to so many places, in place of looking at every state. Default: every state. */
  readonly guided?: number;
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
  readonly #search: Searching;
  readonly #stop = new AbortController();
  readonly #started = performance.now();
  readonly #before: number;
  #drawn = 0;
  /** At the first look the search is kept, so that a file that cannot be written is told of early. */
  #keptNext = 0;

  constructor(model: Model, options: ExploreCommandOptions, terminal: Terminal, resume: Kept | undefined) {
    this.#model = model;
    this.#options = options;
    this.#terminal = terminal;
    const { order = "breadth", guided, oneEnd = false, maxStates } = options;
    const isShared = order === "breadth" && guided === undefined;
    const workers = options.workers ?? (isShared ? availableParallelism() : 1);
    this.#search = searching(model, {
      order,
      workers,
      guided,
      code: pathToFileURL(options.model).href,
      signal: this.#stop.signal,
      look: () => this.#look(),
      oneEnd,
      maxStates,
      resume,
    });
    this.#before = this.#search.states;
    const resumed = resume === undefined ? "" : `; resumed: ${counted(this.#before, "state")}`;
    this.#print(`exploring ${model.name}, ${counted(workers, "worker")}${resumed}`);
  }

  async run(): Promise<number> {
    this.#terminal.onInterrupt?.(() => this.#stop.abort());
    const outcome = await this.#search.search();
    this.#clear();
    this.#keep();
    return this.#told(outcome);
  }

  #told({ counterexample, done, neverSeen, counts }: Outcome): number {
    if (counterexample !== undefined) {
      const { story, token } = new CheckFailedError(new Run(this.#model), counterexample);
      this.#print([...story, "", `npx kubetick replay ${token}`, "", counts].join("\n"));
      return 1;
    }
    if (done !== undefined) {
      const never = neverSeen.length === 0 ? "" : `; never seen: ${neverSeen.join(", ")}`;
      this.#print(`${done}: ${counts}; all invariants hold${never}`);
      return 0;
    }
    const isInterrupted = this.#stop.signal.aborted;
    this.#print(`${isInterrupted ? "interrupted" : "given up"}: ${counts}; nothing is broken so far`);
    return isInterrupted ? INTERRUPTED : 2;
  }

  #look(): void {
    const now = performance.now();
    const { columns } = this.#terminal;
    if (now - this.#drawn >= (columns === undefined ? LINES : REDRAWN)) {
      this.#drawn = now;
      this.#draw(now);
    }
    if (now >= this.#keptNext) this.#keep();
  }

  #draw(now: number): void {
    const { columns, err } = this.#terminal;
    const { states, progress } = this.#search;
    const rate = Math.round(((states - this.#before) * 1000) / (now - this.#started));
    const line = [counted(states, "state"), `${rate} states/s`, ...progress];
    err(columns === undefined ? `${line.join(", ")}\n` : `\r\x1b[K${line.join(", ").slice(0, columns - 1)}`);
  }

  #keep(): void {
    if (this.#options.checkpoint === undefined) return;
    const began = performance.now();
    writeCheckpoint(this.#options.checkpoint, this.#search.checkpoint());
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
