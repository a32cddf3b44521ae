import { Rows } from "./visited.ts";

/** The states that have been found, how each was reached first, and which step leads from which to which. */
export class Graph {
  /** Of each state: the one before it, and the place of the choice that led to it among the choices there. */
  readonly #origins = new Rows(3);
  /** Of each state that has been expanded: where its steps begin, and how many there are. */
  readonly #spans = new Map<number, readonly [from: number, count: number]>();
  /** Of each state from which not every step was tried: all who could take one. */
  readonly #able = new Map<number, readonly string[]>();
  /** Where each step leads, and who takes it. */
  readonly #steps = new Rows(2);
  readonly #takers: string[] = [];
  readonly #takerIds = new Map<string, number>();

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

  /** The places of the choices on the way to a state. */
  path(state: number): number[] {
    const path: number[] = [];
    for (let at = state; this.#origins.at(at, 0) > 0; at = this.#origins.at(at, 0) - 1)
      path.push(this.#origins.at(at, 1));
    return path.reverse();
  }

  /** `able`: all who could take a step there, whether or not theirs were tried. Default: those who take the steps. */
  expanded(state: number, steps: readonly (readonly [to: number, taker: string])[], able?: readonly string[]): void {
    if (able !== undefined && able.length > steps.length) this.#able.set(state, [...new Set(able)]);
    this.#spans.set(state, [this.#steps.count, steps.length]);
    for (const [to, taker] of steps) this.#steps.push([to, this.#takerId(taker)]);
  }

  /** The steps from a state: where they lead, and who takes them. */
  *from(state: number): Generator<readonly [to: number, taker: string]> {
    const [from, count] = this.#spans.get(state) ?? [0, 0];
    for (let at = from; at < from + count; at++)
      yield [this.#steps.at(at, 0), this.#takers[this.#steps.at(at, 1)] as string];
  }

  /** Who could take a step from a state. */
  able(state: number): readonly string[] {
    return this.#able.get(state) ?? Array.from(this.from(state), ([, taker]) => taker);
  }

  successor(state: number, at: number): number {
    const [from, count] = this.#spans.get(state) ?? [0, 0];
    return at < count ? this.#steps.at(from + at, 0) : -1;
  }

  #takerId(taker: string): number {
    let id = this.#takerIds.get(taker);
    if (id === undefined) {
      id = this.#takers.length;
      this.#takers.push(taker);
      this.#takerIds.set(taker, id);
    }
    return id;
  }
}
