import { entries, type ResourceName, type WatchEvent } from "@kubetick/core";
import { type Table, withObject } from "@kubetick/core/pieces";
import { aged, agedTimers, agedTree } from "./ages.ts";
import type { Stored } from "./stored.ts";
import type { ComponentValue, LateInformers } from "./values.ts";

/** Makes what a world is made of older, by milliseconds; nothing gets older than `oldest`. */
export class Aging {
  readonly #stored: Stored;
  readonly #oldest: number;

  constructor(stored: Stored, oldest: number) {
    this.#stored = stored;
    this.#oldest = oldest;
  }

  table(resource: ResourceName, table: Table, by: number): Table {
    let after = table;
    for (const [key, object] of entries(table.objects)) {
      const older = this.#aged(object, by);
      if (older !== object)
        after = withObject(after, resource, key, object, this.#stored.of(older), table.resourceVersion);
    }
    return after;
  }

  /** A component at rest: its timers and its memory. */
  component({ state }: ComponentValue, by: number): ComponentValue {
    const { timers, memory } = state;
    const older = { timers: agedTimers(timers, by), memory: agedTree(memory, (item) => this.#aged(item, by)) };
    return { state: { ...state, ...older }, reads: undefined };
  }

  late(late: LateInformers, by: number): LateInformers {
    return Object.fromEntries(
      Object.entries(late).map(([key, { table, missed, moves }]) => {
        const [, resource = ""] = key.split(" ");
        const events = missed.map((event) => this.#event(event, by));
        return [key, { table: this.table(resource, table, by), missed: events, moves }];
      }),
    );
  }

  #event(event: WatchEvent, by: number): WatchEvent {
    const object = this.#stored.of(this.#aged(event.object, by));
    return event.old === undefined
      ? { ...event, object }
      : { ...event, object, old: this.#stored.of(this.#aged(event.old, by)) };
  }

  #aged<T>(value: T, by: number): T {
    return aged(value, by, this.#oldest);
  }
}
