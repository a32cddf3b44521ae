import type { Expansion } from "../explore/expander.ts";
import type { Search } from "../explore/search.ts";
import type { Member } from "./member.ts";
import type { ThreadOptions } from "./options.ts";
import type { Level } from "./protocol.ts";
import { type Owned, shares } from "./shares.ts";

/** How it ended: all of a level has been entered (or something is broken), or not. */
type Outcome = "entered" | "given up" | "stopped";

/** What a thread has found from a state, and how many worlds it had come to before. */
interface Arrived {
  readonly thread: number;
  readonly expansion: Expansion;
  readonly before: number;
}

/** The states that are equally far from the start, looked at by all threads, and entered in their order. */
export class LevelOfStates {
  readonly #search: Search;
  readonly #options: ThreadOptions;
  readonly #states: readonly Owned[];
  readonly #arrived = new Map<number, Arrived>();
  /** How many worlds each thread has come to. */
  readonly #worlds: number[] = [];
  #entered = 0;
  #end: (outcome: Outcome) => void = () => {};
  /** The states that have come up. */
  readonly next: Owned[] = [];
  /** So many states, the first ones, are no further from the start. */
  readonly known: number;

  constructor(search: Search, options: ThreadOptions, states: readonly Owned[]) {
    this.#search = search;
    this.#options = options;
    this.#states = states;
    this.known = (states[states.length - 1] as Owned).state + 1;
  }

  /** `told`: the keys of so many states the threads know already. */
  async expandedBy(members: readonly Member[], told: number): Promise<Outcome> {
    const { signal } = this.#options;
    const stop = () => this.#end("stopped");
    const ended = new Promise<Outcome>((resolve) => {
      this.#end = resolve;
    });
    signal?.addEventListener("abort", stop);
    if (signal?.aborted === true) stop();
    const keys = Int32Array.from(this.#search.ledger.visited.keys(told, this.known));
    for (const [thread, states] of shares(this.#states, members.length).entries()) {
      const member = members[thread] as Member;
      this.#worlds[thread] = 0;
      member.expand(this.#levelOf(keys, states), (expansions, unseen) => {
        this.#search.judge.keepUnseen(unseen);
        for (const [state, expansion] of expansions) this.#arrive(state, thread, expansion);
        this.#enter();
      });
    }
    try {
      return await ended;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  #levelOf(keys: Int32Array, states: readonly Owned[]): Level {
    return {
      keys,
      states: Int32Array.from(states.flatMap(({ state, found }) => [state, found])),
      ways: states.filter(({ found }) => found < 0).map(({ state }) => this.#search.ledger.graph.path(state)),
    };
  }

  #arrive(state: number, thread: number, expansion: Expansion): void {
    const before = this.#worlds[thread] as number;
    this.#arrived.set(state, { thread, expansion, before });
    this.#worlds[thread] = before + expansion.steps.length;
  }

  /** Enters what has arrived, as far as nothing before it is still to come. */
  #enter(): void {
    const { ledger } = this.#search;
    for (; this.#entered < this.#states.length; this.#entered++) {
      const { state } = this.#states[this.#entered] as Owned;
      const arrived = this.#arrived.get(state);
      if (arrived === undefined) return;
      if (ledger.found !== undefined) break;
      if (ledger.graph.states >= (this.#options.maxStates ?? Number.POSITIVE_INFINITY)) return this.#end("given up");
      if (!this.#mayGoOn()) return this.#end("stopped");
      this.#arrived.delete(state);
      ledger.agenda.next();
      this.#enterOne(state, arrived);
    }
    this.#end("entered");
  }

  #enterOne(state: number, { thread, expansion, before }: Arrived): void {
    this.#search.enter(state, expansion, (number, step) => {
      this.next.push({ state: number, thread, found: before + expansion.steps.indexOf(step) });
    });
  }

  #mayGoOn(): boolean {
    const { progressEvery = 10_000, onProgress } = this.#options;
    if (this.#options.signal?.aborted === true) return false;
    return this.#search.countExpanded() % progressEvery !== 0 || onProgress?.(this.#search.progress) !== false;
  }
}
