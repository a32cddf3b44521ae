import type { NumberList } from "./numbers.ts";
import { Rows } from "./visited.ts";

/** The states that have been found, how each was reached first, and which step leads from which to which. */
export class Graph {
  /** Of each state: the one before it, and the place of the choice that led to it among the choices there. */
  readonly #origins: Rows;
  /**
   * Of each state that has been expanded: where its steps begin, and how many there are; and where not every step was tried, all
   * who could take one, as the place of a list of them.
   */
  readonly #spans: Rows;
  readonly #ableLists = new Numbered<readonly number[]>();
  /** Where each step leads, who takes it, and the place of its choice. */
  readonly #steps: Rows;
  readonly #takers = new Numbered<string>();

  constructor(saved?: GraphJson) {
    this.#origins = saved === undefined ? new Rows(3) : Rows.from(3, saved.origins);
    this.#steps = saved === undefined ? new Rows(3) : Rows.from(3, saved.steps);
    this.#spans = saved === undefined ? new Rows(3) : Rows.from(3, saved.spans);
    for (const taker of saved?.takers ?? []) this.#takers.of(taker);
    for (const list of saved?.ableLists ?? []) this.#ableLists.of(list);
  }

  toJSON(): GraphJson {
    return {
      origins: this.#origins.numbers(),
      steps: this.#steps.numbers(),
      spans: this.#spans.numbers(),
      takers: this.#takers.all,
      ableLists: this.#ableLists.all,
    };
  }

  get states(): number {
    return this.#origins.count;
  }

  get steps(): number {
    return this.#steps.count;
  }

  add(from: number, choice: number): number {
    const depth = from < 0 ? 0 : this.depth(from) + 1;
    return this.#origins.push([from + 1, choice, depth]);
  }

  depth(state: number): number {
    return this.#origins.at(state, 2);
  }

  /** The state from which a state was reached first (-1: it is where all begins), and the place of the choice. */
  origin(state: number): { readonly from: number; readonly place: number } {
    return { from: this.#origins.at(state, 0) - 1, place: this.#origins.at(state, 1) };
  }

  /** The places of the choices on the way to a state. */
  path(state: number): number[] {
    const path: number[] = [];
    for (let at = state; this.#origins.at(at, 0) > 0; at = this.#origins.at(at, 0) - 1)
      path.push(this.#origins.at(at, 1));
    return path.reverse();
  }

  /** `able`: all who could take a step there, where not every step was tried. */
  expanded(state: number, steps: readonly GraphStep[], able?: readonly string[]): void {
    const takers = able && [...new Set(able)].map((taker) => this.#takers.of(taker));
    const span = [this.#steps.count, steps.length];
    this.#spans.set(state, takers === undefined ? span : [...span, this.#ableLists.of(takers)]);
    for (const { to, taker, place } of steps) this.#steps.push([to, this.#takers.of(taker), place]);
  }

  isExpanded(state: number): boolean {
    return this.#spans.at(state, 0) >= 0;
  }

  /** The steps from a state: where they lead, and who takes them. */
  *from(state: number): Generator<readonly [to: number, taker: string]> {
    const [from = 0, count = 0] = this.#spans.row(state);
    for (let at = from; at < from + count; at++)
      yield [this.#steps.at(at, 0), this.#takers.all[this.#steps.at(at, 1)] as string];
  }

  /** Who could take a step from a state. */
  able(state: number): readonly string[] {
    const list = this.#spans.at(state, 2);
    if (list < 0) return Array.from(this.from(state), ([, taker]) => taker);
    return (this.#ableLists.all[list] as readonly number[]).map((taker) => this.#takers.all[taker] as string);
  }

  /** The place of the choice of the so-manieth step from a state. */
  place(state: number, at: number): number {
    return this.#steps.at(this.#spans.at(state, 0) + at, 2);
  }

  successor(state: number, at: number): number {
    const [from = 0, count = 0] = this.#spans.row(state);
    return at < count ? this.#steps.at(from + at, 0) : -1;
  }
}

/** A step, where it leads, who takes it, and the place of the choice among those of its state. */
export interface GraphStep {
  readonly to: number;
  readonly taker: string;
  readonly place: number;
}

/** A graph as plain JSON: rows of numbers, one after another. */
export interface GraphJson {
  readonly origins: NumberList;
  readonly steps: NumberList;
  readonly spans: NumberList;
  readonly takers: readonly string[];
  readonly ableLists: readonly (readonly number[])[];
}

/** Values by number, each once. */
class Numbered<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();

  of(value: T): number {
    const name = String(value);
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.all.length;
      this.all.push(value);
      this.#numbers.set(name, number);
    }
    return number;
  }
}
