import type { Hash } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import type { Broken, Judge } from "./judge.ts";
import type { Keys } from "./keys.ts";
import type { PromptSteps } from "./prompt.ts";
import { takerOf } from "./takers.ts";

/** A step from a state, and what is to be known of where it leads. Plain data. */
export interface Step {
  /** The place of the choice among the choices there. */
  readonly place: number;
  readonly taker: string;
  /** Something else happens by default. */
  readonly departs: boolean;
  readonly high: number;
  readonly low: number;
  readonly atRest: boolean;
  /** What the step breaks, if anything; or the so-manieth of those that follow it at once (0: the step itself). */
  readonly broken?: { readonly invariant: string; readonly fault: string; readonly follower: number };
}

/** A step with the world to which it leads. */
export interface Reached extends Step {
  readonly world: World;
}

/** The steps from a state. */
export interface Expansion<S extends Step = Step> {
  readonly steps: readonly S[];
  /** Who could take a step there, where not every step was tried. */
  readonly able?: readonly string[];
}

type By = Pick<Step, "place" | "taker" | "departs">;

/** Takes all steps from a world that have to be tried. */
export class Expander {
  readonly #run: Run;
  readonly #judge: Judge;
  readonly #keys: Keys;
  readonly #prompt: PromptSteps;
  readonly #partialOrder: boolean;

  constructor(run: Run, judge: Judge, keys: Keys, prompt: PromptSteps, partialOrder: boolean) {
    this.#run = run;
    this.#judge = judge;
    this.#keys = keys;
    this.#prompt = prompt;
    this.#partialOrder = partialOrder;
  }

  /**
   * The steps, in the order of the choices; the last is the first that breaks something. `isKnown` is asked of states, by
   * their keys, whether they come before this one or beside it.
   */
  expand(world: World, isKnown: (key: Hash) => boolean): Expansion<Reached> {
    const choices = this.#run.choices(world);
    const quiet = this.#partialOrder ? this.#quietChoice(world, choices, isKnown) : -1;
    const steps: Reached[] = [];
    for (let place = quiet < 0 ? 0 : quiet; place < choices.length; place++) {
      const choice = choices[place] as Choice;
      const departs = quiet < 0 && (place > 0 || takerOf(choice) === "");
      const step = this.#taken(world, choice, { place, taker: takerOf(choice), departs });
      steps.push(step);
      if (quiet >= 0 || step.broken !== undefined) break;
    }
    return steps.length === choices.length ? { steps } : { steps, able: choices.map(takerOf) };
  }

  /** The state in which all begins. */
  start(): Reached {
    const { start } = this.#run;
    return this.#reached(start, { place: 0, taker: "", departs: false }, this.#judge.broken(start, undefined), 0);
  }

  /** A step and what follows it at once, as far as nothing is broken. */
  #taken(from: World, choice: Choice, by: By): Reached {
    let world = this.#run.step(from, choice);
    let broken = this.#judge.broken(world, from);
    let follower = 0;
    if (broken !== undefined) return this.#reached(world, by, broken, follower);
    for (const next of this.#prompt.following(world)) {
      broken = this.#judge.broken(next.world, world);
      world = next.world;
      follower++;
      if (broken !== undefined) break;
    }
    return this.#reached(world, by, broken, follower);
  }

  #reached(world: World, { place, taker, departs }: By, broken: Broken | undefined, follower: number): Reached {
    const { high, low } = this.#keys.of(world);
    const step: Reached = { place, taker, departs, high, low, atRest: this.#run.isAtRest(world), world };
    if (broken === undefined) return step;
    return { ...step, broken: { invariant: broken.invariant.name, fault: broken.fault, follower } };
  }

  /**
   * A sync that asks for nothing changes nothing that anybody else sees, and whatever could make it ask for something puts
   * its key back into the queue: it makes no difference when it happens, so it happens first. But not where that leads
   * back to a known state (going round in a circle, one would never come to the others), nor where the cluster comes to rest
   * by it: then an hour passes, and what people do at once is not what they do later. Of components of one's own nobody knows
   * what puts their keys back: they are not reduced.
   */
  #quietChoice(world: World, choices: readonly Choice[], isKnown: (key: Hash) => boolean): number {
    for (let at = 0; at < choices.length; at++) {
      const choice = choices[at] as Choice;
      if (choice.do !== "sync" || this.#run.isOwn(choice.component) || isOneOfSeveralWays(choice, choices)) continue;
      const after = this.#run.step(world, choice);
      const index = this.#run.system.indexOf(choice.component);
      if (this.#run.system.pendingOf(after, index) !== undefined || this.#run.system.isQuiet(after)) continue;
      if (!isKnown(this.#keys.of(after))) return at;
    }
    return -1;
  }
}

/** Another walk of the same sync may ask for something. */
function isOneOfSeveralWays(sync: Extract<Choice, { do: "sync" }>, choices: readonly Choice[]): boolean {
  return choices.some(
    (other) => other !== sync && other.do === "sync" && other.component === sync.component && other.key === sync.key,
  );
}
