import type {
  ApiRequest,
  ApiResponse,
  KubeObject,
  Millis,
  ObjectKey,
  ResourceName,
  WatchEvent,
} from "../api/request.ts";
import type { Json } from "../kubernetes/types.ts";
import type { ClusterView } from "../store/view.ts";

/** What a queue holds: level-triggered, so only a name, never an event. */
export type Key = string;

/**
 * A controller, the scheduler, the kubelets: anything that watches the API and answers with requests. The built-in
 * ones and a user's own are the same to the machine.
 *
 * A component holds no state of its own: what it must remember goes through `memory`, and is part of the cluster's
 * state. Both functions must depend on their arguments alone (no clock, no randomness, no variables that outlive a
 * call): a sync that was cut by a snapshot, a fork or a replay is run again from its recorded inputs.
 */
export interface Component {
  /** Unique, in lower case with dashes: it names the component in actions, events and stories. */
  readonly name: string;
  /** The resources in its informer cache. Only these are visible in its `view`. */
  readonly watches: readonly ResourceName[];
  /** Whether it records no Events (`v1` Event objects, which no component reads). Default: false. */
  readonly silent?: boolean;
  /** Called once for each change of a watched resource, after the cache has it. Puts keys into the queue. */
  onEvent(event: WatchEvent, handler: Handler): void;
  /**
   * Brings the world closer to what `key` asks for. `yield` sends a request and comes back with its answer; between
   * two requests anything else may happen. Throwing is a bug of the component, not a failed sync.
   */
  reconcile(key: Key, sync: Sync): Reconcile;
}

export type Reconcile = Generator<ApiRequest, SyncResult | void, ApiResponse>;

/** How a sync ended. Nothing: all is well, and the key's failures are forgotten. */
export interface SyncResult {
  /** Something went wrong: the key comes back with the workqueue's exponential back-off (5 ms doubling to 1,000 s). */
  readonly error?: string;
  /** Come back after so many virtual milliseconds (unless something brings the key back before). */
  readonly requeueAfter?: Millis;
  /** What the timer of `requeueAfter` is. Default: `progress`. */
  readonly timer?: TimerKind;
}

/**
 * `progress`: something is under way (an image is pulled, a pod terminates), and `settle` waits for it.
 * `retry`: the same, of a sync that has failed (the machine sets it itself).
 * `background`: it would go on for ever or is far off (crash back-off, time-to-live), and `settle` does not wait for it.
 */
export type TimerKind = "progress" | "retry" | "background";

/** What both functions of a component see and may do. */
export interface ComponentContext {
  /** The virtual time, in milliseconds. */
  readonly now: Millis;
  /** The component's own cache: as fresh as what has been delivered to it. */
  readonly view: ClusterView;
  readonly memory: Memory;
  /** Events are not recorded. */
  readonly silent: boolean;
  /** Where a walk begins whose order is nobody's promise (over a Go map): at this name, then around. Undefined: at the first. */
  readonly walkFrom: string | undefined;
  /** Puts a key into the component's queue; one that is there already is there once. */
  readonly enqueue: (key: Key) => void;
  /** Puts a key into the queue after so many milliseconds. Of several timers for one key, the earliest counts. */
  readonly enqueueAfter: (key: Key, delay: Millis, kind?: TimerKind) => void;
}

export type Handler = ComponentContext;
export type Sync = ComponentContext;

/** What a component remembers: JSON values by key. Lost when the component crashes. */
export interface Memory {
  get<T extends Json>(key: string): T | undefined;
  set(key: string, value: Json): void;
  delete(key: string): void;
  /** The keys that start with `prefix`, in ascending order. */
  keys(prefix: string): readonly string[];
}

export type { ApiRequest, ApiResponse, KubeObject, ObjectKey };
