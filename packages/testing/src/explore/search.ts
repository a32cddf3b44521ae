import type { Run } from "../model/index.ts";
import { assertSame, CHECKPOINT_FORMAT, type Checkpoint, isSymmetric, searchName } from "./checkpoint.ts";
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
import { restWithin, unrestFrom, unresting } from "./unrest.ts";
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
  readonly #restWithin: number;
  readonly #outlook: Outlook;
  #found: Counterexample | undefined;
  #expanded = 0;
  readonly #rememberedParts: number;
  /** With more parts than that there is something to forget. */
  #roomFor: number;

  /** @throws RangeError where `options.resume` is of another search */
  constructor(run: Run, { resume, ...options }: ExploreOptions) {
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
    this.#rememberedParts = options.rememberedParts ?? REMEMBERED_PARTS;
    this.#roomFor = this.#rememberedParts;
    this.#restWithin = options.restWithin ?? restWithin(run);
    this.#outlook = new Outlook(run, this.#restWithin);
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
    if (this.run.system.parts.count > this.#roomFor) this.#forget();
  }

  /** Forgets what only states need that have been looked at: a search of millions of states would not have room for it. */
  #forget(): void {
    const { parts } = this.run.system;
    this.worlds.retain(this.ledger.agenda.states);
    this.judge.forget();
    this.keys.retain(parts.all);
    this.#roomFor = Math.max(this.#rememberedParts, 2 * parts.count);
  }

  /** Where runs go on without end and no state comes twice, that can be seen from the first states, or from some of those that wait. */
  #lookAhead(): void {
    const { agenda, graph } = this.ledger;
    const isFirst = graph.states < 2 * SOON;
    const first = Array.from({ length: isFirst ? LOOKS.first : 0 }, (_, state) => state);
    const seen = [...first, ...spread(agenda.states, LOOKS.waiting)].find((state) =>
      this.#outlook.isEndless(this.worlds.of(state)),
    );
    if (seen === undefined) return;
    for (const from of [this.#whereItBegan(seen), seen]) {
      const unrest = unrestFrom(this.run, this.worlds.of(from), this.#restWithin);
      if (unrest === undefined) continue;
      const { fault } = unrest;
      this.ledger.breaks({ from, place: -1, invariant: COMES_TO_REST, fault, follower: 0, unrest });
      return;
    }
  }

  /** The earliest state on the way to this one from which it has been so all along. */
  #whereItBegan(state: number): number {
    let began = state;
    for (;;) {
      const { from } = this.ledger.graph.origin(began);
      if (from < 0 || !this.#outlook.isEndless(this.worlds.of(from))) return began;
      began = from;
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
      format: CHECKPOINT_FORMAT,
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

/** With all that is found out on the way, some 10 KB each. */
export const REMEMBERED_PARTS = 100_000;

/** So many states are found before one looks ahead: most of what is wrong shows soon, and is told more simply. */
const SOON = 256;

/** From so many of the states that were found first one looks ahead, once, and from so many of those that wait, each time. */
const LOOKS = { first: 48, waiting: 4 };

/** Whether a count has come to a power of two from there on. */
function hasDoubled(before: number, after: number): boolean {
  return after >= SOON && Math.clz32(before) !== Math.clz32(after);
}

/** So many of a list, the first and the last among them. */
function spread<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, at) => list[Math.floor((at * (list.length - 1)) / (count - 1))] as T);
}
