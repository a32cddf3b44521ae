import type { Invariant } from "../invariants/index.ts";
import type { ClientsCounterexample, ClientsExploration, ExploreClientsOptions } from "./options.ts";
import type { Setting } from "./setting.ts";
import { ClientWalker, expectedSometimes } from "./walker.ts";

/**
 * Plays all runs with no departure from the default schedule, then all with one, with two, and so on. A client cannot be
 * forked, so each run is played from the start. Where it comes to a state that is known already, the rest of it is, too.
 *
 * Source: Emmi, Qadeer, Rakamarić: Delay-bounded scheduling (POPL 2011).
 */
export async function exploreClients(
  setting: Setting,
  options: ExploreClientsOptions,
): Promise<ClientsExploration & { readonly counterexample?: ClientsCounterexample }> {
  return new Search(setting, options).result();
}

class Search {
  readonly #setting: Setting;
  readonly #options: ExploreClientsOptions;
  readonly #known = new Set<string>();
  readonly #unseen: Set<Invariant>;
  /** The runs with one departure more: what is to happen up to it. */
  #next: (readonly number[])[] = [];
  #runs = 0;
  #steps = 0;
  #found: ClientsCounterexample | undefined;

  constructor(setting: Setting, options: ExploreClientsOptions) {
    this.#setting = setting;
    this.#options = options;
    this.#unseen = expectedSometimes(setting);
  }

  async result(): Promise<ClientsExploration & { readonly counterexample?: ClientsCounterexample }> {
    const { departures = 2 } = this.#options;
    let done = -1;
    this.#next = [[]];
    while (done < departures && this.#next.length > 0 && (await this.#playAll(done + 1))) done++;
    const complete = this.#next.length === 0 && this.#found === undefined;
    return {
      runs: this.#runs,
      states: this.#known.size,
      steps: this.#steps,
      departures: done,
      complete,
      neverSeen: complete ? Array.from(this.#unseen, ({ name }) => name) : [],
      ...(this.#found === undefined ? {} : { counterexample: this.#found }),
    };
  }

  /** All runs with so many departures. False where the search is over before. */
  async #playAll(departures: number): Promise<boolean> {
    const { maxRuns = Number.POSITIVE_INFINITY, onProgress } = this.#options;
    const prefixes = this.#next;
    this.#next = [];
    for (const prefix of prefixes) {
      if (this.#runs >= maxRuns) return this.#stopped(prefix);
      await this.#play(prefix);
      if (this.#found !== undefined) return false;
      const { size: states } = this.#known;
      const progress = { runs: this.#runs, states, steps: this.#steps, departures, waiting: this.#next.length };
      if (onProgress?.(progress) === false) return this.#stopped(prefix);
    }
    return true;
  }

  /** What has not been played is left: the search is not complete. */
  #stopped(prefix: readonly number[]): boolean {
    this.#next.push(prefix);
    return false;
  }

  /** A run up to its last departure, and on from there as it goes by default, as long as that is new. */
  async #play(prefix: readonly number[]): Promise<void> {
    this.#runs++;
    const walker = await ClientWalker.begin(this.#setting, this.#unseen);
    try {
      for (const place of prefix) await walker.take(place);
      while (this.#isNew(walker)) {
        this.#departFrom(walker);
        if (!(await walker.goOn())) break;
      }
      this.#steps += walker.places.length;
      this.#judge(walker);
    } finally {
      walker.close();
    }
  }

  #isNew(walker: ClientWalker): boolean {
    if (walker.broken !== undefined) return false;
    const key = walker.key();
    const isKnown = this.#known.has(key);
    this.#known.add(key);
    return !isKnown || this.#options.merge === false;
  }

  #departFrom(walker: ClientWalker): void {
    const { length } = walker.run.choices();
    for (let place = walker.run.isAtRest ? 0 : 1; place < length; place++) this.#next.push([...walker.places, place]);
  }

  #judge(walker: ClientWalker): void {
    const broken = walker.ended();
    if (broken === undefined) return;
    this.#found = { invariant: broken.invariant.name, fault: broken.fault, places: walker.places };
  }
}
