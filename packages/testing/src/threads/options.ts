import type { ExploreOptions } from "../explore/index.ts";

/** How a model is explored on several threads. The search is in breadth. */
export interface ThreadOptions extends Omit<ExploreOptions, "order"> {
  /** How many threads. */
  readonly workers: number;
  /**
   * The address of a module that exports what of the model is code (`strategies`, `components`, `invariants`), or the model itself,
   * as `model` or by default: each thread imports it. Default: none; the model has no code but what kubetick has.
   */
  readonly code?: string;
  /** Stops the search, which can be gone on with. */
  readonly signal?: StopSignal;
}

/** As of an `AbortController`. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
