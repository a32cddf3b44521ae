import type { Run } from "../../model/index.ts";
import type { Choice, World } from "../../world/index.ts";
import { loopFault } from "../endless.ts";
import type { Counterexample } from "../exploration.ts";
import { Graph } from "../graph.ts";
import { interchangeableNodes } from "../interchangeable.ts";
import { Judge } from "../judge.ts";
import { Keys } from "../keys.ts";
import { COMES_TO_REST } from "../liveness.ts";
import { PromptSteps } from "../prompt.ts";
import { Visited } from "../visited.ts";
import { Worlds } from "../worlds.ts";
import { byDefault, perturbations } from "./perturbations.ts";

export interface GuidedOptions {
  /** In how many places a run is perturbed, at most: first all runs with one are played, then all with two. Default: 2. */
  readonly perturbations?: number;
  /** Worlds that differ only in which node is which count as one. Default: true. */
  readonly symmetry?: boolean;
  /** Give up after so many states. Default: no limit. */
  readonly maxStates?: number;
  /** Called after each run. Returning false stops the search. */
  readonly onProgress?: (progress: GuidedProgress) => boolean | void;
}

export interface GuidedProgress {
  readonly runs: number;
  readonly states: number;
  readonly steps: number;
  /** In how many places the runs are perturbed that are being played. */
  readonly perturbations: number;
  /** Runs with one perturbation more, as far as they are known. */
  readonly waiting: number;
}

export interface GuidedExploration {
  readonly runs: number;
  /** Different states. */
  readonly states: number;
  readonly steps: number;
  /** All runs with so many perturbations, and with fewer, have been played; -1: not even the one without any. */
  readonly perturbations: number;
  /** No more perturbations come to any other state. */
  readonly complete: boolean;
  readonly counterexample?: Counterexample;
  /** What should hold sometimes, and never has: told of complete searches only. */
  readonly neverSeen: readonly string[];
}

/** More steps than any run needs to come to rest. */
const LONGEST = 5_000;

/**
 * Looks for what is wrong in models that are too large to be explored. One run comes first in which nothing is out of the
 * ordinary: components work by turns as they do by default, and people do one thing after another, each at rest. Then it is
 * perturbed, in one place, in two and so on, and only where two have work at once: another component comes first, somebody does
 * something in the midst of it, something goes wrong. Runs that come to a known state end there.
 *
 * What `leadsTo` says is not judged. Source: Emmi, Qadeer, Rakamarić: Delay-bounded scheduling (POPL 2011).
 */
export function exploreGuided(run: Run, options: GuidedOptions = {}): GuidedExploration {
  return new Guided(run, options).search();
}

/** A step that departs from what happens by default. */
type Perturbation = readonly [state: number, place: number];

class Guided {
  readonly #run: Run;
  readonly #options: GuidedOptions;
  readonly #judge: Judge;
  readonly #keys: Keys;
  readonly #graph = new Graph();
  readonly #visited = new Visited();
  readonly #worlds: Worlds;
  /** What is to be tried with one perturbation more. */
  #next: Perturbation[] = [];
  #runs = 0;
  #steps = 0;
  #found: Counterexample | undefined;

  constructor(run: Run, options: GuidedOptions) {
    this.#run = run;
    this.#options = options;
    this.#judge = new Judge(run);
    this.#keys = new Keys(run, options.symmetry === false ? [] : interchangeableNodes(run.model));
    this.#worlds = new Worlds(run, this.#graph, new PromptSteps(run, true));
  }

  search(): GuidedExploration {
    const { perturbations: most = 2 } = this.#options;
    let done = -1;
    this.#play(this.#run.start, undefined, [-1, 0]);
    if (this.#found === undefined && this.#mayGoOn(0)) {
      done = 0;
      while (done < most && this.#next.length > 0 && this.#playAll(done + 1)) done++;
    }
    const complete = this.#next.length === 0 && this.#found === undefined;
    return {
      runs: this.#runs,
      states: this.#graph.states,
      steps: this.#steps,
      perturbations: done,
      complete,
      ...(this.#found === undefined ? {} : { counterexample: this.#found }),
      neverSeen: complete ? this.#judge.unseen.map(({ name }) => name) : [],
    };
  }

  /** All runs with so many perturbations. False where the search is over before. */
  #playAll(count: number): boolean {
    const list = this.#next;
    this.#next = [];
    for (const [at, [state, place]] of list.entries()) {
      const before = this.#worlds.of(state);
      this.#play(this.#run.step(before, this.#run.choices(before)[place] as Choice), before, [state, place]);
      if (this.#found !== undefined) return false;
      if (this.#mayGoOn(count)) continue;
      // What has not been played is left: the search is not complete.
      this.#next.push(...list.slice(at + 1));
      return at === list.length - 1;
    }
    return true;
  }

  #mayGoOn(perturbations: number): boolean {
    const { maxStates = Number.POSITIVE_INFINITY, onProgress } = this.#options;
    const { states } = this.#graph;
    const progress = { runs: this.#runs, states, steps: this.#steps, perturbations, waiting: this.#next.length };
    return onProgress?.(progress) !== false && states < maxStates;
  }

  /** A run from a step on, as it goes by default, as long as that is new. */
  #play(first: World, from: World | undefined, origin: Perturbation): void {
    this.#runs++;
    const begin = this.#graph.states;
    let [world, before, [state, place]] = [first, from, origin];
    for (let steps = 0; ; steps++) {
      if (before !== undefined) this.#steps++;
      const broken = this.#judge.broken(world, before);
      if (broken !== undefined) {
        this.#found = { invariant: broken.invariant.name, fault: broken.fault, choices: this.#choicesTo(state, place) };
        return;
      }
      const { high, low } = this.#keys.of(world);
      const known = this.#visited.add(high, low);
      if (known >= 0) {
        if (known >= begin) this.#found = this.#endless(known, state, place);
        return;
      }
      if (steps >= LONGEST) {
        const fault = `it is not at rest after ${steps} steps`;
        this.#found = { invariant: COMES_TO_REST, fault, choices: this.#choicesTo(state, place) };
        return;
      }
      state = this.#graph.add(state, place);
      this.#worlds.keep(state, world);
      const choices = this.#run.choices(world);
      for (const other of perturbations(this.#run, world, choices)) this.#next.push([state, other]);
      place = byDefault(this.#run, world, choices);
      if (place < 0) return;
      before = world;
      world = this.#run.step(world, choices[place] as Choice);
    }
  }

  /** What goes round by default goes round for ever, unless somebody would break out of it. */
  #endless(entry: number, state: number, place: number): Counterexample | undefined {
    const all = this.#choicesTo(state, place);
    const choices = all.slice(0, this.#graph.depth(entry));
    const loop = all.slice(choices.length);
    const fault = loopFault(this.#run, this.#keys, this.#worlds.of(entry), loop);
    return fault === undefined ? undefined : { invariant: COMES_TO_REST, fault, choices, loop };
  }

  #choicesTo(state: number, place: number): readonly Choice[] {
    if (state < 0) return [];
    const choices: Choice[] = [];
    let world = this.#run.start;
    for (const at of [...this.#graph.path(state), place]) {
      const choice = this.#run.choices(world)[at] as Choice;
      choices.push(choice);
      world = this.#run.step(world, choice);
    }
    return choices;
  }
}
