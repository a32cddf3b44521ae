import type { Run } from "../model/index.ts";
import { assertSame, type Checkpoint, isSymmetric, searchName } from "./checkpoint.ts";
import { severalEnds } from "./ends/ends.ts";
import type { Expansion, Step } from "./expander.ts";
import type { Counterexample, Exploration, ExploreOptions, Progress } from "./exploration.ts";
import { interchangeableNodes } from "./interchangeable.ts";
import { Judge } from "./judge.ts";
import { Keys } from "./keys.ts";
import { Ledger } from "./ledger.ts";
import { COMES_TO_REST, endless, unmet } from "./liveness.ts";
import { Outlook } from "./outlook.ts";
import { PromptSteps } from "./prompt.ts";
import { restWithin, unresting } from "./unrest.ts";
import { Ways } from "./ways.ts";
import { Worlds } from "./worlds.ts";

/** What a search has come to, and what follows from it; whoever takes the steps fills its ledger. */
export class Search {
  readonly run: Run;
  readonly options: ExploreOptions;
  readonly judge: Judge;
  /** The nodes of which it makes no difference which is which. */
  readonly nodes: readonly string[];
  readonly keys: Keys;
  readonly ledger: Ledger;
  readonly worlds: Worlds;
  readonly prompt: PromptSteps;
  readonly #ways: Ways;
  readonly #outlook: Outlook;
  #found: Counterexample | undefined;
  #expanded = 0;

  /** @throws RangeError where `options.resume` is of another search */
  constructor(run: Run, options: ExploreOptions) {
    const { resume } = options;
    if (resume !== undefined) assertSame(resume, searchName(run.model, options));
    this.run = run;
    this.options = options;
    this.judge = new Judge(run);
    if (resume !== undefined) this.judge.keepUnseen(resume.unseen);
    this.nodes = isSymmetric(options) ? interchangeableNodes(run.model) : [];
    this.keys = new Keys(run, this.nodes);
    this.ledger = new Ledger(options.order ?? "breadth", resume?.ledger);
    this.prompt = new PromptSteps(run, this.judge.leadsTo.length > 0);
    this.worlds = new Worlds(run, this.ledger.graph, this.prompt);
    this.#ways = new Ways(run, this.ledger, this.worlds, this.keys, this.prompt);
    this.#outlook = new Outlook(run, options.restWithin ?? restWithin(run));
    this.worlds.keep(0, run.start);
  }

  /** Enters the state in which all begins, if it is not there already. */
  begin(start: () => Step): void {
    if (this.ledger.graph.states === 0) this.ledger.begin(start());
  }

  /** Enters the steps from a state, and now and then looks ahead from those that wait. */
  enter<S extends Step>(state: number, expansion: Expansion<S>, admit: (state: number, step: S) => void): void {
    const before = this.ledger.graph.states;
    this.ledger.enter(state, expansion, admit);
    if (hasDoubled(before, this.ledger.graph.states) && this.options.maxDepth === undefined) this.#lookAhead();
  }

  /** Where runs go on without end and no state comes twice, that can be seen from some of what waits. */
  #lookAhead(): void {
    const count = this.ledger.graph.states <= FEW ? LOOKS.few : LOOKS.many;
    for (const state of spread(this.ledger.agenda.states, count)) {
      const unrest = this.#outlook.from(this.worlds.of(state));
      if (unrest === undefined) continue;
      const { fault } = unrest;
      this.ledger.breaks({ from: state, place: -1, invariant: COMES_TO_REST, fault, follower: 0, unrest });
      return;
    }
  }

  /** Counts a state that is about to be expanded; how many there have been, this one included. */
  countExpanded(): number {
    return ++this.#expanded;
  }

  get progress(): Progress {
    const { graph, agenda, depth } = this.ledger;
    return { states: graph.states, waiting: agenda.size, steps: graph.steps, depth };
  }

  checkpoint(): Checkpoint {
    return {
      format: 2,
      search: searchName(this.run.model, this.options),
      unseen: this.judge.unseen.map(({ name }) => name),
      ledger: this.ledger.toJSON(),
    };
  }

  /** Somebody has stopped the search. */
  stopped(): Exploration {
    return this.#result(false);
  }

  /** What goes on for ever among the states that have been looked at does so whatever the others are. */
  givenUp(): Exploration {
    this.#found = endless(this.#ways);
    return this.#result(false);
  }

  /** Nothing is left to be looked at, or something is broken. */
  ended(): Exploration {
    const complete = this.ledger.agenda.size === 0 && !this.ledger.cut;
    this.#found ??= this.#broken() ?? endless(this.#ways) ?? unmet(this.#ways, this.judge);
    if (complete && this.options.oracles?.oneEnd === true) this.#found ??= severalEnds(this.#ways);
    return this.#result(complete && this.#found === undefined);
  }

  #result(complete: boolean): Exploration {
    const { graph, depth, terminal } = this.ledger;
    return {
      states: graph.states,
      steps: graph.steps,
      depth,
      terminal,
      complete,
      ...(this.#found === undefined ? {} : { counterexample: this.#found }),
      neverSeen: complete ? this.judge.unseen.map(({ name }) => name) : [],
    };
  }

  #broken(): Counterexample | undefined {
    const { found } = this.ledger;
    if (found === undefined) return undefined;
    const { from, invariant, fault, unrest } = found;
    if (unrest !== undefined) return unresting(invariant, this.#ways.to(from), unrest);
    return { invariant, fault, choices: from < 0 ? [] : this.#ways.toBroken(found) };
  }
}

/** From so many states one looks ahead at a time; while there are few states, from more of them. */
const LOOKS = { few: 16, many: 4 };
const FEW = 64;

/** Whether a count has come to a power of two: at first often, and then seldom. */
function hasDoubled(before: number, after: number): boolean {
  return Math.clz32(before) !== Math.clz32(after);
}

/** So many of a list, the first and the last among them. */
function spread<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, at) => list[Math.floor((at * (list.length - 1)) / (count - 1))] as T);
}
