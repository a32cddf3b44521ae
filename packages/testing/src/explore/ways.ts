import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import type { Keys } from "./keys.ts";
import type { Ledger } from "./ledger.ts";
import { takerOf } from "./takers.ts";
import type { Worlds } from "./worlds.ts";

/** Turns ways through the graph of a search into choices that can be played. */
export class Ways {
  readonly run: Run;
  readonly ledger: Ledger;
  readonly worlds: Worlds;
  readonly #keys: Keys;

  constructor(run: Run, ledger: Ledger, worlds: Worlds, keys: Keys) {
    this.run = run;
    this.ledger = ledger;
    this.worlds = worlds;
    this.#keys = keys;
  }

  /** The first way that was found to a state. */
  to(state: number): readonly Choice[] {
    const choices: Choice[] = [];
    let world = this.run.start;
    for (const at of this.ledger.graph.path(state)) {
      const choice = this.run.choices(world)[at] as Choice;
      choices.push(choice);
      world = this.run.step(world, choice);
    }
    return choices;
  }

  /** The choice at a place among those of a state. */
  choiceAt(state: number, place: number): Choice {
    return this.run.choices(this.worlds.of(state))[place] as Choice;
  }

  /**
   * The choices that are the so-manieth steps of the states on a way. What is kept of a state is one world of several that
   * are alike: a choice that leads to the next state is looked for in the world that the choices before have led to.
   */
  walk(entry: number, way: readonly number[]): readonly Choice[] {
    return this.#walk(this.worlds.of(entry), entry, way);
  }

  #walk(from: World, entry: number, way: readonly number[]): readonly Choice[] {
    const { graph } = this.ledger;
    const choices: Choice[] = [];
    let state = entry;
    let world = from;
    for (const at of way) {
      const to = graph.successor(state, at);
      const [, taker] = [...graph.from(state)][at] as readonly [number, string];
      const candidates = this.run.choices(world).filter((choice) => takerOf(choice) === taker);
      const choice = candidates.find((one) => this.#numberOf(this.run.step(world, one)) === to) as Choice;
      choices.push(choice);
      world = this.run.step(world, choice);
      state = to;
    }
    return choices;
  }

  #numberOf(world: World): number {
    return this.ledger.find(this.#keys.of(world));
  }
}

/** How each state was come to first: from which one, by which of its steps. */
export type Origins = ReadonlyMap<number, readonly [from: number, at: number]>;

/** The steps from a start to a state. */
export function wayTo(origins: Origins, state: number, start: number): number[] {
  const way: number[] = [];
  for (let at = state; at !== start; ) {
    const [from, step] = origins.get(at) as readonly [number, number];
    way.push(step);
    at = from;
  }
  return way.reverse();
}
