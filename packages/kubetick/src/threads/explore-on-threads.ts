import { availableParallelism } from "node:os";
import { CheckFailedError, type Exploration, type Model, type Report, Run } from "@kubetick/testing";
import { ThreadExplorer, type ThreadOptions } from "@kubetick/testing/threads";
import { hire } from "./hire.ts";

/** How a model is explored on several threads of Node's. The search is in breadth. */
export interface ThreadsOptions extends Omit<ThreadOptions, "workers" | "code"> {
  /** How many threads. Default: as many as there are cores. */
  readonly workers?: number;
  /**
   * A module that exports what of the model is code (`strategies`, `components`, `invariants`), or the model itself, as `model` or by
   * default: each thread imports it. Default: none; the model has no code but what kubetick has.
   */
  readonly code?: URL | string;
}

/**
 * A search on several threads. It can be stopped by `signal`, kept by `checkpoint()`, and gone on with by `resume`.
 *
 * @throws RangeError where the model has code and `code` does not say where, or where `resume` is of another search
 */
export function threadExplorer(model: Model, { workers, code, ...rest }: ThreadsOptions = {}): ThreadExplorer {
  return new ThreadExplorer(model, hire, {
    ...rest,
    workers: workers ?? availableParallelism(),
    ...(code === undefined ? {} : { code: String(code) }),
  });
}

/**
 * Looks at every world that a model's run can come to, on several threads; the result is that of `explore`, to the number.
 *
 * Rejected with a `RangeError` where the model has code and `code` does not say where, and with an `Error` where a thread fails.
 *
 * @example
 * const { states, complete } = await exploreOnThreads(model, { workers: 4 });
 */
export async function exploreOnThreads(model: Model, options: ThreadsOptions = {}): Promise<Exploration> {
  return threadExplorer(model, options).search();
}

/**
 * `check(model, { by: "explore" })` on several threads. Rejected with a `CheckFailedError` where an invariant does not hold.
 *
 * @example
 * await checkOnThreads(model, { code: new URL("./model.js", import.meta.url) });
 */
export async function checkOnThreads(model: Model, options: ThreadsOptions = {}): Promise<Report> {
  const exploration = await exploreOnThreads(model, options);
  if (exploration.counterexample !== undefined) throw new CheckFailedError(new Run(model), exploration.counterexample);
  return { by: "explore", ...exploration };
}
