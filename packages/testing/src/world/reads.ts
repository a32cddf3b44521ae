import type { ApiResponse, Component, KubeObject, Reconcile, ResourceName, Sync, Tree } from "@kubetick/core";
import { type Hash, hashJson, hashTree } from "@kubetick/core/pieces";
import type { Changes } from "./effect.ts";
import { hashText, mixed, NO_HASH, together } from "./mix.ts";
import { type MEMORY, type MEMORY_KEYS, type Note, Notebook, TrackedSync } from "./tracked.ts";

/**
 * What a sync has read and been answered so far, the last first: together with its key, all that its future depends on.
 * Undefined: nothing.
 */
export type Reads = Read | undefined;

export interface Read {
  readonly before: Reads;
  readonly what: string;
  readonly found: unknown;
  /** Of which resource it was read, if of one. */
  readonly resource: ResourceName | undefined;
  /** Of this one and all before it. */
  readonly hash: Hash;
}

/** All reads, the first first. */
export function readsInOrder(reads: Reads): readonly Read[] {
  const list: Read[] = [];
  for (let read = reads; read !== undefined; read = read.before) list.push(read);
  return list.reverse();
}

export function isTreeRead({ what }: Read): boolean {
  return what.startsWith("tree ");
}

const ANSWER = "answer";

export function isAnswer({ what }: Read): boolean {
  return what === ANSWER;
}

function hashFound(what: string, found: unknown): Hash {
  if (what.startsWith("tree ")) return hashTree(found as Tree<KubeObject>);
  return Array.isArray(found) ? together(found.map(hashJson)) : hashJson(found);
}

/** Takes down what is read. */
class Notes {
  last: Reads;

  take(what: string, found: unknown, resource?: ResourceName): void {
    const before = this.last;
    const hash = mixed(mixed(before?.hash ?? NO_HASH, hashText(what)), hashFound(what, found));
    this.last = { before, what, found, resource, hash };
  }
}

/**
 * Something that was read: an object, or (without a key) all of a resource; or what the component has noted under a key, or
 * under which keys with a prefix it has noted anything. Compared by identity.
 */
export interface Dependency {
  readonly resource: ResourceName | typeof MEMORY | typeof MEMORY_KEYS;
  readonly key: string | undefined;
  readonly value: unknown;
}

export interface Reading<T> {
  readonly result: T;
  readonly dependencies: readonly Dependency[];
  readonly changes: Changes;
}

/**
 * A component that tells what it reads. Two things follow from it. A sync in flight is a program at some point, and
 * nothing that can be compared; but two that have read the same are at the same point. And what was computed once need
 * not be computed again wherever what it has read is the same.
 */
export class ReadingComponent {
  readonly component: Component;
  #reads: Reads;
  #dependencies: Dependency[] = [];
  #notes = new Notebook();

  constructor(component: Component) {
    this.component = {
      ...component,
      silent: true,
      onEvent: (event, handler) => component.onEvent(event, this.#tracked(handler, undefined)),
      reconcile: (key, sync) => this.#reconcile(component, key, sync),
    };
  }

  /** What the sync has read that has just stopped at a request. */
  get reads(): Reads {
    return this.#reads;
  }

  /** What has been read while `work` was done, of which the result depends, and what has been noted. */
  reading<T>(work: () => T): Reading<T> {
    this.#startAnew();
    const result = work();
    const reading = { result, dependencies: this.#dependencies, changes: this.#notes.changes };
    this.#startAnew();
    return reading;
  }

  #startAnew(): void {
    this.#dependencies = [];
    this.#notes = new Notebook();
  }

  *#reconcile(component: Component, key: string, sync: Sync): Reconcile {
    const reads = new Notes();
    if (sync.walkFrom !== undefined) reads.take("walk from", sync.walkFrom);
    const generator = component.reconcile(key, this.#tracked(sync, reads));
    let step = generator.next(undefined as never);
    while (!step.done) {
      this.#reads = reads.last;
      const response: ApiResponse = yield step.value;
      // What was read before is part of where the sync is; and if it has been run again to get here, was read long ago.
      this.#startAnew();
      reads.take(ANSWER, response);
      step = generator.next(response);
    }
    return step.value;
  }

  #tracked(sync: Sync, reads: Notes | undefined): Sync {
    return new TrackedSync(sync, reads, this.#note, () => this.#notes);
  }

  readonly #note: Note = (resource, key, value) => {
    this.#dependencies.push({ resource, key, value });
  };
}
