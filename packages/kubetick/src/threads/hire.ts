import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Batch, Task, Thread, ThreadReports } from "@kubetick/testing/threads";
import { PLAYING } from "../thread-memory.ts";

/** What a thread says: that it is ready, what has come of some of its states, or why it can do no more. */
export type Answer =
  | { readonly say: "ready" }
  | { readonly say: "expanded"; readonly batch: Batch }
  | { readonly say: "failed"; readonly message: string };

/** Makes a thread of a search: one of Node's. */
export function hire(task: Task, { expanded, failed }: ThreadReports): Thread {
  const execArgv = process.execArgv.filter(isForThreads);
  const worker = new Worker(threadFile(), { workerData: task, execArgv, resourceLimits: PLAYING });
  let isEnding = false;
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => {
      if (isEnding) return;
      reject(error);
      failed(error);
    };
    worker.on("message", (answer: Answer) => {
      if (answer.say === "ready") resolve();
      else if (answer.say === "expanded") expanded(answer.batch);
      else fail(new Error(answer.message));
    });
    worker.on("error", fail);
    worker.on("exit", () => fail(new Error("a thread of the search has ended")));
  });
  return {
    ready,
    expand: (level) => worker.postMessage(level),
    end: async () => {
      isEnding = true;
      await worker.terminate();
    },
  };
}

/** Threads run what is built, also where the rest is run from its sources. */
function threadFile(): URL {
  const beside = new URL("./thread.js", import.meta.url);
  return existsSync(beside) ? beside : new URL("../../dist/threads/thread.js", import.meta.url);
}

/** Tests run on the sources, by a condition that what is built is not to meet. */
function isForThreads(option: string, at: number, options: readonly string[]): boolean {
  const isOfConditions = option === "--conditions" || option === "-C";
  return !option.includes("kubetick-source") && !(isOfConditions && options[at + 1] === "kubetick-source");
}
