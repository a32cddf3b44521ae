import {
  type Action,
  type ApiRequest,
  type ApiResponse,
  builtinComponents,
  type ClusterState,
  type Component,
  type ConfigMap,
  type ControllerRevision,
  createMachine,
  type DaemonSet,
  type Deployment,
  type Event,
  eventsAfter,
  formatTime,
  hashState,
  isStatus,
  LATEST,
  type Lease,
  type Machine,
  type MachineSpec,
  type Millis,
  type Namespace,
  type Node,
  type Pod,
  type ReplicaSet,
  readSnapshot,
  receive,
  type Secret,
  type Service,
  type ServiceAccount,
  type UpdateStrategy,
  type UpstreamBugOptions,
  type WatchEvent,
  writeSnapshot,
} from "@kubetick/core";
import { EventEmitter } from "eventemitter3";
import { Accessor } from "./accessor.ts";
import { Api } from "./api.ts";
import { type AppliedObject, applyManifest } from "./apply.ts";
import { type Duration, parseDuration } from "./duration.ts";
import { frozen } from "./frozen.ts";
import { type Images, imageBehaviours } from "./images.ts";
import { actionsAtOneInstant } from "./instant.ts";
import type { Manifest } from "./manifest.ts";
import { describeMoving, isMoving } from "./moving.ts";
import { type JoiningNode, MACHINES, machineObject, machineSpecOf, nodeObject } from "./nodes.ts";
import { Watches } from "./watches.ts";

export interface ClusterOptions extends UpstreamBugOptions {
  /** So many nodes named `node-1`, `node-2`, …, or the nodes themselves. Default: none. */
  readonly nodes?: number | readonly (string | JoiningNode)[];
  /** Chooses the random-looking parts of names and uids. A whole number. Default: 1. */
  readonly seed?: number;
  /** Where virtual time starts: milliseconds since 1970. Default: 2026-01-01T00:00:00Z. */
  readonly startsAt?: Millis;
  /** How containers behave, by image. Default: every image is pulled in a second or two, starts at once, and runs for ever. */
  readonly images?: Images;
  /** Controllers of your own, beside the built-in ones. */
  readonly components?: readonly Component[];
  /** Update strategies of your own; a DaemonSet chooses one with the annotation `sim.kubetick.dev/update-strategy`. */
  readonly strategies?: readonly UpdateStrategy[];
  /** In place of the built-in controllers, scheduler and kubelets: exactly these. Upstream bugs are then theirs to have. */
  readonly builtin?: readonly Component[];
}

/** What a cluster tells its listeners. */
export interface ClusterEvents {
  added: (event: WatchEvent) => void;
  modified: (event: WatchEvent) => void;
  deleted: (event: WatchEvent) => void;
  /** A Kubernetes Event was recorded, or counted once more. */
  event: (event: Event) => void;
  /** All that was due at this instant has happened. */
  tick: (now: Millis) => void;
}

/** Something that came from outside: replaying the history of a cluster on a new one gives the same cluster. */
export type HistoryEntry =
  | { readonly step: number; readonly at: Millis; readonly request: ApiRequest }
  | { readonly step: number; readonly at: Millis; readonly advanceTo: Millis };

export interface SettleOptions {
  /** What is due later than this from now is far off, and not waited for. Default: 10 minutes. */
  readonly farOff?: Duration;
  /** How much virtual time may pass. Default: 1 hour. */
  readonly within?: Duration;
}

/** A cluster did not come to rest, or not to what was waited for, in the time that it was given. */
export class NotSettledError extends Error {
  override readonly name = "NotSettledError";
}

const IMAGE_BEHAVIOURS = "imagebehaviours.sim.kubetick.dev";

const CHANGES = { ADDED: "added", MODIFIED: "modified", DELETED: "deleted" } as const;

/**
 * A Kubernetes cluster in memory. Nothing happens by itself: requests change objects at once, and `tick`, `advance`,
 * `settle` and `until` let the controllers, the scheduler and the kubelets do their work in virtual time.
 *
 * @example
 * const cluster = new Cluster({ nodes: 3 });
 * cluster.apply(yaml).settle();
 * cluster.daemonSets.get("kube-system/agent").status.numberReady; // 3
 */
export class Cluster extends EventEmitter<ClusterEvents> {
  readonly #machine: Machine;
  readonly #watches = new Watches();
  #state: ClusterState;
  #steps = 0;
  #actionsLeft: number | undefined;
  #history: HistoryEntry[] = [];

  /** The plain verbs of the API, and watches, for any resource. */
  readonly api = new Api({
    request: (request) => this.request(request),
    watch: (resource, handler, options) => this.#watches.add(resource, handler, options, this.#state),
  });

  readonly nodes = new Accessor<Node>(this.api, "nodes");
  readonly pods = new Accessor<Pod>(this.api, "pods");
  readonly daemonSets = new Accessor<DaemonSet>(this.api, "daemonsets.apps");
  readonly controllerRevisions = new Accessor<ControllerRevision>(this.api, "controllerrevisions.apps");
  readonly deployments = new Accessor<Deployment>(this.api, "deployments.apps");
  readonly replicaSets = new Accessor<ReplicaSet>(this.api, "replicasets.apps");
  readonly namespaces = new Accessor<Namespace>(this.api, "namespaces");
  readonly configMaps = new Accessor<ConfigMap>(this.api, "configmaps");
  readonly secrets = new Accessor<Secret>(this.api, "secrets");
  readonly services = new Accessor<Service>(this.api, "services");
  readonly serviceAccounts = new Accessor<ServiceAccount>(this.api, "serviceaccounts");
  readonly leases = new Accessor<Lease>(this.api, "leases.coordination.k8s.io");
  readonly events = new Accessor<Event>(this.api, "events");

  constructor(
    options: ClusterOptions = {},
    from?: {
      readonly machine: Machine;
      readonly state: ClusterState;
      readonly steps: number;
      readonly history: HistoryEntry[];
    },
  ) {
    super();
    this.#machine = from?.machine ?? machineOf(options);
    this.#state =
      from?.state ??
      this.#machine.initialState({
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.startsAt === undefined ? {} : { now: options.startsAt }),
      });
    if (from === undefined) this.#populate(options);
    else {
      this.#steps = from.steps;
      this.#history = from.history;
    }
  }

  /**
   * The cluster that `snapshot` wrote. Options that are not data (components, strategies, upstream bugs) must be given again.
   *
   * @throws SnapshotError where the text is damaged, or from a version that this one does not know
   */
  static restore(
    snapshot: string,
    options: Pick<ClusterOptions, "components" | "strategies" | "builtin" | keyof UpstreamBugOptions> = {},
  ): Cluster {
    const machine = machineOf(options);
    return new Cluster(options, { machine, state: machine.adopt(readSnapshot(snapshot)), steps: 0, history: [] });
  }

  /** The virtual time, in milliseconds since 1970. */
  get now(): Millis {
    return this.#state.now;
  }

  /** The whole cluster as one immutable value. */
  get state(): ClusterState {
    return this.#state;
  }

  /** How many actions have happened. */
  get steps(): number {
    return this.#steps;
  }

  /** What came from outside, oldest first. */
  get history(): readonly HistoryEntry[] {
    return this.#history;
  }

  /** The hash of the state: the same on every machine for the same seed and history. 16 hexadecimal digits. */
  hash(): string {
    return hashState(this.#state);
  }

  /** Sends one request to the API server. Never throws for what the request holds: a failure is a response too. */
  request(request: ApiRequest): ApiResponse {
    const received = receive(request);
    if (isStatus(received)) return { code: received.code, body: received };
    const { state, response } = this.#machine.request(this.#state, received);
    if (received.verb !== "get" && received.verb !== "list")
      this.#history.push({ step: this.#steps, at: this.now, request: received });
    this.#become(state);
    return { ...response, body: frozen(response.body) };
  }

  /**
   * Makes the cluster hold what a manifest says, as `kubectl apply` does. YAML (with one or more documents), an object, or objects.
   *
   * @throws ApiError where the server refuses an object: the message names the object and the fields
   */
  apply(manifest: Manifest): this {
    this.applied(manifest);
    return this;
  }

  /** As `apply`, and says for each object whether it was created, configured or unchanged. */
  applied(manifest: Manifest): readonly AppliedObject[] {
    return applyManifest((request) => this.request(request), manifest);
  }

  /** A node joins: its kubelet registers it. */
  addNode(node: string | JoiningNode): this {
    this.api.create("nodes", nodeObject(node));
    const machine = machineSpecOf(node);
    if (machine !== undefined) this.#setMachine((node as JoiningNode).name, machine);
    return this;
  }

  /** A node leaves: its Node object is deleted, and its machine is gone. */
  removeNode(name: string): this {
    this.api.delete("nodes", name);
    return this;
  }

  /** A node's machine fails silently: its kubelet and containers stop, and nobody tells the API server. */
  failNode(name: string): this {
    this.nodes.get(name);
    this.#setMachine(name, { power: "Off" });
    return this;
  }

  /** A failed node's machine comes back. */
  recoverNode(name: string): this {
    if (this.api.find(MACHINES, name) === undefined) this.nodes.get(name);
    this.#setMachine(name, { power: "On" });
    return this;
  }

  /**
   * A node's machine becomes slow: it takes so many times longer than usual to set up a pod's network, to pull an image, to
   * start a container and to stop it. What is under way goes on as it has begun. 1: it is as fast as others.
   *
   * @param slowdown a whole number, from 1 to 1000
   * @throws ApiError where there is no such node, or the number is no such number
   * @example cluster.slowNode("node-2", 60) // a minute for what takes other nodes a second
   */
  slowNode(name: string, slowdown: number): this {
    this.nodes.get(name);
    this.#setMachine(name, { slowdown });
    return this;
  }

  /** Chooses how the containers of images behave from now on. */
  setImages(images: Images): this {
    for (const behaviour of imageBehaviours(images)) {
      const { name } = behaviour.metadata;
      if (this.api.find(IMAGE_BEHAVIOURS, name) === undefined) this.api.create(IMAGE_BEHAVIOURS, behaviour);
      else this.api.patch(IMAGE_BEHAVIOURS, name, [{ op: "replace", path: "/spec", value: behaviour.spec }], "json");
    }
    return this;
  }

  /** Lets everything happen that is due at this instant; where nothing is, moves the clock to the next timer first. */
  tick(): this {
    if (this.#machine.next(this.#state, this.now) === undefined) this.#next(Number.POSITIVE_INFINITY);
    const moment = this.now;
    while (this.#next(moment));
    return this;
  }

  /** Lets so much virtual time pass, and everything happen that is due on the way. */
  advance(duration: Duration): this {
    return this.advanceTo(this.now + parseDuration(duration));
  }

  /**
   * Lets virtual time pass to this moment (milliseconds since 1970); nothing happens if it is over already.
   *
   * @throws RangeError where it is no number, or beyond the year 9999
   */
  advanceTo(moment: Millis): this {
    requireMoment(moment);
    while (this.#next(moment));
    this.#moveClock(moment);
    return this;
  }

  /**
   * Lets happen what is under way, until only what is periodic or far off is left (a crash loop's next restart, a time-to-live).
   *
   * @throws NotSettledError where it does not come to rest: the message says what is still moving
   */
  settle({ farOff = "10m", within = "1h" }: SettleOptions = {}): this {
    const bound = this.now + parseDuration(within);
    const far = parseDuration(farOff);
    while (
      this.#machine.next(this.#state, this.now) !== undefined ||
      isMoving(this.#state, Math.min(bound, this.now + far))
    )
      this.#next(bound);
    if (isMoving(this.#state, bound + far) && this.now >= bound)
      throw new NotSettledError(`the cluster has not come to rest within ${within}:\n${describeMoving(this.#state)}`);
    return this;
  }

  /** Whether nothing is left to happen but what is periodic or far off: what `settle` brings about. */
  isAtRest({ farOff = "10m" }: Pick<SettleOptions, "farOff"> = {}): boolean {
    if (this.#machine.next(this.#state, this.now) !== undefined) return false;
    return !isMoving(this.#state, this.now + parseDuration(farOff));
  }

  /**
   * Lets things happen until `predicate` holds; it is looked at after each of them.
   *
   * @throws NotSettledError where it does not hold within so much virtual time (default: 1 hour)
   */
  until(predicate: (cluster: this) => boolean, { within = "1h" }: Pick<SettleOptions, "within"> = {}): this {
    const bound = this.now + parseDuration(within);
    while (!predicate(this)) {
      if (this.#next(bound)) continue;
      const moving = describeMoving(this.#state);
      throw new NotSettledError(
        `what was waited for did not come within ${within}${moving === "" ? "" : `; still moving:\n${moving}`}`,
      );
    }
    return this;
  }

  /** Lets the next thing happen, but nothing that is due after `until`. False, with the clock at `until`, where nothing is left to happen. */
  proceed(until: Millis): boolean {
    requireMoment(until);
    if (this.#next(until)) return true;
    this.#moveClock(until);
    return false;
  }

  /** Another cluster that is now just like this one. Costs nothing; listeners and watches stay behind. */
  fork(): Cluster {
    return new Cluster(
      {},
      { machine: this.#machine, state: this.#state, steps: this.#steps, history: [...this.#history] },
    );
  }

  /** The cluster as text, at any moment. `Cluster.restore` brings it back. */
  snapshot(): string {
    return writeSnapshot(this.#state);
  }

  /** What changed after a resource version, oldest first; undefined where some of that is no longer kept. */
  changesSince(resourceVersion: number): readonly WatchEvent[] | undefined {
    return eventsAfter(this.#state.log, resourceVersion);
  }

  #populate({ nodes = 0, images = {} }: ClusterOptions): void {
    const names = Array.isArray(nodes)
      ? (nodes as readonly (string | JoiningNode)[])
      : Array.from({ length: checkedCount(nodes) }, (_, at) => `node-${at + 1}`);
    this.setImages(images);
    for (const node of names) this.addNode(node);
  }

  #setMachine(name: string, spec: MachineSpec): void {
    if (this.api.find(MACHINES, name) === undefined) this.api.create(MACHINES, machineObject(name, spec));
    else this.api.patch(MACHINES, name, { spec }, "merge");
  }

  #next(until: Millis): boolean {
    const action = this.#machine.next(this.#state, until);
    if (action === undefined) return false;
    this.#play(action);
    return true;
  }

  #play(action: Action): void {
    this.#steps++;
    this.#countActions(action);
    if (action.type === "time") this.emit("tick", this.now);
    this.#become(this.#machine.step(this.#state, action));
  }

  /** Something may go on for ever without time to pass: an absurd number of replicas, two controllers that undo each other. */
  #countActions({ type }: Action): void {
    if (type === "time" || this.#actionsLeft === undefined) this.#actionsLeft = actionsAtOneInstant(this.#state);
    if (this.#actionsLeft-- > 0) return;
    this.#actionsLeft = undefined;
    throw new NotSettledError(
      `too much happens at ${formatTime(this.now)} for the clock ever to move on:\n${describeMoving(this.#state)}`,
    );
  }

  #moveClock(moment: Millis): void {
    if (moment <= this.now) return;
    this.#history.push({ step: this.#steps, at: this.now, advanceTo: moment });
    this.#play({ type: "time", to: moment });
  }

  #become(state: ClusterState): void {
    const before = this.#state;
    if (state === before) return;
    this.#state = state;
    if (state.resourceVersion === before.resourceVersion) return;
    if (this.eventNames().length > 0)
      for (const event of eventsAfter(state.log, before.resourceVersion) ?? []) this.#announce(event);
    this.#watches.tell(() => this.#state);
  }

  #announce(event: WatchEvent): void {
    frozen(event);
    this.emit(CHANGES[event.type], event);
    if (event.resource === "events" && event.type !== "DELETED") this.emit("event", event.object as Event);
  }
}

function requireMoment(moment: Millis): void {
  if (typeof moment !== "number" || !(moment <= LATEST))
    throw new RangeError(`time is told in milliseconds since 1970, at most ${LATEST}: there is no ${String(moment)}`);
}

function machineOf({ components = [], builtin, ...options }: ClusterOptions): Machine {
  if (builtin !== undefined && [...(options.upstreamBugs ?? []), ...(options.upstreamFixes ?? [])].length > 0)
    throw new RangeError("upstream bugs are of the built-in components: give them to builtinComponents(…) instead");
  return createMachine({ components: [...(builtin ?? builtinComponents(options)), ...components] });
}

function checkedCount(nodes: unknown): number {
  if (Number.isSafeInteger(nodes) && (nodes as number) >= 0) return nodes as number;
  throw new RangeError(`nodes must be a whole number of at least 0, not ${String(nodes)}`);
}
