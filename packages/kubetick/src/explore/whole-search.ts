import {
  type Checkpoint,
  type Exploration,
  type ExploreOptions,
  Explorer,
  type Model,
  type Progress,
  Run,
  shortest,
} from "@kubetick/testing";
import { ThreadExplorer } from "@kubetick/testing/threads";
import { counted } from "../fuzz/progress.ts";
import { hire } from "../threads/hire.ts";
import type { Outcome, Searching, SearchOptions } from "./searching.ts";
import { inTurns } from "./turns.ts";

/** So many states are looked at between two looks at the clock. */
const PATIENCE = 100;

/** So many states are looked at before others get their turn: some milliseconds. */
const BETWEEN_PAUSES = 10;

/** A search of all states. */
abstract class WholeSearch implements Searching {
  protected readonly model: Model;
  protected readonly options: SearchOptions;
  protected abstract readonly explorer: { readonly progress: Progress; checkpoint(): Checkpoint };

  constructor(model: Model, options: SearchOptions) {
    this.model = model;
    this.options = options;
  }

  get states(): number {
    return this.explorer.progress.states;
  }

  get progress(): readonly string[] {
    const { steps, depth, waiting } = this.explorer.progress;
    return [counted(steps, "step"), `${depth} deep`, `${waiting} waiting`];
  }

  checkpoint(): Checkpoint {
    return this.explorer.checkpoint();
  }

  async search(): Promise<Outcome> {
    const { states, steps, depth, terminal, complete, counterexample, neverSeen } = await this.explored();
    return {
      counts: [counted(states, "state"), counted(steps, "step"), `${depth} deep`, `${terminal} at rest`].join(", "),
      counterexample: counterexample && shortest(new Run(this.model), counterexample, this.options),
      done: complete ? "complete" : undefined,
      neverSeen,
    };
  }

  protected abstract explored(): Promise<Exploration>;
}

/** In breadth, by several threads. */
export class ThreadedSearch extends WholeSearch {
  protected readonly explorer: ThreadExplorer;

  constructor(model: Model, options: SearchOptions) {
    super(model, options);
    const { workers, code, signal, look: onProgress } = options;
    const how = { ...exploreOptions(options), workers, code, signal, progressEvery: PATIENCE, onProgress };
    this.explorer = new ThreadExplorer(model, hire, how);
  }

  protected explored(): Promise<Exploration> {
    return this.explorer.search();
  }
}

/** In another order, on this thread. */
export class OrderedSearch extends WholeSearch {
  protected readonly explorer: Explorer;
  #hasPaused = false;

  constructor(model: Model, options: SearchOptions) {
    super(model, options);
    const onProgress = () => {
      options.look();
      this.#hasPaused = true;
      return false;
    };
    const { order } = options;
    const how = { ...exploreOptions(options), order, progressEvery: BETWEEN_PAUSES, onProgress };
    this.explorer = new Explorer(new Run(model), how);
  }

  protected explored(): Promise<Exploration> {
    return inTurns(() => {
      this.#hasPaused = false;
      return { result: this.explorer.search(), hasPaused: this.#hasPaused };
    }, this.options.signal);
  }
}

function exploreOptions({ oneEnd, maxStates, resume }: SearchOptions): Omit<ExploreOptions, "order"> {
  return {
    oracles: { oneEnd },
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(resume === undefined ? {} : { resume: resume as Checkpoint }),
  };
}
