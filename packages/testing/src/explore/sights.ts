import { formatHash, hashTree } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import { FIRST_COMPONENT, LATE, type Part, SURROUNDINGS, type World } from "../world/index.ts";
import { mixed, NO_HASH } from "../world/mix.ts";
import { type ComponentValue, hashSync, type LateInformers } from "../world/values.ts";

/** Two numbers below it make one that is exact. */
const MOST = 2 ** 26;

/**
 * A number for all of a world that what is said of it can depend on: tables; of components what they ask for and how often they have
 * failed, but not what they remember or have to do; of late informers what they show; and what has happened, but not how often it
 * still may.
 */
export class Sights {
  readonly #run: Run;
  readonly #slots: readonly number[];
  /** Of each part, by its number; 0: not yet known. */
  #ofParts = new Int32Array(1024);
  readonly #names = new Map<string, number>();
  readonly #pairs = new Map<number, number>();

  /** `slots`: what counts of worlds. */
  constructor(run: Run, slots: readonly number[]) {
    this.#run = run;
    this.#slots = slots;
  }

  of(world: World): number {
    let seen = 0;
    for (const slot of this.#slots) seen = this.#pair(seen, this.#ofSlot(world, slot));
    return seen;
  }

  /** The same of a world at rest, of which it may be said, too, what it will come back to by itself. */
  atRest(world: World): number {
    let seen = this.of(world);
    for (let index = 0; index < this.#run.system.size; index++) {
      const { high, low } = hashTree(this.#run.system.stateOf(world, index).timers.queue);
      seen = this.#pair(seen, this.#numberOf(`timers ${high} ${low}`));
    }
    return seen;
  }

  /** Forgets all numbers. */
  forget(): void {
    this.#ofParts = new Int32Array(1024);
    this.#names.clear();
    this.#pairs.clear();
  }

  #pair(first: number, second: number): number {
    const key = first * MOST + second;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = this.#pairs.size + 1;
      this.#pairs.set(key, pair);
    }
    return pair;
  }

  #ofSlot(world: World, slot: number): number {
    const part = world.parts[slot];
    if (part === undefined) return 0;
    if (slot >= FIRST_COMPONENT + this.#run.system.size) return part.id + 1;
    if (part.id >= this.#ofParts.length) this.#grow(part.id);
    let seen = this.#ofParts[part.id] as number;
    if (seen === 0) {
      seen = this.#numberOf(this.#nameOf(world, part, slot));
      this.#ofParts[part.id] = seen;
    }
    return seen;
  }

  #numberOf(name: string): number {
    let number = this.#names.get(name);
    if (number === undefined) {
      number = this.#names.size + 1;
      this.#names.set(name, number);
    }
    return number;
  }

  #nameOf(world: World, part: Part, slot: number): string {
    if (slot === SURROUNDINGS) return JSON.stringify(this.#run.happened(world));
    if (slot === LATE) return lateName(part.value as LateInformers);
    return componentName(part.value as ComponentValue);
  }

  #grow(id: number): void {
    const larger = new Int32Array(Math.max(id + 1, 2 * this.#ofParts.length));
    larger.set(this.#ofParts);
    this.#ofParts = larger;
  }
}

function lateName(late: LateInformers): string {
  const shown = Object.entries(late).map(([key, { table }]) => [key, formatHash(hashTree(table.objects))]);
  return JSON.stringify(shown);
}

function componentName({ state, reads }: ComponentValue): string {
  const { failures, sync } = state;
  const { high, low } = mixed(hashTree(failures), sync === null ? NO_HASH : hashSync(sync, reads));
  return `${high} ${low}`;
}
