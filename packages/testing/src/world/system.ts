import {
  type ApiRequest,
  type ApiResponse,
  type Component,
  createMachine,
  EPOCH,
  entries,
  nextTimer,
  type ResourceName,
  type WatchEvent,
} from "@kubetick/core";
import { EMPTY_TABLE, emptyTree, NO_TIMERS, set, type Table, withObject, withoutTimer } from "@kubetick/core/pieces";
import { OLDEST } from "./ages.ts";
import { Aging } from "./aging.ts";
import { afterHearing, afterMove, mayBeLater, missing, withoutInformersOf } from "./late.ts";
import { SEED } from "./names.ts";
import type { Part } from "./part.ts";
import { Serving, type Written } from "./serving.ts";
import { NEWEST } from "./stored.ts";
import { type ComponentValue, type Late, type LateInformers, lateKey, type Surroundings } from "./values.ts";
import { FIRST_COMPONENT, LATE, SURROUNDINGS, World } from "./world.ts";
import { remembersWrites, withoutSeenWrites } from "./writes.ts";

/** An answer that is not the server's: it follows from its name and the request. */
export interface Answer {
  readonly name: string;
  readonly of: (request: ApiRequest) => ApiResponse;
}

/** The world when the clock has moved, by how many milliseconds. */
export interface Later {
  readonly by: number;
  readonly world: World;
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

/**
 * What can happen to a world, part by part. What one component does depends on its own part, on the tables that it
 * watches, and on nothing else, so it is computed once, and remembered for all the worlds that have these parts.
 *
 * Informers are up to date, and their handlers have run, as soon as something is written; but for those that are late.
 */
export class System extends Serving {
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

  override forget(kept: Iterable<Part>): void {
    super.forget(kept);
    this.#stoppedParts.length = 0;
    this.#ids.clear();
  }

  /** Takes a key from a component's queue, and runs its sync as far as the first request. */
  sync(world: World, index: number, key: string, from: string | undefined): World {
    return this.#withComponent(world, index, this.begun(world, index, key, from));
  }

  /** Carries out the request that a component waits for, and runs its sync on to the next. */
  proceed(world: World, index: number): World {
    const written = this.writtenBy(world, index);
    return this.#told(this.#answered(this.#carriedOut(world, written), index, written), written);
  }

  /** Ends a component's request with this answer; `carriedOut` says whether the server has carried it out nevertheless. */
  answer(world: World, index: number, answer: Answer, carriedOut: boolean): World {
    const written = carriedOut ? this.writtenBy(world, index) : this.#nothing;
    const response = answer.of(this.pendingOf(world, index) as ApiRequest);
    const told: Written = { ...written, id: this.#idOf(`${written.id} ${answer.name}`), response };
    return this.#told(this.#answered(this.#carriedOut(world, written), index, told), written);
  }

  /** A request from outside. */
  request(world: World, request: ApiRequest): { readonly world: World; readonly response: ApiResponse } {
    const written = this.asked(world, request);
    return { world: this.#told(this.#carriedOut(world, written), written), response: written.response };
  }

  /**
   * Moves the clock, and puts into the queues what is due. For what is only tried again within the second it does not move; `by` is
   * by how much it has.
   */
  wait(world: World, by: number): Later {
    const { now: before } = this.surroundingsOf(world);
    const now = before + by;
    const back = Math.floor((now - EPOCH) / 1000) * 1000;
    const isTriedAgain = back === 0 && this.#areRetries(world, now);
    const waited = isTriedAgain ? world : this.#waited(world);
    let later = this.#at(this.#older(waited, back), isTriedAgain ? before : now - back);
    for (let index = 0; index < this.readers.length; index++) {
      const part = later.parts[FIRST_COMPONENT + index] as Part<ComponentValue>;
      const due = this.rememberedAs(`due ${part.id} ${now - back}`, () =>
        this.#withDueQueued(later, index, now - back),
      );
      later = later.with(FIRST_COMPONENT + index, due);
    }
    return { by: isTriedAgain ? 0 : by, world: later };
  }

  /**
   * Whether all that is due by then is syncs that have failed: how often they are tried again in a second, and at which
   * milliseconds, is nothing that any rule reads, and worlds would be told apart by it.
   */
  #areRetries(world: World, by: number): boolean {
    for (let index = 0; index < this.readers.length; index++) {
      for (const [, { due, kind }] of entries(this.stateOf(world, index).timers.queue)) {
        if (due > by) break;
        if (kind !== "retry") return false;
      }
    }
    return true;
  }

  /** Whether no informer has been late for too long: some moves of the clock. */
  mayWait(world: World): boolean {
    return mayBeLater(this.lateOf(world));
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
    const { event, late } = afterHearing(this.lateOf(world), component, resource);
    const after = world.with(LATE, this.latePart(late));
    if (event === undefined) return this.#withComponent(after, index, this.partOf(after, index));
    return this.#withComponent(after, index, this.told(after, index, [event]), resource);
  }

  /** A component loses all that it knew, and lists what there is. */
  restart(world: World, component: string): World {
    const index = this.indexOf(component);
    const cleared = this.stop(world, component);
    const listed = this.remembered(cleared, index, "lists", () =>
      this.told(cleared, index, this.#list(cleared, index)),
    );
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
    const late = withoutInformersOf(this.lateOf(world), component);
    return world.with(LATE, this.latePart(late)).with(FIRST_COMPONENT + index, this.#stopped(index));
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

  /** The world with this component, which forgets those of its writes that it has seen. `heard`: see `withoutSeenWrites`. */
  #withComponent(world: World, index: number, part: Part<ComponentValue>, heard?: ResourceName): World {
    if (!remembersWrites(part.value)) return world.with(FIRST_COMPONENT + index, part);
    const late = world.parts[LATE] as Part<LateInformers>;
    const normal = this.rememberedAs(`writes ${part.id} ${late.id} ${heard ?? ""}`, () =>
      this.componentPart(index, withoutSeenWrites(this.componentOf(index), part.value, late.value, heard)),
    );
    return world.with(FIRST_COMPONENT + index, normal);
  }

  #answered(world: World, index: number, { id, response }: Written): World {
    return this.#withComponent(world, index, this.gone(world, index, id, response));
  }

  /** The world with what has been written: the late informers miss it. */
  #carriedOut(world: World, written: Written): World {
    return this.#missed(this.withWritten(world, written), written.events);
  }

  /** All other informers hear of what has been written. */
  #told(world: World, { id, events }: Written): World {
    if (events.length === 0) return world;
    let after = world;
    const leaders = this.surroundingsOf(world).leaders;
    for (let index = 0; index < this.readers.length; index++) {
      const { name, watches } = this.componentOf(index);
      if (this.isSecond(name) && !leaders.includes(name)) continue;
      if (!events.some(({ resource }) => watches.includes(resource))) continue;
      after = this.#withComponent(after, index, this.heard(after, index, id, events));
    }
    return after;
  }

  #missed(world: World, events: readonly WatchEvent[]): World {
    const late = this.lateOf(world);
    const after = missing(late, events);
    return after === late ? world : world.with(LATE, this.latePart(after));
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
    const late = this.lateOf(world);
    return world.parts[LATE] === this.nobodyLate ? world : world.with(LATE, this.latePart(afterMove(late)));
  }

  #older(world: World, by: number): World {
    if (by === 0) return world;
    return new World(world.parts.map((part, slot) => this.#olderPart(part, slot, by)));
  }

  #olderPart(part: Part, slot: number, by: number): Part {
    if (slot === SURROUNDINGS) return part;
    return this.rememberedAs(`older ${part.id} ${by}`, () => {
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

/** The second instance of a component that believes it leads. */
export function secondOf(name: string): string {
  return `${name}-2`;
}
