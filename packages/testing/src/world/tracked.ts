import type {
  ClusterView,
  Json,
  KubeObject,
  Memory,
  Millis,
  ObjectKey,
  ResourceName,
  Sync,
  Tree,
} from "@kubetick/core";

type IndexName = Parameters<ClusterView["byIndex"]>[1];

/** In place of a resource: what a component has noted under a key, and under which keys with a prefix it has noted anything. */
export const MEMORY = "#memory";
export const MEMORY_KEYS = "#memory keys";

/** Is told of everything that is read: an object, or (without a key) all of a resource; something of the component's memory. */
export type Note = (resource: ResourceName, key: string | undefined, value: unknown) => void;

/** What has been noted lately. */
export class Notebook {
  readonly changes = new Map<string, Json | undefined>();
  /** Of the keys that have been written, those that there were before. */
  readonly #old = new Set<string>();

  write(key: string, item: Json | undefined, wasThere: boolean): void {
    if (wasThere && !this.changes.has(key)) this.#old.add(key);
    this.changes.set(key, item);
  }

  /** The keys with a prefix that there were before all this, by those that there are now. */
  keysBefore(now: readonly string[], prefix: string): readonly string[] {
    if (this.changes.size === 0) return now;
    const before = new Set(now.filter((key) => !this.changes.has(key)));
    for (const key of this.#old) if (key.startsWith(prefix)) before.add(key);
    return [...before].sort();
  }
}

/** Takes down what a sync reads, with the names by which it asked. */
export interface Taking {
  take(what: string, found: unknown, resource?: ResourceName): void;
}

/** A sync whose reads are noted. Classes, and no literals with getters: V8 would make each of those a slow object of its own. */
export class TrackedSync implements Sync {
  readonly #sync: Sync;
  readonly #reads: Taking | undefined;
  readonly #note: Note;
  #view: TrackedView | undefined;
  readonly memory: Memory;

  constructor(sync: Sync, reads: Taking | undefined, note: Note, notebook: () => Notebook) {
    this.#sync = sync;
    this.#reads = reads;
    this.#note = note;
    this.memory = new TrackedMemory(sync, reads, note, notebook);
  }

  get now(): Millis {
    return this.#sync.now;
  }

  get view(): ClusterView {
    const { view } = this.#sync;
    if (this.#view?.seen !== view) this.#view = new TrackedView(view, this.#reads, this.#note);
    return this.#view;
  }

  get silent(): boolean {
    return this.#sync.silent;
  }

  get walkFrom(): string | undefined {
    return this.#sync.walkFrom;
  }

  get enqueue(): Sync["enqueue"] {
    return this.#sync.enqueue;
  }

  get enqueueAfter(): Sync["enqueueAfter"] {
    return this.#sync.enqueueAfter;
  }
}

class TrackedView implements ClusterView {
  readonly seen: ClusterView;
  readonly #reads: Taking | undefined;
  readonly #note: Note;

  constructor(seen: ClusterView, reads: Taking | undefined, note: Note) {
    this.seen = seen;
    this.#reads = reads;
    this.#note = note;
  }

  get<T extends KubeObject>(resource: ResourceName, key: ObjectKey): T | undefined {
    const found = this.seen.get<T>(resource, key);
    this.#note(resource, key, found);
    this.#reads?.take(`get ${resource} ${key}`, found, resource);
    return found;
  }

  list<T extends KubeObject>(resource: ResourceName, namespace?: string): readonly T[] {
    return this.#whole(resource, `list ${resource} ${namespace}`, this.seen.list<T>(resource, namespace));
  }

  byIndex<T extends KubeObject>(resource: ResourceName, index: IndexName, value: string): readonly T[] {
    return this.#whole(resource, `${resource} by ${index} ${value}`, this.seen.byIndex<T>(resource, index, value));
  }

  controlledBy<T extends KubeObject>(resource: ResourceName, uid: string): readonly T[] {
    return this.#whole(resource, `${resource} of ${uid}`, this.seen.controlledBy<T>(resource, uid));
  }

  orphans<T extends KubeObject>(resource: ResourceName, namespace: string): readonly T[] {
    return this.#whole(resource, `orphans ${resource} ${namespace}`, this.seen.orphans<T>(resource, namespace));
  }

  resourceVersion(resource: ResourceName): number {
    return this.#whole(resource, `version ${resource}`, this.seen.resourceVersion(resource));
  }

  /** An index holds what the tree of the objects holds. */
  tree<T extends KubeObject>(resource: ResourceName, index?: IndexName): Tree<T> {
    this.#whole(resource, `tree ${resource}`, this.seen.tree<T>(resource));
    return this.seen.tree<T>(resource, index);
  }

  #whole<T>(resource: ResourceName, what: string, found: T): T {
    this.#note(resource, undefined, this.seen.tree(resource));
    this.#reads?.take(what, found, resource);
    return found;
  }
}

class TrackedMemory implements Memory {
  readonly #sync: Sync;
  readonly #reads: Taking | undefined;
  readonly #note: Note;
  readonly #notebook: () => Notebook;

  constructor(sync: Sync, reads: Taking | undefined, note: Note, notebook: () => Notebook) {
    this.#sync = sync;
    this.#reads = reads;
    this.#note = note;
    this.#notebook = notebook;
  }

  get<T extends Json>(key: string): T | undefined {
    const found = this.#sync.memory.get<T>(key);
    // What it has just noted itself follows from the rest.
    if (!this.#notebook().changes.has(key)) this.#note(MEMORY, key, found);
    this.#reads?.take(`memory ${key}`, found);
    return found;
  }

  set(key: string, value: Json): void {
    this.#write(key, value);
    this.#sync.memory.set(key, value);
  }

  delete(key: string): void {
    this.#write(key, undefined);
    this.#sync.memory.delete(key);
  }

  keys(prefix: string): readonly string[] {
    const found = this.#sync.memory.keys(prefix);
    this.#note(MEMORY_KEYS, prefix, keysText(this.#notebook().keysBefore(found, prefix)));
    this.#reads?.take(`memory keys ${prefix}`, found);
    return found;
  }

  #write(key: string, item: Json | undefined): void {
    this.#notebook().write(key, item, this.#sync.memory.get(key) !== undefined);
  }
}

/** Keys, to be compared. */
export function keysText(keys: readonly string[]): string {
  return keys.join("\n");
}
