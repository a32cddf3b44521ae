import type { ClusterState } from "@kubetick/core";
import type { Observation } from "../../invariants/index.ts";
import type { ClientChoice } from "../choice.ts";
import type { Setting } from "../setting.ts";
import { happen } from "./happen.ts";
import { keyOf } from "./key.ts";
import { outsideChoices, ownChoices } from "./possible.ts";
import { Stage, type StoryLine } from "./stage.ts";

/**
 * One run of a cluster and its clients, from the start on. The cluster is a value, but the clients are not: a run can be
 * gone on with, and cannot be gone back in.
 */
export class ClientRun {
  readonly #stage: Stage;
  #before: ClusterState | undefined;
  #own: readonly ClientChoice[] | undefined;

  private constructor(setting: Setting) {
    this.#stage = new Stage(setting);
  }

  /** The cluster at its start, and all clients as far as they come by themselves. To be closed. */
  static async begin(setting: Setting): Promise<ClientRun> {
    const run = new ClientRun(setting);
    for (const hosted of run.#stage.clients) {
      hosted.start();
      await hosted.host.idle();
    }
    return run;
  }

  /** Ends the clients. */
  close(): void {
    for (const { host } of this.#stage.clients) host.close();
  }

  get setting(): Setting {
    return this.#stage.setting;
  }

  get state(): ClusterState {
    return this.#stage.state;
  }

  /** What has happened so far. */
  get story(): readonly StoryLine[] {
    return this.#stage.story;
  }

  /** The resources that clients have written. */
  get written(): ReadonlySet<string> {
    return this.#stage.written;
  }

  /** Nothing happens by itself any more. */
  get isAtRest(): boolean {
    return this.ownChoices().length === 0;
  }

  /** All that can happen next, in canonical order: first what happens by itself, then what goes wrong, and what people do. */
  choices(): readonly ClientChoice[] {
    return [...this.ownChoices(), ...outsideChoices(this.#stage)];
  }

  /** What happens by itself; by default, the first. */
  ownChoices(): readonly ClientChoice[] {
    this.#own ??= ownChoices(this.#stage);
    return this.#own;
  }

  async take(choice: ClientChoice): Promise<void> {
    this.#before = this.#stage.state;
    happen(this.#stage, choice);
    if ("client" in choice) await this.#stage.clients[choice.client]?.host.idle();
    this.#own = undefined;
  }

  /** What invariants are shown of the last step. */
  observation(): Observation {
    const { setting, state, faultsLeft, isTouched } = this.#stage;
    const faults = setting.faults.flatMap(([name, times]) => ((faultsLeft.get(name) ?? 0) < times ? [name] : []));
    return {
      state,
      before: this.#before,
      start: setting.start,
      faults,
      undisturbed: faults.length === 0 && !isTouched,
      atRest: this.isAtRest,
    };
  }

  /** Names all that the rest of the run depends on. */
  key(): string {
    return keyOf(this.#stage);
  }
}
