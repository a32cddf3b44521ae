import type { ApiRequest, ApiResponse, KubeObject, ResourceName, WatchEvent } from "@kubetick/core";
import { EMPTY_TABLE, get, handleTrusted, hashJson, type Table, withObject } from "@kubetick/core/pieces";
import { Acting } from "./acting.ts";
import { ByHash } from "./by-hash.ts";
import { Names } from "./names.ts";
import type { Part } from "./part.ts";
import { INSTANCES, readsOfNamed } from "./request-reads.ts";
import { NEWEST, Stored } from "./stored.ts";
import { UsedNames } from "./used-names.ts";
import type { World } from "./world.ts";

/** What a request has done: the answer, and what is another object now, which the watchers hear. */
export interface Written {
  readonly id: number;
  readonly response: ApiResponse;
  readonly events: readonly WatchEvent[];
}

/** More tables than any cluster has. */
const MOST_SLOTS = 4_096;

/** What the server does with requests: found out once for all who ask for the same of the same objects. */
export class Serving extends Acting {
  readonly stored = new Stored();
  readonly names = new Names();
  readonly #used = new UsedNames(this.names);
  #writes = 0;

  /** The request that a component waits for, carried out. */
  protected writtenBy(world: World, index: number): Written {
    const request = this.pendingOf(world, index);
    if (request === undefined)
      throw new Error(`${this.componentOf(index).name} has no request that could be carried out`);
    const flight = this.flightOf(world, index);
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
    return this.rememberedAs(`write ${asked} ${counter} ${now} ${this.#readBy(world, request)}`, () => {
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

  protected withWritten(world: World, { id, events }: Written): World {
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

  /** A request from outside, carried out. */
  protected asked(world: World, request: ApiRequest): Written {
    return this.#write(world, request, this.#askedOf(request));
  }
}

function written(table: Table, { type, resource, key, object }: WatchEvent): Table {
  const before = get(table.objects, key) as KubeObject | undefined;
  return withObject(table, resource, key, before, type === "DELETED" ? undefined : object, NEWEST);
}
