import type { Run } from "../model/index.ts";
import type { Choice } from "../world/index.ts";
import { World } from "../world/index.ts";
import { Agenda, type Order } from "./agenda.ts";
import { cycles, isFair } from "./cycles.ts";
import { Graph } from "./graph.ts";
import { interchangeableNodes } from "./interchangeable.ts";
import { Judge } from "./judge.ts";
import { Symmetry } from "./symmetry.ts";
import { Rows, Visited } from "./visited.ts";

export interface ExploreOptions {
  /**
   * `breadth`: the shortest way to what breaks is found first. `depth`: less is kept waiting. `departures`: the way that
   * departs least often from what happens by default; it finds what is wrong far from the start, and needs few
   * coincidences. Default: `breadth`.
   */
  readonly order?: Order;
  /** Worlds that differ only in which node is which count as one. Default: true. */
  readonly symmetry?: boolean;
  /** Of steps that commute, only one order is tried. Default: true. */
  readonly partialOrder?: boolean;
  /** Give up after so many states. Default: no limit. */
  readonly maxStates?: number;
  /** Only runs of so many steps at most. Default: no limit. */
  readonly maxDepth?: number;
  /** Called now and then. Returning false stops the search, which can be gone on with. */
  readonly onProgress?: (progress: Progress) => boolean | void;
  /** How many states are expanded between two calls of `onProgress`. Default: 10,000. */
  readonly progressEvery?: number;
}

export interface Progress {
  readonly states: number;
  /** Found and not yet expanded. */
  readonly waiting: number;
  readonly steps: number;
  readonly depth: number;
}

/** What was found to be wrong, and how to get there. */
export interface Counterexample {
  readonly invariant: string;
  readonly fault: string;
  readonly choices: readonly Choice[];
  /** The steps that repeat for ever, where that is what is wrong. */
  readonly loop?: readonly Choice[];
}

export interface Exploration {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  /** States at rest. */
  readonly terminal: number;
  /** Every state that can be reached has been looked at. */
  readonly complete: boolean;
  readonly counterexample?: Counterexample;
  /** What should hold sometimes, and never has: told of complete explorations only. */
  readonly neverSeen: readonly string[];
}

/** The name under which runs that never come to rest are reported. */
export const COMES_TO_REST = "comesToRest";

/** Looks at every world that a model's run can come to. */
export function explore(run: Run, options: ExploreOptions = {}): Exploration {
  return new Explorer(run, options).search();
}

/** A search that can be stopped, and gone on with. */
export class Explorer {
  readonly #run: Run;
  readonly #options: ExploreOptions;
  readonly #judge: Judge;
  readonly #graph = new Graph();
  readonly #visited = new Visited();
  readonly #worlds: Rows;
  readonly #symmetry: Symmetry | undefined;
  readonly #agenda: Agenda;
  #terminal = 0;
  #depth = 0;
  #cut = false;
  #found: Counterexample | undefined;

  constructor(run: Run, options: ExploreOptions = {}) {
    this.#run = run;
    this.#options = options;
    this.#agenda = new Agenda(options.order ?? "breadth");
    this.#judge = new Judge(run);
    this.#worlds = new Rows(run.start.parts.length + SPARE_TABLES);
    const nodes = options.symmetry === false ? [] : interchangeableNodes(run.model);
    if (nodes.length > 1) this.#symmetry = new Symmetry(run, nodes);
    this.#reach(run.start, undefined, { from: -1, choice: 0, departs: false });
  }

  get progress(): Progress {
    return {
      states: this.#graph.states,
      waiting: this.#agenda.size,
      steps: this.#graph.steps,
      depth: this.#depth,
    };
  }

  search(): Exploration {
    const { maxStates = Number.POSITIVE_INFINITY, progressEvery = 10_000, onProgress } = this.#options;
    let expanded = 0;
    while (this.#agenda.size > 0 && this.#found === undefined) {
      if (this.#graph.states >= maxStates) return this.#result(false);
      if (++expanded % progressEvery === 0 && onProgress?.(this.progress) === false) return this.#result(false);
      this.#expand(this.#agenda.next());
    }
    const complete = this.#agenda.size === 0 && !this.#cut;
    if (this.#found === undefined) this.#found = this.#endless() ?? this.#unmet();
    return this.#result(complete && this.#found === undefined);
  }

  #result(complete: boolean): Exploration {
    const { states, steps } = this.#graph;
    return {
      states,
      steps,
      depth: this.#depth,
      terminal: this.#terminal,
      complete,
      ...(this.#found === undefined ? {} : { counterexample: this.#found }),
      neverSeen: complete ? this.#judge.unseen.map(({ name }) => name) : [],
    };
  }

  #world(state: number): World {
    return new World(this.#worlds.row(state).map((id) => this.#run.system.parts.byId(id)));
  }

  #expand(state: number): void {
    const { maxDepth = Number.POSITIVE_INFINITY } = this.#options;
    if (this.#graph.depth(state) >= maxDepth) {
      this.#cut = true;
      return;
    }
    const world = this.#world(state);
    const choices = this.#run.choices(world);
    const quiet = this.#options.partialOrder === false ? -1 : this.#quietChoice(world, choices);
    const steps: [to: number, taker: string][] = [];
    for (let at = 0; at < choices.length; at++) {
      if (quiet >= 0 && at !== quiet) continue;
      const choice = choices[at] as Choice;
      const departs = quiet < 0 && (at > 0 || takerOf(choice) === "");
      const to = this.#reach(this.#run.step(world, choice), world, { from: state, choice: at, departs });
      steps.push([to, takerOf(choice)]);
      if (this.#found !== undefined) break;
    }
    this.#graph.expanded(state, steps, choices.map(takerOf));
  }

  /**
   * A sync that asks for nothing changes nothing that anybody else sees, and whatever could make it ask for something puts
   * its key back into the queue: it makes no difference when it happens, so it happens first. But not where that leads
   * back to a known state (going round in a circle, one would never come to the others), nor where the cluster comes to rest
   * by it: then an hour passes, and what people do at once is not what they do later.
   */
  #quietChoice(world: World, choices: readonly Choice[]): number {
    for (let at = 0; at < choices.length; at++) {
      const choice = choices[at] as Choice;
      if (choice.do !== "sync" || isOneOfSeveralWays(choice, choices)) continue;
      const after = this.#run.step(world, choice);
      const index = this.#run.system.indexOf(choice.component);
      if (this.#run.system.pendingOf(after, index) !== undefined || this.#run.system.isQuiet(after)) continue;
      if (!this.#isKnown(after)) return at;
    }
    return -1;
  }

  #isKnown(world: World): boolean {
    const { high, low } = this.#key(world);
    return this.#visited.find(high, low) >= 0;
  }

  #key(world: World): { readonly high: number; readonly low: number } {
    if (this.#symmetry !== undefined) return this.#symmetry.key(world);
    let high = 0x9e3779b9;
    let low = 0x85ebca6b;
    for (const { id } of world.parts) {
      high = Math.imul(high ^ id, 0x01000193) ^ (high >>> 15);
      low = Math.imul(low + id, 0x27d4eb2f) ^ (low >>> 13);
    }
    return { high: high >>> 0, low: low >>> 0 };
  }

  /** The number of the state that a step has led to. */
  #reach(world: World, before: World | undefined, { from, choice, departs }: Way): number {
    const broken = this.#judge.broken(world, before);
    const { high, low } = this.#key(world);
    const known = this.#visited.add(high, low);
    const state = known >= 0 ? known : this.#graph.add(from, choice);
    if (known < 0) this.#admit(world, state, this.#agenda.departures(from) + (departs ? 1 : 0));
    if (broken !== undefined && this.#found === undefined) {
      const choices = [...this.#choicesTo(from), ...(from < 0 ? [] : [this.#choiceAt(from, choice)])];
      this.#found = { invariant: broken.invariant.name, fault: broken.fault, choices };
    }
    return state;
  }

  #admit(world: World, state: number, departures: number): void {
    this.#worlds.push(world.parts.map(({ id }) => id));
    this.#agenda.add(state, departures);
    this.#depth = Math.max(this.#depth, this.#graph.depth(state));
    if (this.#run.isAtRest(world)) this.#terminal++;
  }

  #choiceAt(state: number, at: number): Choice {
    return this.#run.choices(this.#world(state))[at] as Choice;
  }

  #choicesTo(state: number): readonly Choice[] {
    if (state < 0) return [];
    const choices: Choice[] = [];
    let world = this.#run.start;
    for (const at of this.#graph.path(state)) {
      const choice = this.#run.choices(world)[at] as Choice;
      choices.push(choice);
      world = this.#run.step(world, choice);
    }
    return choices;
  }

  /** A run that goes on for ever, with everybody getting their turn. */
  #endless(): Counterexample | undefined {
    const part = cycles(this.#graph).find((states) => isFair(this.#graph, states));
    return part && this.#lasso(COMES_TO_REST, "it goes on for ever and never comes to rest", part);
  }

  #lasso(invariant: string, fault: string, part: readonly number[]): Counterexample {
    const entry = part.reduce((least, state) => (this.#graph.depth(state) < this.#graph.depth(least) ? state : least));
    return { invariant, fault, choices: this.#choicesTo(entry), loop: this.#roundTrip(entry, new Set(part)) };
  }

  /** The shortest way from a state back to itself. */
  #roundTrip(entry: number, within: ReadonlySet<number>): readonly Choice[] {
    const origin = new Map<number, readonly [from: number, at: number]>();
    const queue = [entry];
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head] as number;
      let at = 0;
      for (const [to] of this.#graph.from(state)) {
        if (to === entry) return this.#walk(entry, [...wayTo(origin, state, entry), at]);
        if (within.has(to) && !origin.has(to)) {
          origin.set(to, [state, at]);
          queue.push(to);
        }
        at++;
      }
    }
    return [];
  }

  /**
   * The choices that are the so-manieth steps of the states on a way. What is kept of a state is one world of several that
   * are alike: a choice that leads to the next state is looked for in the world that the choices before have led to.
   */
  #walk(entry: number, way: readonly number[]): readonly Choice[] {
    const choices: Choice[] = [];
    let state = entry;
    let world = this.#world(entry);
    for (const at of way) {
      const to = this.#graph.successor(state, at);
      const [, taker] = [...this.#graph.from(state)][at] as readonly [number, string];
      const candidates = this.#run.choices(world).filter((choice) => takerOf(choice) === taker);
      const choice = candidates.find((one) => this.#numberOf(this.#run.step(world, one)) === to) as Choice;
      choices.push(choice);
      world = this.#run.step(world, choice);
      state = to;
    }
    return choices;
  }

  #numberOf(world: World): number {
    const { high, low } = this.#key(world);
    return this.#visited.find(high, low);
  }

  /** What should lead to something, and need not. */
  #unmet(): Counterexample | undefined {
    for (const invariant of this.#judge.leadsTo) {
      const found = this.#unmetBy(invariant);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #unmetBy(invariant: Parameters<Judge["obligation"]>[0]): Counterexample | undefined {
    const { states } = this.#graph;
    const begins = new Uint8Array(states);
    const open = new Uint8Array(states);
    for (let state = 0; state < states; state++) {
      const stands = this.#judge.obligation(invariant, this.#world(state));
      open[state] = stands.met ? 0 : 1;
      begins[state] = stands.begins && !stands.met ? 1 : 0;
    }
    const dead = new Uint8Array(states);
    for (const part of cycles(this.#graph, (state) => open[state] === 1))
      if (isFair(this.#graph, part)) for (const state of part) dead[state] = 1;
    for (let state = 0; state < states; state++)
      if (open[state] === 1 && this.#run.isAtRest(this.#world(state))) dead[state] = 1;
    for (let from = 0; from < states; from++) {
      if (begins[from] === 0) continue;
      const way = this.#wayWithin(from, open, dead);
      if (way === undefined) continue;
      const fault = "it never comes to what should follow";
      return { invariant: invariant.name, fault, choices: [...this.#choicesTo(from), ...this.#walk(from, way)] };
    }
    return undefined;
  }

  #wayWithin(from: number, open: Uint8Array, goal: Uint8Array): readonly number[] | undefined {
    const origin = new Map<number, readonly [from: number, at: number]>();
    const queue = [from];
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head] as number;
      if (goal[state] === 1) return wayTo(origin, state, from);
      let at = 0;
      for (const [to] of this.#graph.from(state)) {
        if (open[to] === 1 && to !== from && !origin.has(to)) {
          origin.set(to, [state, at]);
          queue.push(to);
        }
        at++;
      }
    }
    return undefined;
  }
}

/** The step that has led somewhere: from which state, by which of its choices, and whether something else happens by default. */
interface Way {
  readonly from: number;
  readonly choice: number;
  readonly departs: boolean;
}

/** For tables of resources that come up on the way. */
const SPARE_TABLES = 12;

function wayTo(
  origin: ReadonlyMap<number, readonly [from: number, at: number]>,
  state: number,
  start: number,
): number[] {
  const way: number[] = [];
  for (let at = state; at !== start; ) {
    const [from, step] = origin.get(at) as readonly [number, number];
    way.push(step);
    at = from;
  }
  return way.reverse();
}

/** Another walk of the same sync may ask for something. */
function isOneOfSeveralWays(sync: Extract<Choice, { do: "sync" }>, choices: readonly Choice[]): boolean {
  return choices.some(
    (other) => other !== sync && other.do === "sync" && other.component === sync.component && other.key === sync.key,
  );
}

/** Whose turn a choice is, for fairness: a component's, an informer's, the clock's. People and faults need have none. */
function takerOf(choice: Choice): string {
  switch (choice.do) {
    case "sync":
    case "proceed":
      return choice.component;
    case "hear":
      return `${choice.component} hears of ${choice.resource}`;
    case "time":
      return "the clock";
    case "stepDown":
      return `${choice.component} steps down`;
    default:
      return "";
  }
}
