import type { Hash } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import { severalEnds } from "./ends/ends.ts";
import { Expander } from "./expander.ts";
import type { Counterexample, Exploration, ExploreOptions, Progress } from "./exploration.ts";
import { interchangeableNodes } from "./interchangeable.ts";
import { Judge } from "./judge.ts";
import { Keys } from "./keys.ts";
import { Ledger } from "./ledger.ts";
import { endless, unmet } from "./liveness.ts";
import { Ways } from "./ways.ts";
import { Worlds } from "./worlds.ts";

/** Looks at every world that a model's run can come to. */
export function explore(run: Run, options: ExploreOptions = {}): Exploration {
  return new Explorer(run, options).search();
}

/** A search that can be stopped, and gone on with. */
export class Explorer {
  readonly #options: ExploreOptions;
  readonly #judge: Judge;
  readonly #expander: Expander;
  readonly #ledger: Ledger;
  readonly #worlds: Worlds;
  readonly #ways: Ways;
  #found: Counterexample | undefined;

  constructor(run: Run, options: ExploreOptions = {}) {
    this.#options = options;
    this.#judge = new Judge(run);
    const isSymmetric = options.symmetry !== false && options.oracles?.oneEnd !== true;
    const keys = new Keys(run, isSymmetric ? interchangeableNodes(run.model) : []);
    this.#expander = new Expander(run, this.#judge, keys, options.partialOrder !== false);
    this.#ledger = new Ledger(options.order ?? "breadth");
    this.#worlds = new Worlds(run, this.#ledger.graph);
    this.#ways = new Ways(run, this.#ledger, this.#worlds, keys);
    this.#worlds.keep(0, run.start);
    this.#ledger.begin(this.#expander.reached(run.start, undefined, { place: 0, taker: "", departs: false }));
  }

  get progress(): Progress {
    const { graph, agenda, depth } = this.#ledger;
    return { states: graph.states, waiting: agenda.size, steps: graph.steps, depth };
  }

  search(): Exploration {
    const { maxStates = Number.POSITIVE_INFINITY, progressEvery = 10_000, onProgress } = this.#options;
    const { agenda, graph } = this.#ledger;
    let expanded = 0;
    while (agenda.size > 0 && this.#ledger.found === undefined) {
      if (graph.states >= maxStates) return this.#givenUp();
      if (++expanded % progressEvery === 0 && onProgress?.(this.progress) === false) return this.#result(false);
      this.#expand(agenda.next());
    }
    const complete = agenda.size === 0 && !this.#ledger.cut;
    this.#found ??= this.#broken() ?? endless(this.#ways) ?? unmet(this.#ways, this.#judge);
    if (complete && this.#options.oracles?.oneEnd === true) this.#found ??= severalEnds(this.#ways);
    return this.#result(complete && this.#found === undefined);
  }

  /** What goes on for ever among the states that have been looked at does so whatever the others are. */
  #givenUp(): Exploration {
    this.#found = endless(this.#ways);
    return this.#result(false);
  }

  #result(complete: boolean): Exploration {
    const { graph, depth, terminal } = this.#ledger;
    return {
      states: graph.states,
      steps: graph.steps,
      depth,
      terminal,
      complete,
      ...(this.#found === undefined ? {} : { counterexample: this.#found }),
      neverSeen: complete ? this.#judge.unseen.map(({ name }) => name) : [],
    };
  }

  #expand(state: number): void {
    const { maxDepth = Number.POSITIVE_INFINITY } = this.#options;
    if (this.#ledger.graph.depth(state) >= maxDepth) {
      this.#ledger.cut = true;
      return;
    }
    const expansion = this.#expander.expand(this.#worlds.of(state), this.#knownBefore(state));
    this.#ledger.enter(state, expansion, (number, { world }) => this.#worlds.keep(number, world));
  }

  /**
   * Which states a step from this one must not lead to if it is to stand for all others: in breadth those that are not further
   * from the start, in other orders all that are known. So no circle is gone round without all steps being tried in one
   * of its states at least.
   *
   * Source: Bošnački, Holzmann: Improving Spin's Partial-Order Reduction for Breadth-First Search (SPIN 2005).
   */
  #knownBefore(state: number): (key: Hash) => boolean {
    const { graph } = this.#ledger;
    const find = (key: Hash) => this.#ledger.find(key);
    if ((this.#options.order ?? "breadth") !== "breadth") return (key) => find(key) >= 0;
    const depth = graph.depth(state);
    return (key) => {
      const known = find(key);
      return known >= 0 && graph.depth(known) <= depth;
    };
  }

  #broken(): Counterexample | undefined {
    const { found } = this.#ledger;
    if (found === undefined) return undefined;
    const { from, place, invariant, fault } = found;
    const choices = from < 0 ? [] : [...this.#ways.to(from), this.#ways.choiceAt(from, place)];
    return { invariant, fault, choices };
  }
}
