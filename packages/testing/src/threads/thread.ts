import type { Batch } from "./batch.ts";
import type { Level, Task } from "./protocol.ts";

/** A thread of a search, as whoever leads the search sees it: a `Hand` that works elsewhere. */
export interface Thread {
  /** Resolved when the thread has made its model; rejected where it cannot. */
  readonly ready: Promise<void>;
  expand(level: Level): void;
  end(): Promise<void>;
}

/** What a thread reports. */
export interface ThreadReports {
  readonly expanded: (batch: Batch) => void;
  /** It can do no more. */
  readonly failed: (error: Error) => void;
}

/** Makes a thread. */
export type Hire = (task: Task, reports: ThreadReports) => Thread;
