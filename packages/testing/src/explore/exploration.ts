import type { Choice } from "../world/index.ts";
import type { Order } from "./agenda.ts";
import type { Checkpoint } from "./checkpoint.ts";

export interface ExploreOptions {
  /**
   * `breadth`: the shortest way to what breaks is found first. `depth`: less is kept waiting. `departures`: the way that
   * departs least often from what happens by default; it finds what is wrong far from the start, and needs few
   * coincidences. Default: `breadth`.
   */
  readonly order?: Order;
  /**
   * Worlds that differ only in which node is which count as one, where the model says nothing of single nodes (see
   * `Model.symmetric`). Default: true.
   */
  readonly symmetry?: boolean;
  /** Of steps that commute, only one order is tried. Default: true. */
  readonly partialOrder?: boolean;
  /** What is looked for beside the model's invariants. Default: nothing but runs that never come to rest. */
  readonly oracles?: Oracles;
  /** Give up after so many states. Default: no limit. */
  readonly maxStates?: number;
  /** Only runs of so many steps at most; what prompt components do at once counts with the step that it follows. Default: no limit. */
  readonly maxDepth?: number;
  /**
   * A run that is left alone (nobody does anything, and nothing goes wrong) is to come to rest within so many steps, a whole
   * number. Where one does not, and no state comes twice, it is told as one that never comes to rest (`comesToRest`), so that
   * the search ends though there is no end to the states. Not looked for with `maxDepth`. Default: 5,000, and 200 more for each
   * node that there is in the beginning.
   */
  readonly restWithin?: number;
  /**
   * How many tables, components and the like (some 10 KB each, with all that is found out about them) are remembered: when there
   * are more, those of states that have been looked at are forgotten, and found out again where they are needed. Counts, verdict
   * and story do not depend on it. On several threads: by each. Default: 100,000.
   */
  readonly rememberedParts?: number;
  /** Go on with a search that was stopped, as if it had not been. Default: a new one. */
  readonly resume?: Checkpoint;
  /** Called now and then. Returning false stops the search, which can be gone on with. */
  readonly onProgress?: (progress: Progress) => boolean | void;
  /** How many states are expanded between two calls of `onProgress`. Default: 10,000. */
  readonly progressEvery?: number;
}

/** What can be found wrong without a word of what is right. */
export interface Oracles {
  /**
   * Whatever the order of all else, the same requests of people in the same order and the same faults are to end with the same
   * objects, but for uids, resource versions, times, addresses and names that the server makes up. Asked when all has
   * been explored; nodes are not interchangeable then.
   */
  readonly oneEnd?: boolean;
}

export interface Progress {
  readonly states: number;
  /** Found and not yet expanded. */
  readonly waiting: number;
  readonly steps: number;
  readonly depth: number;
}

/** What was found to be wrong, and how to get there. */
export interface Counterexample {
  readonly invariant: string;
  readonly fault: string;
  readonly choices: readonly Choice[];
  /** The steps that repeat for ever, where that is what is wrong. */
  readonly loop?: readonly Choice[];
  /**
   * In how many steps after `choices` the run, being left alone, has not come to rest, and to no state twice, where that is what
   * is wrong; `loop` are the last of them.
   */
  readonly alone?: number;
  /** Another run, with which this one does not agree, where that is what is wrong. */
  readonly other?: readonly Choice[];
}

export interface Exploration {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  /** States at rest. */
  readonly terminal: number;
  /** Every state that can be reached has been looked at. */
  readonly complete: boolean;
  readonly counterexample?: Counterexample;
  /** What should hold sometimes, and never has: told of complete explorations only. */
  readonly neverSeen: readonly string[];
}
