import { type GuidedCheckpoint, GuidedExplorer, type Model, Run, shrunk } from "@kubetick/testing";
import { counted } from "../fuzz/progress.ts";
import type { Outcome, Searching, SearchOptions } from "./searching.ts";
import { inTurns } from "./turns.ts";

/** One run and its perturbations, on this thread. */
export class GuidedSearch implements Searching {
  readonly #model: Model;
  readonly #perturbations: number;
  readonly #signal: AbortSignal;
  readonly #explorer: GuidedExplorer;
  #hasPaused = false;

  constructor(model: Model, perturbations: number, { maxStates, resume, signal, look }: SearchOptions) {
    this.#model = model;
    this.#perturbations = perturbations;
    this.#signal = signal;
    this.#explorer = new GuidedExplorer(new Run(model), {
      perturbations,
      ...(maxStates === undefined ? {} : { maxStates }),
      ...(resume === undefined ? {} : { resume: resume as GuidedCheckpoint }),
      onProgress: () => {
        look();
        this.#hasPaused = true;
        return false;
      },
    });
  }

  get states(): number {
    return this.#explorer.progress.states;
  }

  get progress(): readonly string[] {
    const { runs, steps, perturbations, waiting } = this.#explorer.progress;
    return [counted(runs, "run"), counted(steps, "step"), counted(perturbations, "perturbation"), `${waiting} waiting`];
  }

  checkpoint(): GuidedCheckpoint {
    return this.#explorer.checkpoint();
  }

  async search(): Promise<Outcome> {
    const exploration = await inTurns(() => {
      this.#hasPaused = false;
      return { result: this.#explorer.search(), hasPaused: this.#hasPaused };
    }, this.#signal);
    const { runs, states, steps, counterexample, neverSeen } = exploration;
    return {
      counts: [counted(runs, "run"), counted(states, "state"), counted(steps, "step")].join(", "),
      counterexample: counterexample && shrunk(new Run(this.#model), counterexample),
      done: this.#done(exploration),
      neverSeen,
    };
  }

  #done({ complete, perturbations }: { readonly complete: boolean; readonly perturbations: number }) {
    if (complete) return "complete";
    if (perturbations < this.#perturbations) return undefined;
    return `all runs with ${counted(perturbations, "perturbation")} at most`;
  }
}
