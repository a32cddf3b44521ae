import { Worker } from "node:worker_threads";
import type { Sandbox } from "../mutations/sandbox.ts";
import type { Answer, Ask } from "./worker.ts";

/** What came of playing a scenario. */
export type Played = Answer | { readonly differs: string; readonly endless: boolean };

/** A scenario that takes far longer than any does. */
const LIMIT_MS = 60_000;

let seeds = 1;

/** Another one each time. */
export function nextSeed(): number {
  return seeds++;
}

/**
 * Plays scenarios in a thread of its own. Given another seed each time, what the core remembers of another time, by uid, is
 * never taken up: what one mutant breaks does not tell of another.
 */
export class Player {
  readonly #sandbox: Sandbox;
  readonly #atLoad: readonly string[];
  #worker: Worker | undefined;

  /** @param atLoad Mutants that are active from the start: those whose effect is in what modules do when they are loaded. */
  constructor(sandbox: Sandbox, atLoad: readonly string[] = []) {
    this.#sandbox = sandbox;
    this.#atLoad = atLoad;
  }

  play(ask: Ask): Promise<Played> {
    return new Promise((resolve) => {
      const worker = this.#running();
      const done = (played: Played) => {
        clearTimeout(timer);
        worker.off("message", done).off("error", failed);
        resolve(played);
      };
      const broken = (played: Played) => {
        this.close();
        done(played);
      };
      const failed = (error: Error) => broken({ differs: String(error), endless: false });
      const timer = setTimeout(() => broken({ differs: "it does not end", endless: true }), LIMIT_MS);
      worker.on("message", done).on("error", failed);
      worker.postMessage(ask);
    });
  }

  #running(): Worker {
    this.#worker ??= new Worker(this.#sandbox.built("conformance", "stryker/worker.js"), {
      workerData: { mutants: this.#atLoad },
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    return this.#worker;
  }

  close(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}
