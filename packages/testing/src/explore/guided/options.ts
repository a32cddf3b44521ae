import type { Counterexample } from "../exploration.ts";
import type { GuidedCheckpoint } from "./checkpoint.ts";

export interface GuidedOptions {
  /** In how many places a run is perturbed, at most: first all runs with one are played, then all with two. Default: 2. */
  readonly perturbations?: number;
  /** Worlds that differ only in which node is which count as one. Default: true. */
  readonly symmetry?: boolean;
  /** Give up after so many states. Default: no limit. */
  readonly maxStates?: number;
  /**
   * A run that is left alone is to come to rest within so many steps, a whole number; where one does not, and no state comes
   * twice, it never does (`comesToRest`). Default: 5,000, and 200 more for each node that there is in the beginning.
   */
  readonly restWithin?: number;
  /** Go on with a search that was stopped, as if it had not been; also with more perturbations. Default: a new one. */
  readonly resume?: GuidedCheckpoint;
  /** Called after each run. Returning false stops the search, which can be gone on with. */
  readonly onProgress?: (progress: GuidedProgress) => boolean | void;
}

export interface GuidedProgress {
  readonly runs: number;
  readonly states: number;
  readonly steps: number;
  /** In how many places the runs are perturbed that are being played. */
  readonly perturbations: number;
  /** Runs with one perturbation more, as far as they are known. */
  readonly waiting: number;
}

export interface GuidedExploration {
  readonly runs: number;
  /** Different states. */
  readonly states: number;
  readonly steps: number;
  /** All runs with so many perturbations, and with fewer, have been played; -1: not even the one without any. */
  readonly perturbations: number;
  /** No more perturbations come to any other state. */
  readonly complete: boolean;
  readonly counterexample?: Counterexample;
  /** What should hold sometimes, and never has: told of complete searches only. */
  readonly neverSeen: readonly string[];
}
