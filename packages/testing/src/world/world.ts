import type { ClusterState } from "@kubetick/core";
import type { Part } from "./part.ts";

/**
 * A cluster at one moment, as a list of parts: its surroundings, its late informers, its components, and its tables.
 * Equal worlds have equal parts.
 */
export class World {
  readonly parts: readonly Part[];
  #tables: string | undefined;
  #state: ClusterState | undefined;

  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }

  /** The tables, for what is remembered under all of them. */
  tables(from: number): string {
    if (this.#tables === undefined) {
      let name = "";
      for (let slot = from; slot < this.parts.length; slot++) name += `${(this.parts[slot] as Part).id},`;
      this.#tables = name;
    }
    return this.#tables;
  }

  /** The world as the state of a cluster, made when it is first asked for. */
  state(make: () => ClusterState): ClusterState {
    this.#state ??= make();
    return this.#state;
  }

  with(slot: number, part: Part): World {
    if (this.parts[slot] === part) return this;
    const parts = this.parts.slice();
    parts[slot] = part;
    return new World(parts);
  }

  /** The same for equal worlds, and for no others. */
  get name(): string {
    return this.parts.map(({ id }) => id).join();
  }

  equals(other: World): boolean {
    if (this.parts.length !== other.parts.length) return false;
    for (let slot = 0; slot < this.parts.length; slot++) if (this.parts[slot] !== other.parts[slot]) return false;
    return true;
  }
}

export const SURROUNDINGS = 0;
export const LATE = 1;
export const FIRST_COMPONENT = 2;
