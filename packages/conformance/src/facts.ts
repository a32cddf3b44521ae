import { Moments } from "./moments.ts";
import { type Names, normalised, targetNode } from "./normalise.ts";
import { mostOnANode, ownerOf, servingOf } from "./serving.ts";
import type { Change, Thing } from "./world.ts";

/** Said by what looks every few seconds: when, is a matter of luck. */
const PERIODIC = new Set(["RegisteredNode", "RemovingNode", "ImageGCFailed", "InvalidDiskCapacity"]);

/** Desired, current, misscheduled, ready, up to date, available. */
const COUNTS = [
  "desiredNumberScheduled",
  "currentNumberScheduled",
  "numberMisscheduled",
  "numberReady",
  "updatedNumberScheduled",
  "numberAvailable",
];

/** What happened between two settle points, whatever the order: by name, such as `created Pod agent on n1`. */
export type Facts = Readonly<Record<string, number | string>>;

/** Watches a run from its start: what pods there are at each moment, and what that comes to. */
export class Observer {
  readonly #names: Names;
  readonly #pods = new Map<string, Thing>();
  readonly #eventCounts = new Map<string, number>();
  #facts = new Map<string, number | string>();
  readonly #moments = new Moments();
  #asked = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  /** The real changes come from a watch for each resource: an event may come before the pod that it names. */
  see(changes: readonly Change[]): void {
    for (const { object } of changes) this.#meetHash(object);
    for (const { object } of changes) if (object.kind !== "Event") this.#names.meet(object);
    for (const change of changes) this.#see(change);
  }

  /** To be called for each request of the scenario. */
  ask(): void {
    this.#asked++;
  }

  #meetHash(object: Thing): void {
    if (object.kind === "ControllerRevision" || object.kind === "ReplicaSet") this.#names.meetHash(object);
  }

  #see({ type, object }: Change): void {
    if (object.kind === "Pod") this.#seePod(type, object);
    else if (object.kind === "Event" && type !== "DELETED") this.#seeEvent(object);
    else if (object.kind === "DaemonSet") this.#seeDaemonSet(type, object);
    if (type !== "MODIFIED" && object.kind !== "Pod" && object.kind !== "Event")
      this.#count(`${type === "ADDED" ? "created" : "deleted"} ${object.kind}`);
  }

  /** The facts since the last call. Only now is every pod known that an event names: an event may be seen before it. */
  take(): Facts {
    // What several requests bring about together at one moment depends on how quick the cluster is.
    const moments = this.#moments.take(servingOf(this.#pods.values()));
    const named = [...this.#facts, ...(this.#asked > 1 ? [] : moments)].map(
      ([fact, value]): [string, Facts[string]] => [normalised(fact, this.#names), value],
    );
    const facts = Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
    this.#facts = new Map();
    this.#asked = 0;
    return facts;
  }

  #seePod(type: Change["type"], pod: Thing): void {
    const { uid } = pod.metadata;
    const where = `Pod of ${this.#names.in(ownerOf(pod) ?? pod.metadata.name)} on ${targetNode(pod) ?? "no node"}`;
    if (type === "ADDED") this.#count(`created ${where}`);
    if (type === "DELETED") this.#count(`deleted ${where}`);
    if (type === "DELETED") this.#pods.delete(uid);
    else this.#pods.set(uid, pod);
    const serving = servingOf(this.#pods.values());
    this.#moments.see(serving);
    for (const owner of serving.keys()) {
      const most = mostOnANode(serving, owner);
      if (most > 0) this.#raise(`most live pods of ${owner} on a node`, most);
    }
  }

  #seeDaemonSet(type: Change["type"], { metadata, status }: Thing): void {
    if (type === "DELETED" || status?.desiredNumberScheduled === undefined) return;
    this.#raise(`most unavailable of DaemonSet ${metadata.name}`, status.numberUnavailable ?? 0);
    const counts = COUNTS.map((name) => status[name] ?? 0).join("/");
    const fact = `statuses of DaemonSet ${metadata.name}`;
    const seen = String(this.#facts.get(fact) ?? "").split(" ");
    this.#facts.set(
      fact,
      [...new Set([...seen, counts])]
        .filter((each) => each !== "")
        .sort()
        .join(" "),
    );
  }

  #seeEvent(event: Thing): void {
    if (PERIODIC.has(event.reason)) return;
    const { kind, name } = event.involvedObject;
    const count = event.series?.count ?? event.count ?? 1;
    // An event about a pod of a run before is counted on, where its reference has no uid: only what is new is a fact.
    const before = this.#eventCounts.get(event.metadata.uid) ?? count - 1;
    this.#eventCounts.set(event.metadata.uid, count);
    this.#count(`event ${event.type} ${event.reason} of ${kind} ${name}: ${event.message}`, count - before);
  }

  #count(fact: string, by = 1): void {
    this.#facts.set(fact, Number(this.#facts.get(fact) ?? 0) + by);
  }

  #raise(fact: string, to: number): void {
    this.#facts.set(fact, Math.max(Number(this.#facts.get(fact) ?? 0), to));
  }
}
