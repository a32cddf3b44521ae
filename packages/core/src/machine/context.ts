import type { Millis, ResourceName } from "../api/request.ts";
import type { Json } from "../kubernetes/types.ts";
import type { Table } from "../store/table.ts";
import { entries, get, remove, set, type Tree } from "../store/tree.ts";
import { type ClusterView, viewOf } from "../store/view.ts";
import type { ComponentContext, Key, Memory, TimerKind } from "./component.ts";
import type { ComponentState } from "./state.ts";
import { withTimer } from "./timers.ts";

/** What a context reads: a moment of the component's life. */
export interface Moment {
  readonly now: Millis;
  readonly cache: Readonly<Record<ResourceName, Table>>;
  readonly memory: Tree<Json>;
}

type Effect = (component: ComponentState) => ComponentState;

/**
 * The context that a component's functions are given. What they do through it is collected, and becomes part of the
 * state when the machine takes it: until then nothing outside has changed.
 */
export class Context implements ComponentContext {
  now: Millis;
  view: ClusterView;
  readonly memory: Memory;
  #memory: Tree<Json>;
  #effects: Effect[] = [];

  constructor(moment: Moment) {
    this.now = moment.now;
    this.view = viewOf(moment.cache);
    this.#memory = moment.memory;
    this.memory = {
      get: <T extends Json>(key: string) => get(this.#memory, key) as T | undefined,
      set: (key, value) => this.#remember((memory) => set(memory, key, value)),
      delete: (key) => this.#remember((memory) => remove(memory, key)),
      keys: (prefix) => keysWithPrefix(this.#memory, prefix),
    };
  }

  readonly enqueue = (key: Key): void => {
    this.#effects.push((component) => ({ ...component, queue: set(component.queue, key, true) }));
  };

  readonly enqueueAfter = (key: Key, delay: Millis, kind: TimerKind = "progress"): void => {
    if (delay <= 0) {
      this.enqueue(key);
      return;
    }
    const due = this.now + Math.ceil(delay);
    this.#effects.push((component) => ({ ...component, timers: withTimer(component.timers, key, due, kind) }));
  };

  /** Makes the context show another moment: the one at which a sync goes on. */
  resume(moment: Moment): void {
    this.now = moment.now;
    this.view = viewOf(moment.cache);
    this.#memory = moment.memory;
    this.#effects = [];
  }

  /** The component's state after what has been done through the context since it was made or resumed. */
  applyTo(component: ComponentState): ComponentState {
    const effects = this.#effects;
    this.#effects = [];
    return effects.reduce((state, effect) => effect(state), component);
  }

  #remember(change: (memory: Tree<Json>) => Tree<Json>): void {
    this.#memory = change(this.#memory);
    this.#effects.push((component) => {
      const memory = change(component.memory);
      return memory === component.memory ? component : { ...component, memory };
    });
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
