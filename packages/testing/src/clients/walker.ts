import { COMES_TO_REST } from "../explore/index.ts";
import { type Broken, UNMET } from "../explore/judge.ts";
import { always, firstViolation, type Invariant } from "../invariants/index.ts";
import { ClientRun } from "./run/run.ts";
import type { Setting } from "./setting.ts";

/** More steps than any run needs to come to rest: of all, and of the clients', each of which has to be waited for. */
const LONGEST = 5_000;
const LONGEST_OF_CLIENTS = 500;

const ENDLESS: Invariant = always(COMES_TO_REST, () => true);

/** Plays one run step by step, and asks at each what is broken. */
export class ClientWalker {
  readonly run: ClientRun;
  /** The places, among all that could happen, of what happened. */
  readonly places: number[] = [];
  readonly #unseen: Set<Invariant>;
  readonly #open = new Set<Invariant>();
  #broken: Broken | undefined;
  #ofClients = 0;

  private constructor(run: ClientRun, unseen: Set<Invariant>) {
    this.run = run;
    this.#unseen = unseen;
    this.#judge();
  }

  /** `unseen` are the invariants that should hold sometimes; those that do are taken out of it. The walker is to be closed. */
  static async begin(setting: Setting, unseen: Set<Invariant> = new Set()): Promise<ClientWalker> {
    return new ClientWalker(await ClientRun.begin(setting), unseen);
  }

  close(): void {
    this.run.close();
  }

  /** What the steps so far have broken. */
  get broken(): Broken | undefined {
    return this.#broken;
  }

  /** Throws an `Error` where nothing can happen at this place. */
  async take(place: number): Promise<void> {
    const choice = this.run.choices()[place];
    if (choice === undefined)
      throw new Error(
        `the run cannot be played any more: at step ${this.places.length + 1} there is no choice ${place}`,
      );
    await this.run.take(choice);
    if ("client" in choice) this.#ofClients++;
    this.places.push(place);
    this.#judge();
  }

  /** Lets happen what happens by default. False where nothing does, something is broken, or the run is too long. */
  async goOn(): Promise<boolean> {
    if (this.#broken !== undefined || this.run.isAtRest || this.#isTooLong()) return false;
    await this.take(0);
    return true;
  }

  /** What is broken if the run ends here: also what should have followed, or ended, and has not. */
  ended(): Broken | undefined {
    if (this.#broken !== undefined) return this.#broken;
    if (!this.run.isAtRest)
      return this.#isTooLong()
        ? { invariant: ENDLESS, fault: `it is not at rest after ${this.places.length} steps` }
        : undefined;
    const [unmet] = this.#open;
    return unmet && { invariant: unmet, fault: UNMET };
  }

  /** Names all that the rest of the run depends on, and what it still has to come to. */
  key(): string {
    return [this.run.key(), ...Array.from(this.#open, ({ name }) => name)].join("\n");
  }

  #isTooLong(): boolean {
    return this.places.length >= LONGEST || this.#ofClients >= LONGEST_OF_CLIENTS;
  }

  #judge(): void {
    const at = this.run.observation();
    for (const invariant of this.#unseen) if (invariant.holds(at) === true) this.#unseen.delete(invariant);
    this.#broken ??= firstViolation(this.run.setting.invariants, at);
    for (const invariant of this.run.setting.invariants) {
      if (invariant.expect !== "leadsTo") continue;
      if (invariant.holds(at) === true) this.#open.delete(invariant);
      else if (invariant.when?.(at)) this.#open.add(invariant);
    }
  }
}

/** What of a model's invariants should hold sometimes. */
export function expectedSometimes({ invariants }: Setting): Set<Invariant> {
  return new Set(invariants.filter(({ expect }) => expect === "sometimes"));
}
