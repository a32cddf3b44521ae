import { entries } from "@kubetick/core";
import { firstKey } from "@kubetick/core/pieces";
import { type Act, Acts } from "./acts.ts";
import type { Choice, FaultBudgets } from "./choice.ts";
import { type FaultOptions, Faults } from "./faults.ts";
import { tooLate } from "./late.ts";
import type { Part } from "./part.ts";
import type { Later, System } from "./system.ts";
import { laterThan } from "./vain.ts";
import type { Surroundings } from "./values.ts";
import { beginnings } from "./walks.ts";
import type { World } from "./world.ts";

export interface PlayOptions extends FaultOptions {
  readonly acts: readonly Act[];
  readonly faults: FaultBudgets;
  /** By how many changes an informer may be late; undefined: by any number. */
  readonly lateBy?: number | undefined;
  /** The components that do at once what they have to do. */
  readonly prompt: readonly string[];
  /** The components that walk over nodes in no given order. */
  readonly walkers: readonly string[];
}

/** The rules of a run: what may happen next, and what a world is after it. */
export class Play {
  readonly system: System;
  readonly #options: PlayOptions;
  readonly #acts: Acts;
  readonly #faults: Faults;

  constructor(system: System, options: PlayOptions) {
    this.system = system;
    this.#options = options;
    this.#acts = new Acts(system, options.acts);
    this.#faults = new Faults(system, this.#acts, options);
  }

  /** What the surroundings are in the beginning. */
  static surroundings({ acts, faults }: PlayOptions): Omit<Surroundings, "now"> {
    const budgets = Object.fromEntries(Object.entries(faults).filter(([, times]) => times > 0));
    const slow = budgets["slowNode"] === undefined ? {} : { slow: {} };
    return { actions: acts.map(({ times }) => times), faults: budgets, leaders: [], off: [], ...slow };
  }

  /**
   * All that can happen next, in canonical order: first what a cluster left alone does, and the first of it is what it
   * does by default; then what goes wrong, and what people do. Empty: nothing will ever happen.
   */
  choices(world: World): readonly Choice[] {
    const prompt = this.promptChoice(world);
    if (prompt !== undefined) return [prompt];
    return [...this.ownChoices(world), ...this.#others(world)];
  }

  /** What goes wrong or right again, and what people do. */
  #others(world: World): readonly Choice[] {
    return [...this.#faults.recoveries(world), ...this.#faults.choices(world), ...this.#acts.choices(world)];
  }

  /** What happens by itself. */
  ownChoices(world: World): readonly Choice[] {
    const prompt = this.promptChoice(world);
    return prompt === undefined ? this.#ownWith(world, (index, key) => this.#syncs(world, index, key)) : [prompt];
  }

  /** Forgets all that has been found out, and all parts but these. */
  forget(kept: Iterable<Part>): void {
    this.system.forget(kept);
    this.#acts.forget();
    this.#lastAsked = undefined;
    this.#lastLater = undefined;
  }

  /** What happens by default: the first of what happens by itself. Undefined: nothing does. */
  next(world: World): Choice | undefined {
    return this.promptChoice(world) ?? this.#firstRunnable(world) ?? this.#heardOrDue(world)[0];
  }

  /**
   * What a number stands for in a world, without finding out which walks differ: the number of one of all choices with each
   * sync counted once, and above that, for a walk, the node at which it begins. Any number stands for something, but where
   * nothing can happen.
   */
  picked(world: World, pick: number): Choice | undefined {
    const choices = this.#plainChoices(world);
    const choice = choices[pick % choices.length];
    return choice && this.#walkOf(world, choice, Math.floor(pick / choices.length));
  }

  /** The choice with exactly this number (see `numberOf`); undefined if there is none. */
  numbered(world: World, number: number): Choice | undefined {
    const choice = this.picked(world, number);
    return choice !== undefined && this.numberOf(world, choice) === number ? choice : undefined;
  }

  /** The number for which `picked` gives this choice; -1 if it is not possible in this world. */
  numberOf(world: World, choice: Choice): number {
    const choices = this.#plainChoices(world);
    const { from, ...plain } = { from: undefined, ...choice };
    const text = JSON.stringify(plain);
    const at = choices.findIndex((one) => JSON.stringify(one) === text);
    const beginning = from === undefined ? 0 : this.system.nodesOf(world).indexOf(from) + 1;
    return at < 0 || (from !== undefined && beginning === 0) ? -1 : at + beginning * choices.length;
  }

  #plainChoices(world: World): readonly Choice[] {
    const prompt = this.promptChoice(world);
    if (prompt !== undefined) return [prompt];
    const own = this.#ownWith(world, (index, key) => [this.#plainSync(index, key)]);
    return [...own, ...this.#others(world)];
  }

  #walkOf(world: World, choice: Choice, number: number): Choice {
    if (choice.do !== "sync" || !this.#options.walkers.includes(choice.component)) return choice;
    const nodes = this.system.nodesOf(world);
    const from = nodes[(number % (nodes.length + 1)) - 1];
    return from === undefined ? choice : { ...choice, from };
  }

  #ownWith(world: World, syncs: (index: number, key: string) => readonly Choice[]): readonly Choice[] {
    const runnable = this.#runnable(world, syncs);
    return runnable.length > 0 ? [...runnable, ...this.#heard(world)] : this.#heardOrDue(world);
  }

  #heardOrDue(world: World): readonly Choice[] {
    const later = this.#later(world);
    const heard = this.#heard(world);
    return later === undefined ? heard : [{ do: "time", by: later.by }, ...heard];
  }

  /** Asked for the choice, and again when it is taken. */
  #later(world: World): Later | undefined {
    if (this.#lastAsked !== world) {
      this.#lastAsked = world;
      this.#lastLater = laterThan(this.system, world, this.#waysToSync);
    }
    return this.#lastLater;
  }

  #lastAsked: World | undefined;
  #lastLater: Later | undefined;

  /** Later by so much, which is that by which the clock moves if it does; or which somebody says. */
  #waited(world: World, by: number): World {
    const later = this.#later(world);
    return later?.by === by ? later.world : this.system.wait(world, by).world;
  }

  readonly #waysToSync = (world: World, index: number, key: string): readonly Choice[] =>
    this.#syncs(world, index, key);

  #heard(world: World): Choice[] {
    return Object.keys(this.system.lateOf(world)).map(hearing);
  }

  step(world: World, choice: Choice): World {
    return this.system.quiet(this.#stepped(world, choice));
  }

  #stepped(world: World, choice: Choice): World {
    const { system } = this;
    switch (choice.do) {
      case "sync":
        return system.sync(world, system.indexOf(choice.component), choice.key, choice.from);
      case "proceed":
        return system.proceed(world, system.indexOf(choice.component));
      case "time":
        return this.#waited(world, choice.by);
      case "hear":
        return system.hear(world, choice.component, choice.resource);
      case "act":
        return this.#acts.taken(world, choice);
      case "rest":
        return world;
      case "stepDown":
      case "nodeRecovery":
      case "slowNodeRecovery":
        return this.#faults.recovered(world, choice);
      default:
        return this.#faults.befallen(world, choice);
    }
  }

  /**
   * What is to happen before anything else: an informer that is late by too many changes hears of one, and a component that does at
   * once what it has to do does it.
   */
  promptChoice(world: World): Choice | undefined {
    const { lateBy } = this.#options;
    const late = lateBy === undefined ? undefined : tooLate(this.system.lateOf(world), lateBy);
    if (late !== undefined) return hearing(late);
    for (const component of this.#options.prompt) {
      const { sync, queue } = this.system.stateOf(world, this.system.indexOf(component));
      if (sync !== null) return { do: "proceed", component };
      const key = firstKey(queue);
      if (key !== undefined) return { do: "sync", component, key };
    }
    return undefined;
  }

  #runnable(world: World, syncs: (index: number, key: string) => readonly Choice[]): Choice[] {
    const found: Choice[] = [];
    const { system } = this;
    for (let index = 0; index < system.size; index++)
      if (system.stateOf(world, index).sync !== null)
        found.push({ do: "proceed", component: system.componentOf(index).name });
    for (let index = 0; index < system.size; index++) {
      const { sync, queue } = system.stateOf(world, index);
      if (sync !== null) continue;
      for (const [key] of entries(queue)) found.push(...syncs(index, key));
    }
    return found;
  }

  #firstRunnable(world: World): Choice | undefined {
    const { system } = this;
    for (let index = 0; index < system.size; index++)
      if (system.stateOf(world, index).sync !== null)
        return { do: "proceed", component: system.componentOf(index).name };
    for (let index = 0; index < system.size; index++) {
      const key = firstKey(system.stateOf(world, index).queue);
      if (key !== undefined) return this.#plainSync(index, key);
    }
    return undefined;
  }

  #plainSync(index: number, key: string): Choice {
    return { do: "sync", component: this.system.componentOf(index).name, key };
  }

  /** A walk in no given order may begin at any node; only those beginnings count that lead to other requests. */
  #syncs(world: World, index: number, key: string): readonly Choice[] {
    const component = this.system.componentOf(index).name;
    const plain = this.#plainSync(index, key);
    if (!this.#options.walkers.includes(component)) return [plain];
    return this.system.remembered(world, index, `walks ${key}`, () =>
      beginnings(this.system, world, { index, key }, this.system.nodesOf(world)).map(
        (from): Choice => (from === undefined ? plain : { do: "sync", component, key, from }),
      ),
    );
  }
}

/** An informer hears, by its `lateKey`. */
function hearing(key: string): Choice {
  const [component = "", resource = ""] = key.split(" ");
  return { do: "hear", component, resource };
}
