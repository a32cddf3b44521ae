import { Worker } from "node:worker_threads";
import type { Sandbox } from "../mutations/sandbox.ts";
import type { Coverage, Report, Task } from "./worker.ts";

/** What came of a task. */
export interface Ended {
  /** The scenario that differs. */
  readonly differs?: string;
  /** Where, or what was thrown. */
  readonly where?: string;
  /** It did not come to an end. */
  readonly timeout?: boolean;
  /** How long each scenario took that did not differ, in milliseconds. */
  readonly took: ReadonlyMap<string, number>;
  readonly coverage?: Coverage;
}

/** A scenario that takes far longer than any does. */
const LIMIT_MS = 60_000;

/** Runs a task in a thread of its own, which knows nothing of any other: what a mutant breaks goes with it. */
export function run(task: Task, sandbox: Sandbox): Promise<Ended> {
  return new Promise((resolve) => {
    const workerData = task;
    const resourceLimits = { maxOldGenerationSizeMb: 1024 };
    const worker = new Worker(sandbox.built("conformance", "stryker/worker.js"), { workerData, resourceLimits });
    const took = new Map<string, number>();
    let playing = "";
    let timer: NodeJS.Timeout | undefined;
    const end = (what: Omit<Ended, "took">) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve({ ...what, took });
    };
    worker.on("message", (report: Report) => {
      if ("playing" in report) {
        playing = report.playing;
        clearTimeout(timer);
        timer = setTimeout(() => end({ differs: playing, timeout: true }), LIMIT_MS);
      } else if ("played" in report) took.set(report.played, report.ms);
      else if ("differs" in report) end(report);
      else end({ coverage: report.done });
    });
    worker.on("error", (error) => end({ differs: playing, where: String(error) }));
  });
}
