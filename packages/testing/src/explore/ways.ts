import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import type { Keys } from "./keys.ts";
import type { Found, Ledger } from "./ledger.ts";
import type { PromptSteps } from "./prompt.ts";
import { takerOf } from "./takers.ts";
import type { Worlds } from "./worlds.ts";

/** Turns ways through the graph of a search into choices that can be played. */
export class Ways {
  readonly run: Run;
  readonly ledger: Ledger;
  readonly worlds: Worlds;
  readonly #keys: Keys;
  readonly #prompt: PromptSteps;

  constructor(run: Run, ledger: Ledger, worlds: Worlds, keys: Keys, prompt: PromptSteps) {
    this.run = run;
    this.ledger = ledger;
    this.worlds = worlds;
    this.#keys = keys;
    this.#prompt = prompt;
  }

  /** The first way that was found to a state. */
  to(state: number): readonly Choice[] {
    const choices: Choice[] = [];
    let world = this.run.start;
    for (const at of this.ledger.graph.path(state)) {
      world = this.#take(choices, world, this.run.choices(world)[at] as Choice);
    }
    return choices;
  }

  /** The choice at a place among those of a state. */
  choiceAt(state: number, place: number): Choice {
    return this.run.choices(this.worlds.of(state))[place] as Choice;
  }

  /** The way to what breaks something: a step from a state, or one of those that follow it at once. */
  toBroken({ from, place, follower }: Found): readonly Choice[] {
    const before = this.to(from);
    const world = before.reduce((at, choice) => this.run.step(at, choice), this.run.start);
    const choice = this.run.choices(world)[place] as Choice;
    const following: Choice[] = [];
    for (const taken of this.#prompt.following(this.run.step(world, choice))) {
      if (following.length === follower) break;
      following.push(taken.choice);
    }
    return [...before, choice, ...following];
  }

  /** Takes a step with what follows it at once, and notes the choices. */
  #take(choices: Choice[], from: World, choice: Choice): World {
    choices.push(choice);
    let world = this.run.step(from, choice);
    for (const taken of this.#prompt.following(world)) {
      choices.push(taken.choice);
      world = taken.world;
    }
    return world;
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
      const choice = candidates.find((one) => this.#numberOf(this.#prompt.after(world, one)) === to) as Choice;
      world = this.#take(choices, world, choice);
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
