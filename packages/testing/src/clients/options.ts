import type { RandomOptions } from "../check/index.ts";
import type { Client } from "./model.ts";

/** How a model is checked with clients. */
export type CheckClientsOptions = { readonly clients: readonly Client[] } & (
  | RandomClientsOptions
  | ({ readonly by: "explore" } & ExploreClientsOptions)
);

/** As of `check`, with other defaults: each step waits for the clients, so that runs are kept short. */
export interface RandomClientsOptions extends RandomOptions {
  /** In how many places a run departs from what happens by default, at most. Default: 10. */
  readonly departures?: number;
  /** How many steps there are between two departures, at most. Default: 5. */
  readonly gap?: number;
}

export interface ExploreClientsOptions {
  /**
   * In how many places a run departs from what happens by default, at most: first all runs with one departure are played,
   * then all with two, and so on. What somebody does is a departure, and so is what goes wrong. Default: 2.
   */
  readonly departures?: number;
  /** Of runs that come to the same state, only one is gone on with. Default: true. */
  readonly merge?: boolean;
  /** Give up after so many runs. Default: no limit. */
  readonly maxRuns?: number;
  /** Called after each run. Returning false stops the search. */
  readonly onProgress?: (progress: ClientsProgress) => boolean | void;
}

export interface ClientsProgress {
  readonly runs: number;
  readonly states: number;
  readonly steps: number;
  /** With how many departures the runs are that are being played. */
  readonly departures: number;
  /** Runs with one departure more, as far as they are known. */
  readonly waiting: number;
}

/** What a check with clients that found nothing wrong has looked at. */
export type ClientsReport =
  | { readonly by: "random"; readonly runs: number; readonly steps: number; readonly neverSeen: readonly string[] }
  | ({ readonly by: "explore" } & ClientsExploration);

export interface ClientsExploration {
  readonly runs: number;
  /** Different states, of the cluster and of what the clients have been told. */
  readonly states: number;
  readonly steps: number;
  /** All runs with so many departures, and with fewer, have been played. */
  readonly departures: number;
  /** No run with more departures comes to any other state: every interleaving has been looked at. */
  readonly complete: boolean;
  /** What should hold sometimes, and never has: told of complete explorations only. */
  readonly neverSeen: readonly string[];
}

/** What was found to be wrong, and how to get there. */
export interface ClientsCounterexample {
  readonly invariant: string;
  readonly fault: string;
  /** Which of all that could happen did, step by step. */
  readonly places: readonly number[];
  readonly shrunkFrom?: number;
  readonly seed?: number;
}
