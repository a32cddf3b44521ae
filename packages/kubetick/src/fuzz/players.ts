import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Unit, UnitResult } from "@kubetick/testing";
import { PLAYING } from "../thread-memory.ts";

/** Somebody who plays units, one at a time. */
export interface Player {
  play(unit: Unit): Promise<UnitResult>;
  /** Ends at once, whatever is under way. */
  end(): Promise<unknown>;
}

/** What a thread answers. */
export type Answer = { readonly result: UnitResult } | { readonly error: string };

/** A player that is a thread of its own. */
export function workerPlayer(modelFile: string | undefined): Player {
  const worker = new Worker(threadFile(), { workerData: { modelFile }, resourceLimits: PLAYING });
  let fail: (error: Error) => void = () => {};
  let finish: (result: UnitResult) => void = () => {};
  worker.on("message", (answer: Answer) =>
    "result" in answer ? finish(answer.result) : fail(new Error(answer.error)),
  );
  worker.on("error", (error) => fail(error));
  worker.on("exit", () => fail(new Error("a thread has ended")));
  return {
    play: (unit) =>
      new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
        worker.postMessage(unit);
      }),
    end: () => worker.terminate(),
  };
}

/** Threads run what is built, also where the rest is run from its sources. */
function threadFile(): URL {
  const beside = new URL("./thread.js", import.meta.url);
  return existsSync(beside) ? beside : new URL("../../dist/fuzz/thread.js", import.meta.url);
}
