import type { Invariant, Observation } from "../invariants/index.ts";
import type { Run } from "../model/index.ts";
import { FIRST_COMPONENT, LATE, SURROUNDINGS, type World } from "../world/index.ts";
import { Sights } from "./sights.ts";

/** An invariant that does not hold, and why. */
export interface Broken {
  readonly invariant: Invariant;
  readonly fault: string;
}

/** What a run owes at some moment: which of what `leadsTo` says should follow and has not come yet, by their places. */
export type Owed = readonly number[];

/** What is wrong where it never comes. */
export const UNMET = "it never comes to what should follow";

/**
 * Asks a model's invariants about worlds and steps. An answer depends on the tables that the invariant reads, on the caches
 * and requests of the components under test, and on what has happened: where these were met before, it is remembered.
 */
export class Judge {
  readonly #run: Run;
  /** Those that say which tables they read, and those that may read anything. */
  readonly #bounded: readonly Group[];
  readonly #unbounded: readonly Group[];
  readonly #sometimes: Set<Invariant>;
  readonly #leadsTo: readonly Invariant[];
  readonly #sights: Sights;
  readonly #known = new Map<number, Broken | null>();
  #lately: readonly [Seen | undefined, Seen | undefined] = [undefined, undefined];

  constructor(run: Run) {
    this.#run = run;
    const expecting = (expect: Invariant["expect"]) =>
      run.invariants.filter((invariant) => invariant.expect === expect);
    const groups = grouped(run, [...expecting("always"), ...expecting("eventually")]);
    this.#bounded = groups.filter(({ slots }) => slots !== undefined);
    this.#unbounded = groups.filter(({ slots }) => slots === undefined);
    this.#sometimes = new Set(expecting("sometimes"));
    this.#leadsTo = expecting("leadsTo");
    const judgedBy = JUDGED_BY.map((resource) => run.system.slotOf(resource));
    const targets = [...run.targets, ...run.seconds].map((name) => FIRST_COMPONENT + run.system.indexOf(name));
    const read = this.#bounded.flatMap(({ slots = [] }) => slots);
    this.#sights = new Sights(run, [...new Set([SURROUNDINGS, LATE, ...judgedBy, ...read, ...targets])]);
  }

  get leadsTo(): readonly Invariant[] {
    return this.#leadsTo;
  }

  /** What has not been seen yet of what should be seen sometimes. */
  get unseen(): readonly Invariant[] {
    return [...this.#sometimes];
  }

  /** Of what should be seen sometimes, all but these has been seen elsewhere. */
  keepUnseen(names: readonly string[]): void {
    for (const invariant of this.#sometimes) if (!names.includes(invariant.name)) this.#sometimes.delete(invariant);
  }

  /** Forgets what has been found out: it will be again. */
  forget(): void {
    this.#known.clear();
    this.#sights.forget();
    this.#lately = [undefined, undefined];
  }

  /** The first invariant that a step breaks, or that the world at rest to which it leads does. */
  broken(world: World, before: World | undefined): Broken | undefined {
    if (this.#sometimes.size > 0) this.#see(world);
    const step: Step = { world, before, atRest: this.#run.isAtRest(world), at: undefined };
    return this.#brokenIn(step) ?? this.#firstBroken(this.#unbounded, step) ?? undefined;
  }

  /** Of those whose answer depends on what has a name only. */
  #brokenIn(step: Step): Broken | null {
    const { world, before, atRest } = step;
    const seenBefore = before === undefined ? 0 : this.#seen(before);
    const seen = atRest ? this.#sights.atRest(world) : this.#seen(world);
    const name = (seenBefore * MOST_SEEN + seen) * 2 + (atRest ? 1 : 0);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const broken = this.#firstBroken(this.#bounded, step);
    this.#known.set(name, broken);
    return broken;
  }

  #firstBroken(groups: readonly Group[], step: Step): Broken | null {
    for (const group of groups) {
      if (step.before !== undefined && !step.atRest && isUntouched(group, step.world, step.before)) continue;
      const broken = this.#brokenOf(group, step);
      if (broken !== null) return broken;
    }
    return null;
  }

  #brokenOf({ invariants }: Group, step: Step): Broken | null {
    for (const invariant of invariants) {
      if (invariant.expect === "eventually" && !step.atRest) continue;
      step.at ??= this.#run.observation(step.world, step.before);
      const held = invariant.holds(step.at);
      if (held !== true) return { invariant, fault: held };
    }
    return null;
  }

  /** Where an obligation stands in a world: it begins there, it is met there. */
  obligation(invariant: Invariant, world: World): { readonly begins: boolean; readonly met: boolean } {
    const at = this.#run.observation(world);
    return { begins: invariant.when?.(at) ?? false, met: invariant.holds(at) === true };
  }

  /** What a run owes that has come to a world: what it owed before, and what begins there, but for what is met there. */
  owed(before: Owed, world: World): Owed {
    if (this.#leadsTo.length === 0) return before;
    return this.#leadsTo.flatMap((invariant, at) => {
      const { begins, met } = this.obligation(invariant, world);
      return !met && (begins || before.includes(at)) ? [at] : [];
    });
  }

  /** What is broken where a run ends that owes something. */
  unmet([first]: Owed): Broken | undefined {
    return first === undefined ? undefined : { invariant: this.#leadsTo[first] as Invariant, fault: UNMET };
  }

  #see(world: World): void {
    for (const invariant of this.#sometimes)
      if (invariant.holds(this.#run.observation(world)) === true) this.#sometimes.delete(invariant);
  }

  /** A number for all that an answer can depend on: of the last two worlds it is remembered. */
  #seen(world: World): number {
    const [last, previous] = this.#lately;
    if (last?.world === world) return last.seen;
    if (previous?.world === world) return previous.seen;
    const seen = this.#sights.of(world);
    this.#lately = [{ world, seen }, last];
    return seen;
  }
}

/** A write is judged by what its writer could see, whatever the tables are that an invariant reads. */
const JUDGED_BY = ["pods", "nodes", "daemonsets.apps", "controllerrevisions.apps"];

/** Invariants that read the same tables: they are asked together. */
interface Group {
  readonly invariants: readonly Invariant[];
  /** The slots of these tables; undefined if they may read anything. */
  readonly slots: readonly number[] | undefined;
}

interface Seen {
  readonly world: World;
  readonly seen: number;
}

/** Two numbers below it make one that is exact. */
const MOST_SEEN = 2 ** 26;

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
  }));
}
