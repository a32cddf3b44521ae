import type { Hash } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { Expander } from "./expander.ts";
import type { Exploration, ExploreOptions, Progress } from "./exploration.ts";
import { Search } from "./search.ts";

/** Looks at every world that a model's run can come to. */
export function explore(run: Run, options: ExploreOptions = {}): Exploration {
  return new Explorer(run, options).search();
}

/** A search that can be stopped, and gone on with. */
export class Explorer {
  readonly #search: Search;
  readonly #expander: Expander;

  /** @throws RangeError where `options.resume` is a checkpoint of another search */
  constructor(run: Run, options: ExploreOptions = {}) {
    this.#search = new Search(run, options);
    const { judge, keys, prompt } = this.#search;
    this.#expander = new Expander(run, judge, keys, prompt, options.partialOrder !== false);
    this.#search.begin(() => this.#expander.start());
  }

  get progress(): Progress {
    return this.#search.progress;
  }

  /** The search as it stands, to be gone on with later: `explore(run, { resume: checkpoint })`. */
  checkpoint(): Checkpoint {
    return this.#search.checkpoint();
  }

  search(): Exploration {
    const { maxStates = Number.POSITIVE_INFINITY, progressEvery = 10_000, onProgress } = this.#search.options;
    const { ledger } = this.#search;
    let expanded = 0;
    while (ledger.agenda.size > 0 && ledger.found === undefined) {
      if (ledger.graph.states >= maxStates) return this.#search.givenUp();
      if (++expanded % progressEvery === 0 && onProgress?.(this.progress) === false) return this.#search.stopped();
      this.#expand(ledger.agenda.next());
    }
    return this.#search.ended();
  }

  #expand(state: number): void {
    const { ledger, worlds, options } = this.#search;
    if (ledger.graph.depth(state) >= (options.maxDepth ?? Number.POSITIVE_INFINITY)) {
      ledger.cut = true;
      return;
    }
    const expansion = this.#expander.expand(worlds.of(state), this.#knownBefore(state));
    this.#search.enter(state, expansion, (number, { world }) => worlds.keep(number, world));
  }

  /**
   * Which states a step from this one must not lead to if it is to stand for all others: in breadth those that are not further
   * from the start, in other orders all that are known. So no circle is gone round without all steps being tried in one
   * of its states at least.
   *
   * Source: Bošnački, Holzmann: Improving Spin's Partial-Order Reduction for Breadth-First Search (SPIN 2005).
   */
  #knownBefore(state: number): (key: Hash) => boolean {
    const { ledger, options } = this.#search;
    if ((options.order ?? "breadth") !== "breadth") return (key) => ledger.find(key) >= 0;
    const depth = ledger.graph.depth(state);
    return (key) => {
      const known = ledger.find(key);
      return known >= 0 && ledger.graph.depth(known) <= depth;
    };
  }
}
