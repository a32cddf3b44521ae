import type { Invariant } from "../invariants/index.ts";
import type { Run } from "../model/index.ts";
import { FIRST_COMPONENT, LATE, type World } from "../world/index.ts";

/** An invariant that does not hold, and why. */
export interface Broken {
  readonly invariant: Invariant;
  readonly fault: string;
}

/**
 * Asks a model's invariants about worlds and steps. An answer depends on the tables that the invariant reads, on the caches
 * and requests of the components under test, and on what has happened: where these were met before, it is remembered.
 */
export class Judge {
  readonly #run: Run;
  readonly #always: readonly Invariant[];
  readonly #eventually: readonly Invariant[];
  readonly #sometimes: Set<Invariant>;
  readonly #leadsTo: readonly Invariant[];
  readonly #known = new Map<string, true | string>();
  readonly #targets: readonly number[];

  constructor(run: Run) {
    this.#run = run;
    const expecting = (expect: Invariant["expect"]) =>
      run.invariants.filter((invariant) => invariant.expect === expect);
    this.#always = expecting("always");
    this.#eventually = expecting("eventually");
    this.#sometimes = new Set(expecting("sometimes"));
    this.#leadsTo = expecting("leadsTo");
    this.#targets = run.targets.map((name) => FIRST_COMPONENT + run.system.indexOf(name));
  }

  get leadsTo(): readonly Invariant[] {
    return this.#leadsTo;
  }

  /** What has not been seen yet of what should be seen sometimes. */
  get unseen(): readonly Invariant[] {
    return [...this.#sometimes];
  }

  /** The first invariant that a step breaks, or that the world at rest to which it leads does. */
  broken(world: World, before: World | undefined): Broken | undefined {
    this.#see(world);
    for (const invariant of this.#always) {
      if (before !== undefined && this.#isUntouched(invariant, world, before)) continue;
      const held = this.#holds(invariant, world, before);
      if (held !== true) return { invariant, fault: held };
    }
    if (this.#eventually.length === 0 || !this.#run.isAtRest(world)) return undefined;
    for (const invariant of this.#eventually) {
      const held = this.#holds(invariant, world, before);
      if (held !== true) return { invariant, fault: held };
    }
    return undefined;
  }

  /** Where an obligation stands in a world: it begins there, it is met there. */
  obligation(invariant: Invariant, world: World): { readonly begins: boolean; readonly met: boolean } {
    const at = this.#run.observation(world);
    return { begins: invariant.when?.(at) ?? false, met: invariant.holds(at) === true };
  }

  #see(world: World): void {
    for (const invariant of this.#sometimes)
      if (this.#holds(invariant, world, undefined) === true) this.#sometimes.delete(invariant);
  }

  #isUntouched({ reads }: Invariant, world: World, before: World): boolean {
    if (reads === undefined) return world === before;
    for (const resource of reads) {
      const slot = this.#run.system.slotOf(resource);
      if (world.parts[slot] !== before.parts[slot]) return false;
    }
    return this.#run.isAtRest(world) === this.#run.isAtRest(before);
  }

  #holds(invariant: Invariant, world: World, before: World | undefined): true | string {
    const name = `${invariant.name} ${this.#seen(invariant, world)} ${before === undefined ? "" : this.#seen(invariant, before)}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const held = invariant.holds(this.#run.observation(world, before));
    this.#known.set(name, held);
    return held;
  }

  #seen({ reads }: Invariant, world: World): string {
    if (reads === undefined) return world.parts.map(({ id }) => id).join();
    const { system } = this.#run;
    let seen = `${this.#run.isAtRest(world)}${world.parts[0]?.id}`;
    if (world.parts[LATE] !== this.#run.start.parts[LATE]) seen += `,${world.parts[LATE]?.id}`;
    for (const resource of reads) seen += `,${world.parts[system.slotOf(resource)]?.id ?? ""}`;
    for (const slot of this.#targets) seen += `,${world.parts[slot]?.id}`;
    return seen;
  }
}
