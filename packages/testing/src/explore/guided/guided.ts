import type { Run } from "../../model/index.ts";
import type { Choice, World } from "../../world/index.ts";
import { assertSame, CHECKPOINT_FORMAT } from "../checkpoint.ts";
import { loopFault } from "../endless.ts";
import type { Counterexample } from "../exploration.ts";
import { Graph } from "../graph.ts";
import { interchangeableNodes } from "../interchangeable.ts";
import { Judge } from "../judge.ts";
import { Keys } from "../keys.ts";
import { COMES_TO_REST } from "../liveness.ts";
import { PromptSteps } from "../prompt.ts";
import { restWithin, unrestFrom, unresting } from "../unrest.ts";
import { Worlds } from "../worlds.ts";
import { type GuidedCheckpoint, guidedName } from "./checkpoint.ts";
import { Moments } from "./moments.ts";
import type { GuidedExploration, GuidedOptions, GuidedProgress } from "./options.ts";
import { byDefault, perturbations } from "./perturbations.ts";
import { type Perturbation, Plan } from "./plan.ts";

/**
 * Looks for what is wrong in models that are too large to be explored. One run comes first in which nothing is out of the
 * ordinary: components work by turns as they do by default, and people do one thing after another, each at rest. Then it is
 * perturbed, in one place, in two and so on, and only where two have work at once: another component comes first, somebody does
 * something in the midst of it, something goes wrong. Runs that come to a known state end there, unless they owe what none has
 * owed there before: then they go on until that has come, or they end.
 *
 * Source: Emmi, Qadeer, Rakamarić: Delay-bounded scheduling (POPL 2011).
 *
 * @throws RangeError where `options.resume` is a checkpoint of another search
 */
export function exploreGuided(run: Run, options: GuidedOptions = {}): GuidedExploration {
  return new GuidedExplorer(run, options).search();
}

/** The run that nothing perturbs. */
const FIRST: Perturbation = [-1, 0];

/** Since when a run has been left alone: the world, the step that led to it, and how many there have been since. */
interface Lone {
  readonly world: World;
  readonly moment: number;
  readonly place: number;
  steps: number;
}

/** A guided search that can be stopped, and gone on with. */
export class GuidedExplorer {
  readonly #run: Run;
  readonly #options: GuidedOptions;
  readonly #judge: Judge;
  readonly #keys: Keys;
  /** Of moments. */
  readonly #graph: Graph;
  readonly #moments: Moments;
  readonly #worlds: Worlds;
  readonly #plan: Plan;
  #runs: number;
  #steps: number;
  readonly #restWithin: number;
  /** A run has been left before its end: it would come to rest if everybody got their turn. */
  #cut: boolean;
  #found: Counterexample | undefined;

  /** @throws RangeError where `options.resume` is a checkpoint of another search */
  constructor(run: Run, options: GuidedOptions = {}) {
    const { resume } = options;
    if (resume !== undefined) assertSame(resume, guidedName(run.model, options));
    this.#run = run;
    this.#options = options;
    this.#judge = new Judge(run);
    if (resume !== undefined) this.#judge.keepUnseen(resume.unseen);
    this.#keys = new Keys(run, options.symmetry === false ? [] : interchangeableNodes(run.model));
    this.#graph = new Graph(resume?.graph);
    this.#moments = new Moments(this.#judge.leadsTo.length > 0, resume?.moments);
    this.#worlds = new Worlds(run, this.#graph, new PromptSteps(run, true));
    this.#plan = new Plan(FIRST, resume?.plan);
    this.#runs = resume?.runs ?? 0;
    this.#steps = resume?.steps ?? 0;
    this.#restWithin = options.restWithin ?? restWithin(run);
    this.#cut = resume?.cut ?? false;
    this.#found = resume?.counterexample;
  }

  get progress(): GuidedProgress {
    const { states } = this.#moments;
    const { level: perturbations, waiting } = this.#plan;
    return { runs: this.#runs, states, steps: this.#steps, perturbations, waiting };
  }

  /** The search as it stands, to be gone on with later: `exploreGuided(run, { resume: checkpoint })`. */
  checkpoint(): GuidedCheckpoint {
    return {
      format: CHECKPOINT_FORMAT,
      search: guidedName(this.#run.model, this.#options),
      unseen: this.#judge.unseen.map(({ name }) => name),
      runs: this.#runs,
      steps: this.#steps,
      graph: this.#graph.toJSON(),
      moments: this.#moments.toJSON(),
      plan: this.#plan.toJSON(),
      cut: this.#cut,
      ...(this.#found === undefined ? {} : { counterexample: this.#found }),
    };
  }

  search(): GuidedExploration {
    const { perturbations: most = 2, maxStates = Number.POSITIVE_INFINITY, onProgress } = this.#options;
    while (this.#found === undefined && this.#moments.states < maxStates) {
      const next = this.#plan.take(most);
      if (next === undefined) break;
      this.#begin(next);
      if (this.#found === undefined && onProgress?.(this.progress) === false) break;
    }
    return this.#result();
  }

  #result(): GuidedExploration {
    const found = this.#found;
    const complete = this.#plan.isEmpty && !this.#cut && found === undefined;
    return {
      runs: this.#runs,
      states: this.#moments.states,
      steps: this.#steps,
      perturbations: found === undefined ? this.#plan.done : this.#plan.level - 1,
      complete,
      ...(found === undefined ? {} : { counterexample: found }),
      neverSeen: complete ? this.#judge.unseen.map(({ name }) => name) : [],
    };
  }

  #begin(perturbation: Perturbation): void {
    const [moment, place] = perturbation;
    this.#runs++;
    if (moment < 0) return this.#play(this.#run.start, undefined, perturbation);
    const before = this.#worlds.of(moment);
    this.#play(this.#run.step(before, this.#run.choices(before)[place] as Choice), before, perturbation);
  }

  /** A run from a step on, as it goes by default, as long as that is new. */
  #play(first: World, from: World | undefined, origin: Perturbation): void {
    const begin = this.#graph.states;
    let [world, before, [moment, place]] = [first, from, origin];
    let owed = this.#moments.owed(moment);
    let lone: Lone = { world: first, moment, place, steps: 0 };
    for (;;) {
      if (before !== undefined) this.#steps++;
      owed = this.#judge.owed(owed, world);
      const broken =
        this.#judge.broken(world, before) ?? (this.#run.isAtRest(world) ? this.#judge.unmet(owed) : undefined);
      if (broken !== undefined) {
        this.#found = {
          invariant: broken.invariant.name,
          fault: broken.fault,
          choices: this.#choicesTo(moment, place),
        };
        return;
      }
      const known = this.#moments.add(this.#keys.of(world), owed);
      if (known >= 0) {
        if (known >= begin) this.#found = this.#endless(known, moment, place);
        return;
      }
      if (lone.steps >= this.#restWithin) return this.#leave(lone);
      moment = this.#graph.add(moment, place);
      this.#worlds.keep(moment, world);
      const choices = this.#run.choices(world);
      for (const other of perturbations(this.#run, world, choices)) this.#plan.add([moment, other]);
      place = byDefault(this.#run, world, choices);
      if (place < 0) return;
      before = world;
      world = this.#run.step(world, choices[place] as Choice);
      lone.steps++;
      if (choices[place]?.do === "act") lone = { world, moment, place, steps: 0 };
    }
  }

  /** A run that has not come to rest in time does not, unless it would if everybody got their turn. */
  #leave({ world, moment, place }: Lone): void {
    this.#cut = true;
    const unrest = unrestFrom(this.#run, world, this.#restWithin);
    if (unrest !== undefined) this.#found = unresting(COMES_TO_REST, this.#choicesTo(moment, place), unrest);
  }

  /** What goes round by default goes round for ever, unless somebody would break out of it. */
  #endless(entry: number, moment: number, place: number): Counterexample | undefined {
    const all = this.#choicesTo(moment, place);
    const choices = all.slice(0, this.#graph.depth(entry));
    const loop = all.slice(choices.length);
    const fault = loopFault(this.#run, this.#keys, this.#worlds.of(entry), loop);
    return fault === undefined ? undefined : { invariant: COMES_TO_REST, fault, choices, loop };
  }

  #choicesTo(moment: number, place: number): readonly Choice[] {
    if (moment < 0) return [];
    const choices: Choice[] = [];
    let world = this.#run.start;
    for (const at of [...this.#graph.path(moment), place]) {
      const choice = this.#run.choices(world)[at] as Choice;
      choices.push(choice);
      world = this.#run.step(world, choice);
    }
    return choices;
  }
}
