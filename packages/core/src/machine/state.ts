import type { ApiRequest, ApiResponse, Millis, ResourceName } from "../api/request.ts";
import type { Json } from "../kubernetes/types.ts";
import type { WatchLog } from "../store/log.ts";
import type { Table, Tables } from "../store/table.ts";
import type { Tree } from "../store/tree.ts";
import type { Key, TimerKind } from "./component.ts";

/**
 * The whole simulated cluster: one immutable, JSON-serialisable value. Queues, timers, caches and syncs in flight are
 * part of it, so that any state can be forked, stored, hashed and continued.
 */
export interface ClusterState {
  /** Chooses the random-looking parts of names and uids. */
  readonly seed: number;
  /** The virtual time. */
  readonly now: Millis;
  /** The resource version of the last write; also counts the writes. */
  readonly resourceVersion: number;
  /** How many uids and how many name suffixes have been given out. */
  readonly uids: number;
  readonly names: number;
  readonly tables: Tables;
  readonly log: WatchLog;
  readonly components: Readonly<Record<string, ComponentState>>;
}

export interface ComponentState {
  /** What the component's informers have: for each watched resource a table, maybe an older one. */
  readonly cache: Readonly<Record<ResourceName, Table>>;
  /** The keys to reconcile. A set: the order is the canonical one of the keys, not that of their arrival. */
  readonly queue: Tree<true>;
  readonly timers: Timers;
  /** How often in a row the sync of a key has failed. */
  readonly failures: Tree<number>;
  readonly memory: Tree<Json>;
  /** The sync that is under way, if any. */
  readonly sync: SyncInFlight | null;
}

export interface Timers {
  /** By due time, then key. */
  readonly queue: Tree<Timer>;
  /** The name in `queue` of each key's timer. */
  readonly names: Tree<string>;
  /** The number of timers that `settle` waits for. */
  readonly progress: number;
}

export interface Timer {
  readonly key: Key;
  readonly due: Millis;
  readonly kind: TimerKind;
}

/** A sync between two of its requests, as data: the inputs that its generator has been given, and the request it waits for. */
export interface SyncInFlight {
  readonly key: Key;
  /** In chunks of at most `INPUTS_CHUNK`: appending one copies one chunk. */
  readonly inputs: readonly (readonly SyncInput[])[];
  readonly pending: ApiRequest;
}

/** What a sync saw when it went on: the answer to its request (none at its start), and the world at that moment. */
export interface SyncInput {
  readonly response: ApiResponse | null;
  readonly now: Millis;
  readonly cache: Readonly<Record<ResourceName, Table>>;
  readonly memory: Tree<Json>;
  /** Of the start of a sync: see `ComponentContext.walkFrom`. */
  readonly walkFrom?: string;
}
