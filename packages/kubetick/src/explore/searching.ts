import type { Checkpoint, Counterexample, GuidedCheckpoint, Model, Order } from "@kubetick/testing";
import { GuidedSearch } from "./guided-search.ts";
import { OrderedSearch, ThreadedSearch } from "./whole-search.ts";

/** A search under way, whichever it is. */
export interface Searching {
  readonly states: number;
  /** How far it has come, but for the states, in words. */
  readonly progress: readonly string[];
  checkpoint(): Kept;
  search(): Promise<Outcome>;
}

/** What a file keeps of a search. */
export type Kept = Checkpoint | GuidedCheckpoint;

/** What a search has come to. */
export interface Outcome {
  /** In words. */
  readonly counts: string;
  /** What was found, as short as it can be told. */
  readonly counterexample?: Counterexample | undefined;
  /** What has been looked at, in words: all that there was to look at. Undefined: it has been stopped before. */
  readonly done: string | undefined;
  readonly neverSeen: readonly string[];
}

export interface SearchOptions {
  readonly order: Order;
  readonly workers: number;
  /** Up to so many perturbations of one run, in place of all runs. */
  readonly guided: number | undefined;
  /** The address of the module with the model's code. */
  readonly code: string;
  readonly signal: AbortSignal;
  /** Called now and then. */
  readonly look: () => void;
  readonly oneEnd: boolean;
  readonly maxStates: number | undefined;
  readonly resume: Kept | undefined;
}

/**
 * A search in breadth is done by threads; others, which have no levels that could be shared out, on this one.
 *
 * @throws RangeError where options exclude each other, or `resume` is of another search
 */
export function searching(model: Model, options: SearchOptions): Searching {
  const { guided, order, workers, oneEnd, resume } = options;
  const keptBy = resume !== undefined && "by" in resume.search ? "guided" : "whole";
  if (resume !== undefined && keptBy !== (guided === undefined ? "whole" : "guided"))
    throw new RangeError(
      keptBy === "guided"
        ? "the checkpoint is of a guided search: go on with --guided, or take another file"
        : "the checkpoint is of a search that is not guided: leave out --guided, or take another file",
    );
  if (guided !== undefined) {
    if (oneEnd || order !== "breadth")
      throw new RangeError(
        "a guided search has no order of states, and does not compare ends: leave out --order and --one-end",
      );
    assertOneWorker("a guided search", workers);
    return new GuidedSearch(model, guided, options);
  }
  if (order === "breadth") return new ThreadedSearch(model, options);
  assertOneWorker(`a search in the order "${order}"`, workers);
  return new OrderedSearch(model, options);
}

function assertOneWorker(what: string, workers: number): void {
  if (workers > 1) throw new RangeError(`${what} is done by one worker, not by ${workers}: leave out --workers`);
}
