import { Agenda, type AgendaJson, type Order } from "./agenda.ts";
import type { Expansion, Step } from "./expander.ts";
import { Graph, type GraphJson } from "./graph.ts";
import type { NumberList } from "./numbers.ts";
import type { Unrest } from "./unrest.ts";
import { Visited } from "./visited.ts";

/** A step that breaks something: from which state (-1: it is so from the start), by which of its choices. */
export interface Found {
  readonly from: number;
  readonly place: number;
  readonly invariant: string;
  readonly fault: string;
  /** How many of the steps that follow it at once it takes. */
  readonly follower: number;
  /** How it goes on from this state (`place` is -1), where it never comes to rest. */
  readonly unrest?: Unrest;
}

/** What a search has come to, as plain JSON. */
export interface LedgerJson {
  readonly graph: GraphJson;
  readonly keys: NumberList;
  readonly agenda: AgendaJson;
  readonly terminal: number;
  readonly depth: number;
  readonly cut: boolean;
  readonly found?: Found;
}

/**
 * The books of a search: which states there are, which steps lead from which to which, and what is still to be looked at. It
 * knows nothing of worlds, so that it can be kept, and can be filled from several threads.
 */
export class Ledger {
  readonly graph: Graph;
  readonly visited: Visited;
  readonly agenda: Agenda;
  #terminal: number;
  #depth: number;
  /** There are states from which no step was tried, as they are too far from the start. */
  cut: boolean;
  #found: Found | undefined;

  constructor(order: Order, saved?: LedgerJson) {
    this.graph = new Graph(saved?.graph);
    this.visited = saved === undefined ? new Visited() : Visited.from(saved.keys);
    this.agenda = new Agenda(order, saved?.agenda);
    this.#terminal = saved?.terminal ?? 0;
    this.#depth = saved?.depth ?? 0;
    this.cut = saved?.cut ?? false;
    this.#found = saved?.found;
  }

  /** States at rest. */
  get terminal(): number {
    return this.#terminal;
  }

  get depth(): number {
    return this.#depth;
  }

  /** The first step that broke something. */
  get found(): Found | undefined {
    return this.#found;
  }

  /** Notes that something is broken, if nothing was before. */
  breaks(found: Found): void {
    this.#found ??= found;
  }

  /** Enters the state in which all begins. */
  begin(start: Step): void {
    this.#reach(-1, start);
  }

  /** Enters the steps from a state. Of those that lead to a state for the first time, `admit` is told. */
  enter<S extends Step>(
    state: number,
    { steps, able }: Expansion<S>,
    admit: (state: number, step: S) => void = () => {},
  ): void {
    const entered = steps.map((step) => {
      const before = this.graph.states;
      const to = this.#reach(state, step);
      if (to === before) admit(to, step);
      return { to, taker: step.taker, place: step.place };
    });
    this.graph.expanded(state, entered, able);
  }

  /** The number of the state with this key, or -1. */
  find({ high, low }: { readonly high: number; readonly low: number }): number {
    return this.visited.find(high, low);
  }

  #reach(from: number, step: Step): number {
    const known = this.visited.add(step.high, step.low);
    const state = known >= 0 ? known : this.graph.add(from, step.place);
    if (known < 0) {
      this.agenda.add(state, this.agenda.departures(from) + (step.departs ? 1 : 0));
      this.#depth = Math.max(this.#depth, this.graph.depth(state));
      if (step.atRest) this.#terminal++;
    }
    if (step.broken !== undefined) this.#found ??= { from, place: step.place, ...step.broken };
    return state;
  }

  toJSON(): LedgerJson {
    return {
      graph: this.graph.toJSON(),
      keys: this.visited.numbers(),
      agenda: this.agenda.toJSON(),
      terminal: this.#terminal,
      depth: this.#depth,
      cut: this.cut,
      ...(this.#found === undefined ? {} : { found: this.#found }),
    };
  }
}
