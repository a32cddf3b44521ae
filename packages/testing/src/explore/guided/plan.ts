/** Where a run departs from what happens by default: at which moment, and by which of the choices there. */
export type Perturbation = readonly [moment: number, place: number];

/** The runs that are still to be played: first all with as many perturbations, then all with one more. */
export class Plan {
  #level: number;
  #now: readonly Perturbation[];
  #played = 0;
  #next: Perturbation[];

  /** `first`: the run that nothing perturbs. */
  constructor(first: Perturbation, saved?: PlanJson) {
    this.#level = saved?.level ?? 0;
    this.#now = saved?.now ?? [first];
    this.#next = [...(saved?.next ?? [])];
  }

  /** In how many places the next run is perturbed, or the last one, if no run with as many is left. */
  get level(): number {
    return this.#level;
  }

  /** All runs with so many perturbations, and with fewer, have been played. */
  get done(): number {
    return this.#played < this.#now.length ? this.#level - 1 : this.#level;
  }

  /** How many runs with one perturbation more are known. */
  get waiting(): number {
    return this.#next.length;
  }

  get isEmpty(): boolean {
    return this.#played >= this.#now.length && this.#next.length === 0;
  }

  /** The next run; undefined where there is none with at most so many perturbations. */
  take(most: number): Perturbation | undefined {
    if (this.#played >= this.#now.length) {
      if (this.#next.length === 0 || this.#level >= most) return undefined;
      this.#level++;
      this.#now = this.#next;
      this.#played = 0;
      this.#next = [];
    }
    return this.#now[this.#played++];
  }

  /** Notes a run with one perturbation more than the one that is being played. */
  add(perturbation: Perturbation): void {
    this.#next.push(perturbation);
  }

  toJSON(): PlanJson {
    return { level: this.#level, now: this.#now.slice(this.#played), next: this.#next };
  }
}

export interface PlanJson {
  readonly level: number;
  readonly now: readonly Perturbation[];
  readonly next: readonly Perturbation[];
}
