import {
  type ApiRequest,
  type ApiResponse,
  type ClusterState,
  type Component,
  type ComponentState,
  createMachine,
  EPOCH,
  entries,
  type KubeObject,
  nextTimer,
  type ResourceName,
  type WatchEvent,
} from "@kubetick/core";
import {
  beginSync,
  Context,
  continueSync,
  EMPTY_TABLE,
  emptyTree,
  get,
  handleTrusted,
  hashJson,
  NO_TIMERS,
  set,
  type Table,
  withObject,
  withoutTimer,
} from "@kubetick/core/pieces";
import { OLDEST } from "./ages.ts";
import { Aging } from "./aging.ts";
import { ByHash } from "./by-hash.ts";
import { Canonical } from "./canonical.ts";
import { bare, type Effect, effectOf, withEffect } from "./effect.ts";
import { Names, SEED } from "./names.ts";
import { Observing } from "./observing.ts";
import type { Part } from "./part.ts";
import { Readings } from "./readings.ts";
import type { Dependency, ReadingComponent } from "./reads.ts";
import { INSTANCES, readsOfNamed } from "./request-reads.ts";
import { NEWEST, Stored } from "./stored.ts";
import { keysText, MEMORY, MEMORY_KEYS } from "./tracked.ts";
import { UsedNames } from "./used-names.ts";
import { type ComponentValue, hashSync, type Late, type LateInformers, lateKey, type Surroundings } from "./values.ts";
import { FIRST_COMPONENT, LATE, SURROUNDINGS, World } from "./world.ts";
import { remembersWrites, withoutSeenWrites } from "./writes.ts";

/** What a request has done: the answer, and what is another object now, which the watchers hear. */
interface Written {
  readonly id: number;
  readonly response: ApiResponse;
  readonly events: readonly WatchEvent[];
}

/** An answer that is not the server's: it follows from its name and the request. */
export interface Answer {
  readonly name: string;
  readonly of: (request: ApiRequest) => ApiResponse;
}

const NO_STATE: ComponentValue["state"] = {
  queue: emptyTree(),
  timers: NO_TIMERS,
  failures: emptyTree(),
  memory: emptyTree(),
  sync: null,
};

/** How much older everything gets, at least, when nothing is left to do: until somebody does something, time passes. */
const QUIET = 3_600_000;

/** For so many moves of the clock an informer may be late. */
const LATE_MOVES = 4;

/** What has been found out about a component, by what it was about. */
type Memo = Map<number | string, Readings<Effect>>;

/** A sync that stands at a request. */
interface Flight {
  readonly key: string;
  readonly memo: Memo;
  /** The number of its request; -1: not yet known. */
  asked: number;
}

/** Who does something, and about what: the key of its sync, if it is one, and the key that it takes from its queue. */
interface Going {
  readonly index: number;
  readonly key: string | undefined;
  readonly taken: string | undefined;
  readonly memo: Memo;
}

/** More tables than any cluster has. */
const MOST_SLOTS = 4_096;

/**
 * What can happen to a world, part by part. What one component does depends on its own part, on the tables that it
 * watches, and on nothing else, so it is computed once, and remembered for all the worlds that have these parts.
 *
 * Informers are up to date, and their handlers have run, as soon as something is written; but for those that are late.
 */
export class System extends Observing {
  readonly stored = new Stored();
  readonly names = new Names();
  readonly #used: UsedNames;
  readonly #memo = new Map<string, unknown>();
  #writes = 0;

  /** How many milliseconds pass when nothing is left to do: after that nothing is too young for anything. */
  readonly quietTime: number;
  readonly #aging: Aging;

  /**
   * `seconds`: names of components that are there only while they believe that they lead. `oldest`: the age in milliseconds
   * beyond which nothing grows.
   */
  constructor(components: readonly Component[], seconds: readonly string[] = [], oldest: number = OLDEST) {
    super(components, seconds);
    this.#aging = new Aging(this.stored, oldest);
    this.quietTime = Math.max(QUIET, oldest);
    this.#used = new UsedNames(this.names);
    this.#effects = this.readers.map(() => new Map());
    this.#flights = this.readers.map(() => new ByHash());
  }

  /** An empty cluster, with what every cluster has. */
  empty(surroundings: Omit<Surroundings, "now">): World {
    const state = createMachine({ components: [] }).initialState({ seed: SEED });
    const parts: Part[] = [this.surroundingsPart({ ...surroundings, now: EPOCH }), this.latePart({})];
    for (const [index] of this.readers.entries())
      parts.push(this.componentPart(index, { state: NO_STATE, reads: undefined }));
    let world = new World(parts);
    for (const [resource, table] of Object.entries(state.tables)) {
      let after = EMPTY_TABLE;
      for (const [key, object] of entries(table.objects))
        after = withObject(after, resource, key, undefined, this.stored.of(object), NEWEST);
      world = this.withTable(world, this.slotOf(resource), this.tablePart(after));
    }
    return world;
  }

  /** Takes a key from a component's queue, and runs its sync as far as the first request. */
  sync(world: World, index: number, key: string, from: string | undefined): World {
    const going: Going = { index, key, taken: key, memo: this.#effects[index] as Memo };
    const after = this.#afterwards(world, going, `${key} ${from ?? ""}`, (state, { component }) =>
      beginSync(state, component, key, from),
    );
    return this.#withComponent(world, index, after);
  }

  /** Something that depends on a component and on all the tables that it watches. */
  remembered<T>(world: World, index: number, what: string, compute: () => T): T {
    const { memo } = this.partOf(world, index);
    const late = this.lateResources(world, index) === "" ? "" : (world.parts[LATE] as Part).id;
    let name = `${what} ${this.surroundingsOf(world).now} ${late}`;
    for (const slot of this.watched[index] as number[]) name += ` ${world.parts[slot]?.id}`;
    const known = memo.get(name);
    if (known !== undefined) return known as T;
    const found = compute();
    memo.set(name, found);
    return found;
  }

  /** Carries out the request that a component waits for, and runs its sync on to the next. */
  proceed(world: World, index: number): World {
    const written = this.#writtenBy(world, index);
    return this.#heard(this.#answered(this.#withWritten(world, written), index, written), written);
  }

  /** Ends a component's request with this answer; `carriedOut` says whether the server has carried it out nevertheless. */
  answer(world: World, index: number, answer: Answer, carriedOut: boolean): World {
    const written = carriedOut ? this.#writtenBy(world, index) : this.#nothing;
    const response = answer.of(this.pendingOf(world, index) as ApiRequest);
    const told: Written = { ...written, id: this.#idOf(`${written.id} ${answer.name}`), response };
    return this.#heard(this.#answered(this.#withWritten(world, written), index, told), written);
  }

  /** Requests from outside, one after another. `name` stands for them in what is remembered. */
  request(world: World, request: ApiRequest): { readonly world: World; readonly response: ApiResponse } {
    const written = this.#write(world, request, this.#askedOf(request));
    return { world: this.#heard(this.#withWritten(world, written), written), response: written.response };
  }

  /** Moves the clock, and puts into the queues what is due. */
  wait(world: World, by: number): World {
    const now = this.surroundingsOf(world).now + by;
    const back = Math.floor((now - EPOCH) / 1000) * 1000;
    let later = this.#at(this.#older(this.#waited(world), back), now - back);
    for (let index = 0; index < this.readers.length; index++) {
      const part = later.parts[FIRST_COMPONENT + index] as Part<ComponentValue>;
      const due = this.#remembered(`due ${part.id} ${now - back}`, () => this.#withDueQueued(later, index, now - back));
      later = later.with(FIRST_COMPONENT + index, due);
    }
    return later;
  }

  /** Whether no informer has been late for too long: some moves of the clock. */
  mayWait(world: World): boolean {
    return Object.values(this.lateOf(world)).every(({ moves }) => moves < LATE_MOVES);
  }

  /** A quiet hour later, if the world is at rest for good. */
  quiet(world: World): World {
    if (!this.isQuiet(world)) return world;
    const { now } = this.surroundingsOf(world);
    return this.#at(this.#older(world, this.quietTime + (now - EPOCH)), EPOCH);
  }

  #at(world: World, now: number): World {
    return this.withNamedSurroundings(world, `at ${now}`, () => ({ now }));
  }

  /** A component's informer of a resource stops hearing. */
  stall(world: World, component: string, resource: ResourceName): World {
    const late: Late = { table: { ...this.tableOf(world, resource), resourceVersion: 0 }, missed: [], moves: 0 };
    return world.with(LATE, this.latePart({ ...this.lateOf(world), [lateKey(component, resource)]: late }));
  }

  /** A late informer hears of the next change that it has missed, and is up to date again when there is none left. */
  hear(world: World, component: string, resource: ResourceName): World {
    const index = this.indexOf(component);
    const { [lateKey(component, resource)]: late, ...others } = this.lateOf(world);
    const { moves } = late as Late;
    const [event, ...missed] = (late as Late).missed;
    if (event === undefined) {
      const caughtUp = world.with(LATE, this.latePart(others));
      return this.#withComponent(caughtUp, index, this.partOf(caughtUp, index));
    }
    const before = get((late as Late).table.objects, event.key);
    const table = withObject(
      (late as Late).table,
      resource,
      event.key,
      before,
      event.type === "DELETED" ? undefined : event.object,
      0,
    );
    const still =
      missed.length === 0 ? others : { ...others, [lateKey(component, resource)]: { table, missed, moves } };
    const after = world.with(LATE, this.latePart(still));
    return this.#withComponent(after, index, this.#told(after, index, [event]));
  }

  /** A component loses all that it knew, and lists what there is. */
  restart(world: World, component: string): World {
    const index = this.indexOf(component);
    const cleared = this.stop(world, component);
    const listed = this.remembered(cleared, index, "lists", () => this.#told(cleared, index, this.#list(cleared, index)));
    return this.#withComponent(cleared, index, listed);
  }

  #list(world: World, index: number): readonly WatchEvent[] {
    return this.componentOf(index).watches.flatMap((resource) =>
      Array.from(entries(this.tableOf(world, resource).objects), ([key, object]): WatchEvent => {
        return { type: "ADDED", resource, key, resourceVersion: NEWEST, object };
      }),
    );
  }

  /** A component ends, and its informers with it. */
  stop(world: World, component: string): World {
    const index = this.indexOf(component);
    const heard =
      world.parts[LATE] === this.nobodyLate
        ? world
        : world.with(
            LATE,
            this.latePart(
              Object.fromEntries(Object.entries(this.lateOf(world)).filter(([key]) => !key.startsWith(`${component} `))),
            ),
          );
    return heard.with(FIRST_COMPONENT + index, this.#stopped(index));
  }

  readonly #stoppedParts: Part<ComponentValue>[] = [];

  #stopped(index: number): Part<ComponentValue> {
    this.#stoppedParts[index] ??= this.componentPart(index, { state: NO_STATE, reads: undefined });
    return this.#stoppedParts[index] as Part<ComponentValue>;
  }

  readonly #nothing: Written = { id: -1, response: { code: 200, body: {} }, events: [] };
  readonly #ids = new Map<string, number>();

  #idOf(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = -2 - this.#ids.size;
    this.#ids.set(name, id);
    return id;
  }

  readonly #effects: readonly Memo[];
  #effectCount = 0;
  readonly #flights: readonly ByHash<Flight>[];
  readonly #same = new Canonical();

  /** The component after what it does: that is found out again only where something is different that it has read. */
  #afterwards(
    world: World,
    { index, key, taken, memo }: Going,
    what: number | string,
    go: (state: ClusterState, one: ReadingComponent) => ClusterState,
  ): Part<ComponentValue> {
    const part = this.partOf(world, index);
    const failed = key === undefined ? 0 : (get(part.value.state.failures, key) ?? 0);
    const name = this.#nameOf(world, index, failed === 0 ? what : `${what} ${failed}`);
    let known = memo.get(name);
    this.#reading = world;
    this.#readingIndex = index;
    let effect = known?.find(this.#find)?.result;
    if (effect === undefined) {
      const one = this.readers[index] as ReadingComponent;
      const state = this.clusterStateWith(world, {
        [one.component.name]: bare(this.componentState(world, index), key, failed),
      });
      const { result, dependencies, changes } = one.reading(() => go(state, one));
      const after = result.components[one.component.name] as ComponentState;
      const sync = key === undefined ? undefined : { inFlight: after.sync, reads: after.sync === null ? undefined : one.reads };
      effect = effectOf(after, { id: this.#effectCount++, taken, changes, sync }, key);
      if (known === undefined) {
        known = new Readings();
        memo.set(name, known);
      }
      known.add(
        dependencies.map((one) => (one.resource === MEMORY ? { ...one, value: this.#same.of(one.value) } : one)),
        effect,
      );
    }
    let after = part.memo.get(effect.id) as Part<ComponentValue> | undefined;
    if (after === undefined) {
      after = this.componentPart(index, withEffect(part.value, effect));
      part.memo.set(effect.id, after);
    }
    return after;
  }

  /** The sync in flight of a component, and what has been found out about how it goes on. */
  #flightOf(world: World, index: number): Flight {
    const { memo, value } = this.partOf(world, index);
    let flight = memo.get("flight") as Flight | undefined;
    if (flight === undefined) {
      const sync = value.state.sync as NonNullable<ComponentValue["state"]["sync"]>;
      const hash = hashSync(sync, value.reads);
      const flights = this.#flights[index] as ByHash<Flight>;
      flight = flights.get(hash) ?? flights.add(hash, { key: sync.key, memo: new Map(), asked: -1 });
      memo.set("flight", flight);
    }
    return flight;
  }

  /** Besides what it reads, a component depends on the time, and on what its informers are late with. */
  #nameOf(world: World, index: number, what: number | string): number | string {
    const phase = this.surroundingsOf(world).now - EPOCH;
    const late = this.lateResources(world, index);
    return late === "" && typeof what === "number" ? what * 1000 + phase : `${what} ${phase} ${late}`;
  }

  /** Who reads, and where: in fields, as a function made anew for each would cost more than what it does. */
  #reading: World = new World([]);
  #readingIndex = 0;
  readonly #find = ({ resource, key }: Pick<Dependency, "resource" | "key">): unknown =>
    this.#read(this.#reading, this.#readingIndex, resource, key);

  /** What a component finds when it reads an object, or all of a resource, or its own memory. */
  #read(world: World, index: number, resource: string, key: string | undefined): unknown {
    if (resource === MEMORY) return this.#same.of(get(this.stateOf(world, index).memory, key as string));
    if (resource === MEMORY_KEYS) return keysText(keysFrom(this.stateOf(world, index).memory, key as string));
    const late = world.parts[LATE] === this.nobodyLate ? undefined : this.lateWith(world, index, resource);
    const { objects } = late?.table ?? this.existing(world, resource);
    return key === undefined ? objects : get(objects, key);
  }

  #remembered<T>(name: string, compute: () => T): T {
    const known = this.#memo.get(name);
    if (known !== undefined) return known as T;
    const found = compute();
    this.#memo.set(name, found);
    return found;
  }

  /** The world with this component, which forgets those of its writes that it has seen. */
  #withComponent(world: World, index: number, part: Part<ComponentValue>): World {
    if (!remembersWrites(part.value)) return world.with(FIRST_COMPONENT + index, part);
    const late = world.parts[LATE] as Part<LateInformers>;
    const normal = this.#remembered(`writes ${part.id} ${late.id}`, () =>
      this.componentPart(index, withoutSeenWrites(this.componentOf(index), part.value, late.value)),
    );
    return world.with(FIRST_COMPONENT + index, normal);
  }

  #writtenBy(world: World, index: number): Written {
    const request = this.pendingOf(world, index);
    if (request === undefined)
      throw new Error(`${this.componentOf(index).name} has no request that could be carried out`);
    const flight = this.#flightOf(world, index);
    if (flight.asked < 0) flight.asked = this.#askedOf(request);
    return this.#write(world, request, flight.asked);
  }

  readonly #requests = new ByHash<number>();
  #requestCount = 0;

  #askedOf(request: ApiRequest): number {
    const hash = hashJson(request);
    return this.#requests.get(hash) ?? this.#requests.add(hash, this.#requestCount++);
  }

  /** Whoever asks for the same is told the same: what a request does is remembered by what it asks for. */
  #write(world: World, request: ApiRequest, asked: number): Written {
    const { now } = this.surroundingsOf(world);
    const counter =
      request.verb === "create" ? this.names.counterFor(request, (name) => this.#used.has(world, name)) : 0;
    return this.#remembered(`write ${asked} ${counter} ${now} ${this.#readBy(world, request)}`, () => {
      const state = { ...this.clusterStateWith(world, {}), uids: counter, names: counter };
      const { state: after, response } = handleTrusted(state, request);
      return this.#commit(world, after.log.open, response);
    });
  }

  /** Names what a request to the server reads of a world. */
  #readBy(world: World, request: ApiRequest): string {
    const objectsOf = (resource: ResourceName) => this.existing(world, resource).objects;
    const read = readsOfNamed(request, objectsOf);
    if (read === undefined) return this.tablesOf(world);
    let name = read;
    for (const [at, other] of this.resources.entries())
      if (!INSTANCES.has(other)) name += ` ${world.parts[this.tablesFrom + at]?.id}`;
    return name;
  }

  #commit(world: World, log: readonly WatchEvent[], response: ApiResponse): Written {
    const tables = new Map<ResourceName, Table>();
    const events: WatchEvent[] = [];
    for (const event of log) {
      const { resource, key } = event;
      const table = tables.get(resource) ?? this.existing(world, resource);
      const before = get(table.objects, key) as KubeObject | undefined;
      const stored = this.stored.event(event, before);
      if (event.type !== "DELETED" && stored.object === before) continue;
      tables.set(resource, written(table, stored));
      events.push(stored);
    }
    const body = log.length === 0 ? response.body : (this.stored.body(response.body) as object);
    return { id: this.#writes++, response: { ...response, body }, events };
  }

  #withWritten(world: World, { id, events }: Written): World {
    let after = world;
    for (const resource of new Set(events.map((event) => event.resource))) {
      const slot = this.slotOf(resource);
      const { memo } = world.parts[slot] ?? this.tablePart(EMPTY_TABLE);
      const name = id * MOST_SLOTS + slot;
      let part = memo.get(name) as Part<Table> | undefined;
      if (part === undefined) {
        const changes = events.filter((event) => event.resource === resource);
        part = this.tablePart(changes.reduce(written, this.existing(world, resource)));
        memo.set(name, part);
      }
      after = this.withTable(after, slot, part);
    }
    return after;
  }

  #answered(world: World, index: number, { id, response }: Written): World {
    const { key, memo } = this.#flightOf(world, index);
    const going: Going = { index, key, taken: undefined, memo };
    const after = this.#afterwards(world, going, 2 * id, (state, { component }) =>
      continueSync(state, component, response),
    );
    return this.#withComponent(world, index, after);
  }

  /** All informers hear of what has been written; the late ones do not. */
  #heard(world: World, { id, events }: Written): World {
    if (events.length === 0) return world;
    let after = this.#missed(world, events);
    const leaders = this.surroundingsOf(world).leaders;
    for (let index = 0; index < this.readers.length; index++) {
      const { name, watches } = this.componentOf(index);
      if (this.isSecond(name) && !leaders.includes(name)) continue;
      if (!events.some(({ resource }) => watches.includes(resource))) continue;
      const going: Going = { index, key: undefined, taken: undefined, memo: this.#effects[index] as Memo };
      const told = this.#afterwards(after, going, 2 * id + 1, (state, { component }) => {
        const late = this.lateOf(after);
        const heard = events.filter(({ resource }) => watches.includes(resource) && !(lateKey(name, resource) in late));
        return hearing(state, component, heard);
      });
      after = this.#withComponent(after, index, told);
    }
    return after;
  }

  #missed(world: World, events: readonly WatchEvent[]): World {
    const late = this.lateOf(world);
    let after = late;
    for (const [key, { table, missed, moves }] of Object.entries(late)) {
      const [, resource] = key.split(" ");
      const more = events.filter((event) => event.resource === resource);
      if (more.length > 0) after = { ...after, [key]: { table, missed: [...missed, ...more], moves } };
    }
    return after === late ? world : world.with(LATE, this.latePart(after));
  }

  #told(world: World, index: number, events: readonly WatchEvent[]): Part<ComponentValue> {
    const one = this.readers[index] as ReadingComponent;
    const { reads } = this.partOf(world, index).value;
    const { components } = hearing(this.stateFor(world, index), one.component, events);
    const { cache: _, ...state } = components[one.component.name] as ComponentState;
    return this.componentPart(index, { state, reads });
  }

  #withDueQueued(world: World, index: number, now: number): Part<ComponentValue> {
    const value = (world.parts[FIRST_COMPONENT + index] as Part<ComponentValue>).value;
    let { timers, queue } = value.state;
    for (let timer = nextTimer(timers); timer !== undefined && timer.due <= now; timer = nextTimer(timers)) {
      timers = withoutTimer(timers, timer.key);
      queue = set(queue, timer.key, true);
    }
    return this.componentPart(index, { ...value, state: { ...value.state, timers, queue } });
  }

  #waited(world: World): World {
    const late = Object.entries(this.lateOf(world));
    if (late.length === 0) return world;
    const waited = late.map(([key, one]) => [key, { ...one, moves: one.moves + 1 }] as const);
    return world.with(LATE, this.latePart(Object.fromEntries(waited)));
  }

  #older(world: World, by: number): World {
    if (by === 0) return world;
    return new World(world.parts.map((part, slot) => this.#olderPart(part, slot, by)));
  }

  #olderPart(part: Part, slot: number, by: number): Part {
    if (slot === SURROUNDINGS) return part;
    return this.#remembered(`older ${part.id} ${by}`, () => {
      if (slot === LATE) return this.latePart(this.#aging.late((part as Part<LateInformers>).value, by));
      if (slot >= this.tablesFrom)
        return this.tablePart(this.#aging.table(this.resourceAt(slot), (part as Part<Table>).value, by));
      return this.componentPart(
        slot - FIRST_COMPONENT,
        this.#aging.component((part as Part<ComponentValue>).value, by),
      );
    });
  }
}

/** A component's handlers hear of events. */
function hearing(state: ClusterState, component: Component, events: readonly WatchEvent[]): ClusterState {
  const current = state.components[component.name] as ComponentState;
  const context = new Context({ now: state.now, cache: current.cache, memory: current.memory }, true);
  for (const event of events) component.onEvent(event, context);
  return { ...state, components: { ...state.components, [component.name]: context.applyTo(current) } };
}

/** The keys of a memory that start with a prefix. */
function keysFrom(memory: ComponentState["memory"], prefix: string): readonly string[] {
  const keys: string[] = [];
  for (const [key] of entries(memory, prefix)) {
    if (!key.startsWith(prefix)) break;
    keys.push(key);
  }
  return keys;
}

function written(table: Table, { type, resource, key, object }: WatchEvent): Table {
  const before = get(table.objects, key) as KubeObject | undefined;
  return withObject(table, resource, key, before, type === "DELETED" ? undefined : object, NEWEST);
}

/** The second instance of a component that believes it leads. */
export function secondOf(name: string): string {
  return `${name}-2`;
}
