import {
  type ApiRequest,
  type ClusterState,
  type Component,
  type ComponentState,
  entries,
  nextTimer,
  type ResourceName,
} from "@kubetick/core";
import { EMPTY_LOG, EMPTY_TABLE, firstKey, hashJson, hashTree, type Table } from "@kubetick/core/pieces";
import { SEED } from "./names.ts";
import { type Part, Parts } from "./part.ts";
import { ReadingComponent } from "./reads.ts";
import {
  type ComponentValue,
  hashComponentValue,
  hashLate,
  type Late,
  type LateInformers,
  lateKey,
  type Surroundings,
  withBoundedFailures,
} from "./values.ts";
import { FIRST_COMPONENT, LATE, SURROUNDINGS, World } from "./world.ts";

/** Where in worlds everything is: which part is whose, and what they say. */
export class Layout {
  readonly parts = new Parts();
  protected readonly readers: readonly ReadingComponent[];
  protected readonly tablesFrom: number;
  /** The slots of the tables that each component watches. */
  protected readonly watched: readonly number[][];
  protected readonly nobodyLate = this.latePart({});
  readonly #resources: ResourceName[] = [];
  readonly #slots = new Map<ResourceName, number>();
  readonly #seconds: ReadonlySet<string>;

  constructor(components: readonly Component[], seconds: readonly string[]) {
    this.#seconds = new Set(seconds);
    this.readers = components.map((component) => new ReadingComponent(component));
    this.tablesFrom = FIRST_COMPONENT + components.length;
    this.watched = components.map(() => []);
  }

  /** How many components there are. */
  get size(): number {
    return this.readers.length;
  }

  get components(): readonly Component[] {
    return this.readers.map(({ component }) => component);
  }

  get resources(): readonly ResourceName[] {
    return this.#resources;
  }

  slotOf(resource: ResourceName): number {
    let slot = this.#slots.get(resource);
    if (slot === undefined) {
      slot = this.tablesFrom + this.#resources.length;
      this.#resources.push(resource);
      this.#slots.set(resource, slot);
      for (const [index, { component }] of this.readers.entries())
        if (component.watches.includes(resource)) this.watched[index]?.push(slot);
    }
    return slot;
  }

  indexOf(component: string): number {
    return this.readers.findIndex((one) => one.component.name === component);
  }

  /** Whether it is the second instance of another one: there only while it believes that it leads. */
  isSecond(component: string): boolean {
    return this.#seconds.has(component);
  }

  componentOf(index: number): Component {
    return (this.readers[index] as ReadingComponent).component;
  }

  surroundingsOf(world: World): Surroundings {
    return (world.parts[SURROUNDINGS] as Part<Surroundings>).value;
  }

  withSurroundings(world: World, change: Partial<Surroundings>): World {
    return world.with(SURROUNDINGS, this.surroundingsPart({ ...this.surroundingsOf(world), ...change }));
  }

  /** The same, where the change follows from its name and what there is. */
  withNamedSurroundings(
    world: World,
    name: string,
    change: (surroundings: Surroundings) => Partial<Surroundings>,
  ): World {
    const before = world.parts[SURROUNDINGS] as Part<Surroundings>;
    let after = before.memo.get(name) as Part<Surroundings> | undefined;
    if (after === undefined) {
      after = this.surroundingsPart({ ...before.value, ...change(before.value) });
      before.memo.set(name, after);
    }
    return world.with(SURROUNDINGS, after);
  }

  lateOf(world: World): LateInformers {
    return (world.parts[LATE] as Part<LateInformers>).value;
  }

  stateOf(world: World, index: number): ComponentValue["state"] {
    return (world.parts[FIRST_COMPONENT + index] as Part<ComponentValue>).value.state;
  }

  tableOf(world: World, resource: ResourceName): Table {
    return (world.parts[this.slotOf(resource)] as Part<Table> | undefined)?.value ?? EMPTY_TABLE;
  }

  nodesOf(world: World): readonly string[] {
    return Array.from(entries(this.tableOf(world, "nodes").objects), ([node]) => node);
  }

  /** Names all tables of a world: for what is remembered under them. */
  tablesOf(world: World): string {
    return world.tables(this.tablesFrom);
  }

  /** Whether a component has a sync in flight or a key in its queue. */
  isBusy(world: World, index: number): boolean {
    const { sync, queue } = this.stateOf(world, index);
    return sync !== null || firstKey(queue) !== undefined;
  }

  pendingOf(world: World, index: number): ApiRequest | undefined {
    return this.stateOf(world, index).sync?.pending;
  }

  /** The next timer: when it is due, from now; `progress` says whether something is under way at all. */
  nextDue(world: World): { readonly by: number; readonly progress: boolean } | undefined {
    let due = Number.POSITIVE_INFINITY;
    let progress = false;
    for (let index = 0; index < this.readers.length; index++) {
      const { timers } = this.stateOf(world, index);
      due = Math.min(due, nextTimer(timers)?.due ?? Number.POSITIVE_INFINITY);
      progress ||= timers.progress > 0;
    }
    return due === Number.POSITIVE_INFINITY ? undefined : { by: due - this.surroundingsOf(world).now, progress };
  }

  /** Nothing is under way, and nothing will be until somebody does something, or, where `background` timers are left, for long. */
  isAtRest(world: World): boolean {
    if (Object.keys(this.lateOf(world)).length > 0) return false;
    for (let index = 0; index < this.readers.length; index++)
      if (this.isBusy(world, index) || this.stateOf(world, index).timers.progress > 0) return false;
    return true;
  }

  isQuiet(world: World): boolean {
    return this.isAtRest(world) && this.nextDue(world) === undefined;
  }

  /** Forgets all parts but these and those of which there is always one, and what has been computed: it is all found out anew. */
  forget(kept: Iterable<Part>): void {
    this.parts.retain(new Set<Part>([...kept, this.nobodyLate]));
  }

  protected surroundingsPart(value: Surroundings): Part<Surroundings> {
    return this.parts.of("surroundings", hashJson(value), value);
  }

  protected latePart(value: LateInformers): Part<LateInformers> {
    const sorted = Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    return this.parts.of("late", hashLate(sorted), sorted);
  }

  protected tablePart(table: Table): Part<Table> {
    return this.parts.of("table", hashTree(table.objects), table);
  }

  protected componentPart(index: number, whole: ComponentValue): Part<ComponentValue> {
    const value = withBoundedFailures(whole);
    return this.parts.of(`component ${index}`, hashComponentValue(value), value);
  }

  protected partOf(world: World, index: number): Part<ComponentValue> {
    return world.parts[FIRST_COMPONENT + index] as Part<ComponentValue>;
  }

  protected withTable(world: World, slot: number, part: Part<Table>): World {
    if (slot < world.parts.length) return world.with(slot, part);
    const parts = world.parts.slice();
    while (parts.length < slot) parts.push(this.tablePart(EMPTY_TABLE));
    parts.push(part);
    return new World(parts);
  }

  protected lateResources(world: World, index: number): string {
    if (world.parts[LATE] === this.nobodyLate) return "";
    const { name } = this.componentOf(index);
    let resources = "";
    for (const key in this.lateOf(world)) if (key.startsWith(`${name} `)) resources += key;
    return resources;
  }

  protected componentState(world: World, index: number): ComponentState {
    const cache: Record<ResourceName, Table> = {};
    const isLate = this.lateResources(world, index) !== "";
    for (const slot of this.watched[index] as number[]) {
      const late = isLate ? this.lateWith(world, index, this.resourceAt(slot)) : undefined;
      cache[this.resourceAt(slot)] =
        late?.table ?? (world.parts[slot] as Part<Table> | undefined)?.value ?? EMPTY_TABLE;
    }
    return Object.assign({ cache }, this.stateOf(world, index));
  }

  protected lateWith(world: World, index: number, resource: ResourceName): Late | undefined {
    return this.lateOf(world)[lateKey(this.componentOf(index).name, resource)];
  }

  protected existing(world: World, resource: ResourceName): Table {
    const slot = this.#slots.get(resource);
    return slot === undefined ? EMPTY_TABLE : ((world.parts[slot] as Part<Table> | undefined)?.value ?? EMPTY_TABLE);
  }

  protected stateFor(world: World, index: number): ClusterState {
    return this.clusterStateWith(world, { [this.componentOf(index).name]: this.componentState(world, index) });
  }

  protected clusterStateWith(world: World, components: Readonly<Record<string, ComponentState>>): ClusterState {
    const tables: Record<ResourceName, Table> = {};
    for (const resource of this.#resources) tables[resource] = this.existing(world, resource);
    const { now } = this.surroundingsOf(world);
    return { seed: SEED, now, resourceVersion: 0, uids: 0, names: 0, tables, log: EMPTY_LOG, components };
  }

  protected resourceAt(slot: number): ResourceName {
    return this.#resources[slot - this.tablesFrom] as ResourceName;
  }
}
