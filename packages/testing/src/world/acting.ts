import {
  type ApiResponse,
  type ClusterState,
  type Component,
  type ComponentState,
  EPOCH,
  entries,
  type WatchEvent,
} from "@kubetick/core";
import { beginSync, Context, continueSync, get } from "@kubetick/core/pieces";
import { ByHash } from "./by-hash.ts";
import { Canonical } from "./canonical.ts";
import { bare, type Effect, effectOf, withEffect } from "./effect.ts";
import { Observing } from "./observing.ts";
import type { Part } from "./part.ts";
import { Readings } from "./readings.ts";
import type { Dependency, ReadingComponent } from "./reads.ts";
import { keysText, MEMORY, MEMORY_KEYS } from "./tracked.ts";
import { type ComponentValue, hashSync, lateKey } from "./values.ts";
import { LATE, World } from "./world.ts";

/** What has been found out about a component, by what it was about. */
type Memo = Map<number | string, Readings<Effect>>;

/** A sync that stands at a request. */
export interface Flight {
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

/**
 * What components do: begin a sync, go on with it, hear of something. It depends on what they read, and is found out once for all
 * who read the same.
 */
export class Acting extends Observing {
  readonly #memo = new Map<string, unknown>();
  readonly #effects: readonly Memo[];
  #effectCount = 0;
  readonly #flights: readonly ByHash<Flight>[];
  readonly #same = new Canonical();

  constructor(components: readonly Component[], seconds: readonly string[]) {
    super(components, seconds);
    this.#effects = this.readers.map(() => new Map());
    this.#flights = this.readers.map(() => new ByHash());
  }

  override forget(kept: Iterable<Part>): void {
    super.forget(kept);
    this.#memo.clear();
    this.#same.clear();
    for (const effects of this.#effects) effects.clear();
    for (const flights of this.#flights) flights.clear();
    this.#reading = NOWHERE;
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

  /** Something that depends on what its name says. */
  protected rememberedAs<T>(name: string, compute: () => T): T {
    const known = this.#memo.get(name);
    if (known !== undefined) return known as T;
    const found = compute();
    this.#memo.set(name, found);
    return found;
  }

  /** A component that takes a key from its queue, and runs its sync as far as the first request. */
  protected begun(world: World, index: number, key: string, from: string | undefined): Part<ComponentValue> {
    const going: Going = { index, key, taken: key, memo: this.#effects[index] as Memo };
    return this.#afterwards(world, going, `${key} ${from ?? ""}`, (state, { component }) =>
      beginSync(state, component, key, from),
    );
  }

  /** A component that is answered, and runs its sync on to the next request. `id`: of the answer. */
  protected gone(world: World, index: number, id: number, response: ApiResponse): Part<ComponentValue> {
    const { key, memo } = this.flightOf(world, index);
    const going: Going = { index, key, taken: undefined, memo };
    return this.#afterwards(world, going, 2 * id, (state, { component }) => continueSync(state, component, response));
  }

  /** A component whose informers, but for the late ones, hear of what has been written. `id`: of the write. */
  protected heard(world: World, index: number, id: number, events: readonly WatchEvent[]): Part<ComponentValue> {
    const going: Going = { index, key: undefined, taken: undefined, memo: this.#effects[index] as Memo };
    return this.#afterwards(world, going, 2 * id + 1, (state, { component }) => {
      const { name, watches } = component;
      const late = this.lateOf(world);
      const news = events.filter(({ resource }) => watches.includes(resource) && !(lateKey(name, resource) in late));
      return hearing(state, component, news);
    });
  }

  /** The same, of events that are told but once. */
  protected told(world: World, index: number, events: readonly WatchEvent[]): Part<ComponentValue> {
    const one = this.readers[index] as ReadingComponent;
    const { reads } = this.partOf(world, index).value;
    const { components } = hearing(this.stateFor(world, index), one.component, events);
    const { cache: _, ...state } = components[one.component.name] as ComponentState;
    return this.componentPart(index, { state, reads });
  }

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
      const sync =
        key === undefined ? undefined : { inFlight: after.sync, reads: after.sync === null ? undefined : one.reads };
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
  protected flightOf(world: World, index: number): Flight {
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
  #reading = NOWHERE;
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
}

const NOWHERE = new World([]);

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
