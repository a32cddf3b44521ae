import type { Millis, ResourceName } from "../api/request.ts";
import type { Json } from "../kubernetes/types.ts";
import type { Table } from "../store/table.ts";
import { entries, get, remove, set, type Tree } from "../store/tree.ts";
import { type ClusterView, viewOf } from "../store/view.ts";
import type { ComponentContext, Key, Memory } from "./component.ts";
import type { ComponentState, Timer } from "./state.ts";
import { withTimer } from "./timers.ts";

/** What a context reads: a moment of the component's life. */
export interface Moment {
  readonly now: Millis;
  readonly cache: Readonly<Record<ResourceName, Table>>;
  readonly memory: Tree<Json>;
  readonly walkFrom?: string;
}

/**
 * The context that a component's functions are given. What they do through it is collected, and becomes part of the
 * state when the machine takes it: until then nothing outside has changed.
 */
export class Context implements ComponentContext, Memory {
  now: Millis;
  view: ClusterView;
  readonly silent: boolean;
  readonly walkFrom: string | undefined;
  #memory: Tree<Json>;
  readonly #enqueued: Key[] = [];
  readonly #timers: Timer[] = [];

  constructor(moment: Moment, silent = false) {
    this.now = moment.now;
    this.silent = silent;
    this.walkFrom = moment.walkFrom;
    this.view = viewOf(moment.cache);
    this.#memory = moment.memory;
  }

  get memory(): Memory {
    return this;
  }

  get<T extends Json>(key: string): T | undefined {
    return get(this.#memory, key) as T | undefined;
  }

  set(key: string, value: Json): void {
    this.#memory = set(this.#memory, key, value);
  }

  delete(key: string): void {
    this.#memory = remove(this.#memory, key);
  }

  keys(prefix: string): readonly string[] {
    return keysWithPrefix(this.#memory, prefix);
  }

  /** Both can be taken out of the context, and are made only when they are asked for. */
  get enqueue(): ComponentContext["enqueue"] {
    return (key) => {
      this.#enqueued.push(key);
    };
  }

  get enqueueAfter(): ComponentContext["enqueueAfter"] {
    return (key, delay, kind = "progress") => {
      if (delay <= 0) this.#enqueued.push(key);
      else this.#timers.push({ key, due: this.now + Math.ceil(delay), kind });
    };
  }

  /** Makes the context show another moment: the one at which a sync goes on. */
  resume(moment: Moment): void {
    this.now = moment.now;
    this.view = viewOf(moment.cache);
    this.#memory = moment.memory;
    this.#enqueued.length = 0;
    this.#timers.length = 0;
  }

  /**
   * The component's state after what has been done through the context since it was made or resumed, in one piece: nothing
   * else of the component may have changed in between.
   */
  applyTo(component: ComponentState): ComponentState {
    let { queue, timers } = component;
    for (const key of this.#enqueued) queue = set(queue, key, true);
    for (const { key, due, kind } of this.#timers) timers = withTimer(timers, key, due, kind);
    this.#enqueued.length = 0;
    this.#timers.length = 0;
    const memory = this.#memory;
    if (queue === component.queue && timers === component.timers && memory === component.memory) return component;
    return { ...component, queue, timers, memory };
  }
}

function keysWithPrefix(tree: Tree<Json>, prefix: string): string[] {
  const keys: string[] = [];
  for (const [key] of entries(tree, prefix)) {
    if (!key.startsWith(prefix)) break;
    keys.push(key);
  }
  return keys;
}
