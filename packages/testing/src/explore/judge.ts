import type { Invariant, Observation } from "../invariants/index.ts";
import type { Run } from "../model/index.ts";
import { FIRST_COMPONENT, LATE, SURROUNDINGS, type World } from "../world/index.ts";

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
  readonly #groups: readonly Group[];
  readonly #sometimes: Set<Invariant>;
  readonly #leadsTo: readonly Invariant[];
  readonly #targets: readonly number[];
  readonly #judgedBy: readonly number[];

  constructor(run: Run) {
    this.#run = run;
    const expecting = (expect: Invariant["expect"]) =>
      run.invariants.filter((invariant) => invariant.expect === expect);
    this.#groups = grouped(run, [...expecting("always"), ...expecting("eventually")]);
    this.#sometimes = new Set(expecting("sometimes"));
    this.#leadsTo = expecting("leadsTo");
    this.#judgedBy = JUDGED_BY.map((resource) => run.system.slotOf(resource));
    this.#targets = [...run.targets, ...run.seconds].map((name) => FIRST_COMPONENT + run.system.indexOf(name));
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
    if (this.#sometimes.size > 0) this.#see(world);
    const atRest = this.#run.isAtRest(world);
    const step: Step = { world, before, atRest, at: undefined };
    for (const group of this.#groups) {
      if (before !== undefined && !atRest && isUntouched(group, world, before)) continue;
      const broken = this.#brokenOf(group, step);
      if (broken !== null) return broken;
    }
    return undefined;
  }

  #brokenOf(group: Group, step: Step): Broken | null {
    const name = this.#nameOf(group, step);
    const known = group.known.get(name);
    if (known !== undefined) return known;
    let broken: Broken | null = null;
    for (const invariant of group.invariants) {
      if (invariant.expect === "eventually" && !step.atRest) continue;
      step.at ??= this.#run.observation(step.world, step.before);
      const held = invariant.holds(step.at);
      if (held !== true) {
        broken = { invariant, fault: held };
        break;
      }
    }
    group.known.set(name, broken);
    return broken;
  }

  /** Where an obligation stands in a world: it begins there, it is met there. */
  obligation(invariant: Invariant, world: World): { readonly begins: boolean; readonly met: boolean } {
    const at = this.#run.observation(world);
    return { begins: invariant.when?.(at) ?? false, met: invariant.holds(at) === true };
  }

  #see(world: World): void {
    for (const invariant of this.#sometimes)
      if (invariant.holds(this.#run.observation(world)) === true) this.#sometimes.delete(invariant);
  }

  /** Names all that the invariants of a group may look at. */
  #nameOf(group: Group, { world, before, atRest }: Step): string {
    return `${atRest} ${this.#seen(group, world)} ${before === undefined ? "" : this.#seen(group, before)}`;
  }

  /** A write is judged by what its writer could see, whatever the tables are that the invariant reads. */
  #seen({ slots }: Group, world: World): string {
    if (slots === undefined) return world.parts.map(({ id }) => id).join();
    let seen = `${world.parts[SURROUNDINGS]?.id},${world.parts[LATE]?.id}`;
    for (const slot of this.#judgedBy) seen += `,${world.parts[slot]?.id ?? ""}`;
    for (const slot of slots) seen += `,${world.parts[slot]?.id ?? ""}`;
    for (const slot of this.#targets) seen += `,${world.parts[slot]?.id}`;
    return seen;
  }
}

const JUDGED_BY = ["pods", "nodes", "daemonsets.apps", "controllerrevisions.apps"];

/** Invariants that read the same tables: they are asked together. */
interface Group {
  readonly invariants: readonly Invariant[];
  /** The slots of these tables; undefined if they may read anything. */
  readonly slots: readonly number[] | undefined;
  readonly known: Map<string, Broken | null>;
}

/** A step, and what invariants are shown of it, once any asks. */
interface Step {
  readonly world: World;
  readonly before: World | undefined;
  readonly atRest: boolean;
  at: Observation | undefined;
}

function isUntouched({ slots }: Group, world: World, before: World): boolean {
  if (slots === undefined) return world === before;
  for (const slot of slots) if (world.parts[slot] !== before.parts[slot]) return false;
  return true;
}

function grouped(run: Run, invariants: readonly Invariant[]): readonly Group[] {
  const groups = new Map<string, Invariant[]>();
  for (const invariant of invariants) {
    const name = JSON.stringify(invariant.reads?.toSorted());
    groups.set(name, [...(groups.get(name) ?? []), invariant]);
  }
  return Array.from(groups.values(), (members) => ({
    invariants: members,
    slots: members[0]?.reads?.map((resource) => run.system.slotOf(resource)),
    known: new Map(),
  }));
}
