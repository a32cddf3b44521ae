import {
  type Checkpoint,
  type Exploration,
  Explorer,
  type Model,
  type Order,
  type Progress,
  Run,
} from "@kubetick/testing";
import { ThreadExplorer, type ThreadOptions } from "@kubetick/testing/threads";
import { hire } from "../threads/hire.ts";

/** A search under way, wherever its steps are taken. */
export interface Searching {
  readonly progress: Progress;
  checkpoint(): Checkpoint;
  search(): Promise<Exploration>;
}

interface SearchOptions extends ThreadOptions {
  readonly order: Order;
}

/**
 * A search in breadth is done by threads; others, which have no levels that could be shared out, here.
 *
 * @throws RangeError where several threads are to search in another order
 */
export function searching(model: Model, options: SearchOptions): Searching {
  const { order, workers } = options;
  if (order === "breadth") return new ThreadExplorer(model, hire, options);
  if (workers > 1)
    throw new RangeError(`in the order "${order}" one worker searches, not ${workers}: leave out --workers`);
  return new Sharing(model, options);
}

/** So many states are looked at before others get their turn: some milliseconds. */
const BETWEEN_PAUSES = 10;

/** A search on this thread, on which others get their turn, too: somebody may want to stop it. */
class Sharing implements Searching {
  readonly #explorer: Explorer;
  readonly #options: SearchOptions;
  #hasPaused = false;

  constructor(model: Model, options: SearchOptions) {
    const { workers: _, code: __, signal: ___, onProgress, ...explored } = options;
    this.#options = options;
    this.#explorer = new Explorer(new Run(model), {
      ...explored,
      progressEvery: BETWEEN_PAUSES,
      onProgress: (progress) => {
        this.#hasPaused = onProgress?.(progress) !== false;
        return false;
      },
    });
  }

  get progress(): Progress {
    return this.#explorer.progress;
  }

  checkpoint(): Checkpoint {
    return this.#explorer.checkpoint();
  }

  async search(): Promise<Exploration> {
    for (;;) {
      this.#hasPaused = false;
      const exploration = this.#explorer.search();
      if (!this.#hasPaused || this.#options.signal?.aborted === true) return exploration;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
