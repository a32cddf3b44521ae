import type { Expansion } from "../explore/expander.ts";
import { type Batch, BatchReader } from "./batch.ts";
import type { Level, Task } from "./protocol.ts";
import type { Hire, Thread } from "./thread.ts";

/** A thread of a search, and what is known of it. */
export class Member {
  readonly #thread: Thread;
  readonly #reader = new BatchReader();
  #arrive: (batch: Batch) => void = () => {};

  constructor(hire: Hire, task: Task, failed: (error: Error) => void) {
    this.#thread = hire(task, { expanded: (batch) => this.#arrive(batch), failed });
  }

  get ready(): Promise<void> {
    return this.#thread.ready;
  }

  /** Has the thread take the steps of a level; `arrive` is told of them as they come. */
  expand(
    level: Level,
    arrive: (expansions: Iterable<readonly [state: number, Expansion]>, unseen: readonly string[]) => void,
  ): void {
    this.#arrive = (batch) => arrive(this.#reader.read(batch), batch.unseen);
    this.#thread.expand(level);
  }

  async end(): Promise<void> {
    this.#arrive = () => {};
    await this.#thread.end();
  }
}
