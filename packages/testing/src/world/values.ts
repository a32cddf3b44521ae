import type { ClusterState, ComponentState, ResourceName, WatchEvent } from "@kubetick/core";
import { type Hash, hashJson, hashTree, type Table } from "@kubetick/core/pieces";
import { agedTree } from "./ages.ts";
import { hashText, mixed, NO_HASH } from "./mix.ts";
import type { Reads } from "./reads.ts";

/** A component without its caches: these are the tables themselves, but for late informers. */
export interface ComponentValue {
  readonly state: Omit<ComponentState, "cache">;
  /** Of the sync in flight. */
  readonly reads: Reads;
}

/** What an informer has while it is late: an older table, and the changes that it has not heard of. */
export interface Late {
  readonly table: Table;
  readonly missed: readonly WatchEvent[];
  /** How often the clock has moved since. */
  readonly moves: number;
}

/** The late informers, by `component resource`. */
export type LateInformers = Readonly<Record<string, Late>>;

export const lateKey = (component: string, resource: ResourceName): string => `${component} ${resource}`;

/** All of a world that is neither a table nor a component. */
export interface Surroundings {
  /** The virtual time, less than a second after the epoch. */
  readonly now: number;
  /** How often each action of the model may still be taken. */
  readonly actions: readonly number[];
  /** How often each fault may still happen. */
  readonly faults: Readonly<Record<string, number>>;
  /** Components that there are for a while only: second leaders. */
  readonly leaders: readonly string[];
  /** Machines that have lost their power. */
  readonly off: readonly string[];
  /** Machines that have become slow, where the model says that they may: their names, and 1. */
  readonly slow?: Readonly<Record<string, 1>>;
}

export function hashComponentValue({ state, reads }: ComponentValue): Hash {
  const { queue, timers, failures, memory, sync } = state;
  let hash = mixed(mixed(hashTree(queue), hashTree(timers.queue)), mixed(hashTree(failures), hashTree(memory)));
  if (sync !== null) hash = mixed(hash, hashSync(sync, reads));
  return hash;
}

/** Of a sync in flight: all that its future depends on. */
export function hashSync({ key, pending }: NonNullable<ComponentValue["state"]["sync"]>, reads: Reads): Hash {
  return mixed(mixed(hashText(key), hashJson(pending)), reads?.hash ?? NO_HASH);
}

export function hashLate(late: LateInformers): Hash {
  return hashJson(
    Object.entries(late).map(([key, { table, missed, moves }]) => [key, hashTree(table.objects), missed, moves]),
  );
}

/** A world as the state of a cluster, for those who look at one. */
export type Tables = ClusterState["tables"];

/** After so many failures the delay before the next try no longer grows. Upstream: client-go util/workqueue (retryDelay of the core). */
export const MOST_FAILURES = 18;

/** What fails for ever does so in finitely many states. */
export function withBoundedFailures(value: ComponentValue): ComponentValue {
  const { state } = value;
  const failures = agedTree(state.failures, (count) => Math.min(count, MOST_FAILURES));
  return failures === state.failures ? value : { ...value, state: { ...state, failures } };
}
