import {
  type ApiRequest,
  type ClusterState,
  entries,
  type SimulatedMachine as Machine,
  type MachineSpec,
  type ResourceName,
  type Status,
} from "@kubetick/core";
import { firstKey, get } from "@kubetick/core/pieces";
import type { ActChoice, Choice, FaultBudgets, FaultChoice, FaultName } from "./choice.ts";
import type { Part } from "./part.ts";
import { type Later, type System, secondOf } from "./system.ts";
import { laterThan } from "./vain.ts";
import { lateKey, type Surroundings } from "./values.ts";
import { beginnings } from "./walks.ts";
import type { World } from "./world.ts";

/** Something that somebody may do. */
export interface Act {
  /** The ways in which it can be done in this state; one without requests makes no sense. */
  variants(state: ClusterState): readonly ActVariant[];
  /** In words. */
  describe(state: ClusterState, on: string | undefined): string;
  /** How often in one run. */
  readonly times: number;
}

export interface ActVariant {
  /** Which node or pod it is done to, where it may be any. */
  readonly on: string | undefined;
  readonly requests: readonly ApiRequest[];
}

export interface PlayOptions {
  readonly acts: readonly Act[];
  readonly faults: FaultBudgets;
  /** The components that faults may befall. */
  readonly targets: readonly string[];
  /** The resources of which informers may be late; undefined: all. */
  readonly late?: readonly ResourceName[] | undefined;
  /** The components that do at once what they have to do. */
  readonly prompt: readonly string[];
  /** The components that walk over nodes in no given order. */
  readonly walkers: readonly string[];
}

/** The rules of a run: what may happen next, and what a world is after it. */
export class Play {
  readonly system: System;
  readonly #options: PlayOptions;

  constructor(system: System, options: PlayOptions) {
    this.system = system;
    this.#options = options;
  }

  /** What the surroundings are in the beginning. */
  static surroundings({ acts, faults }: PlayOptions): Omit<Surroundings, "now"> {
    const budgets = Object.fromEntries(Object.entries(faults).filter(([, times]) => times > 0));
    const slow = budgets["slowNode"] === undefined ? {} : { slow: {} };
    return { actions: acts.map(({ times }) => times), faults: budgets, leaders: [], off: [], ...slow };
  }

  /**
   * All that can happen next, in canonical order: first what a cluster left alone does, and the first of it is what it
   * does by default; then what goes wrong, and what people do. Empty: nothing will ever happen.
   */
  choices(world: World): readonly Choice[] {
    const prompt = this.promptChoice(world);
    if (prompt !== undefined) return [prompt];
    return [...this.ownChoices(world), ...this.#recoveries(world), ...this.#faults(world), ...this.#acts(world)];
  }

  /** What happens by itself. */
  ownChoices(world: World): readonly Choice[] {
    const prompt = this.promptChoice(world);
    return prompt === undefined ? this.#ownWith(world, (index, key) => this.#syncs(world, index, key)) : [prompt];
  }

  /** What happens by default: the first of what happens by itself. Undefined: nothing does. */
  next(world: World): Choice | undefined {
    return this.promptChoice(world) ?? this.#firstRunnable(world) ?? this.#heardOrDue(world)[0];
  }

  /**
   * What a number stands for in a world, without finding out which walks differ: the number of one of all choices with each
   * sync counted once, and above that, for a walk, the node at which it begins. Any number stands for something, but where
   * nothing can happen.
   */
  picked(world: World, pick: number): Choice | undefined {
    const choices = this.#plainChoices(world);
    const choice = choices[pick % choices.length];
    return choice && this.#walkOf(world, choice, Math.floor(pick / choices.length));
  }

  /** The choice with exactly this number (see `numberOf`); undefined if there is none. */
  numbered(world: World, number: number): Choice | undefined {
    const choice = this.picked(world, number);
    return choice !== undefined && this.numberOf(world, choice) === number ? choice : undefined;
  }

  /** The number for which `picked` gives this choice; -1 if it is not possible in this world. */
  numberOf(world: World, choice: Choice): number {
    const choices = this.#plainChoices(world);
    const { from, ...plain } = { from: undefined, ...choice };
    const text = JSON.stringify(plain);
    const at = choices.findIndex((one) => JSON.stringify(one) === text);
    const beginning = from === undefined ? 0 : this.#nodes(world).indexOf(from) + 1;
    return at < 0 || (from !== undefined && beginning === 0) ? -1 : at + beginning * choices.length;
  }

  #plainChoices(world: World): readonly Choice[] {
    const prompt = this.promptChoice(world);
    if (prompt !== undefined) return [prompt];
    const own = this.#ownWith(world, (index, key) => [this.#plainSync(index, key)]);
    return [...own, ...this.#recoveries(world), ...this.#faults(world), ...this.#acts(world)];
  }

  #walkOf(world: World, choice: Choice, number: number): Choice {
    if (choice.do !== "sync" || !this.#options.walkers.includes(choice.component)) return choice;
    const nodes = this.#nodes(world);
    const from = nodes[(number % (nodes.length + 1)) - 1];
    return from === undefined ? choice : { ...choice, from };
  }

  #nodes(world: World): readonly string[] {
    return Array.from(entries(this.system.tableOf(world, "nodes").objects), ([node]) => node);
  }

  #ownWith(world: World, syncs: (index: number, key: string) => readonly Choice[]): readonly Choice[] {
    const runnable = this.#runnable(world, syncs);
    return runnable.length > 0 ? [...runnable, ...this.#heard(world)] : this.#heardOrDue(world);
  }

  #heardOrDue(world: World): readonly Choice[] {
    const later = this.#later(world);
    const heard = this.#heard(world);
    return later === undefined ? heard : [{ do: "time", by: later.by }, ...heard];
  }

  /** Asked for the choice, and again when it is taken. */
  #later(world: World): Later | undefined {
    if (this.#lastAsked !== world) {
      this.#lastAsked = world;
      this.#lastLater = laterThan(this.system, world, this.#waysToSync);
    }
    return this.#lastLater;
  }

  #lastAsked: World | undefined;
  #lastLater: Later | undefined;

  /** Later by so much, which is that by which the clock moves if it does; or which somebody says. */
  #waited(world: World, by: number): World {
    const later = this.#later(world);
    return later?.by === by ? later.world : this.system.wait(world, by).world;
  }

  readonly #waysToSync = (world: World, index: number, key: string): readonly Choice[] =>
    this.#syncs(world, index, key);

  #heard(world: World): Choice[] {
    return Object.keys(this.system.lateOf(world)).map((key): Choice => {
      const [component = "", resource = ""] = key.split(" ");
      return { do: "hear", component, resource };
    });
  }

  step(world: World, choice: Choice): World {
    return this.system.quiet(this.#stepped(world, choice));
  }

  #stepped(world: World, choice: Choice): World {
    const { system } = this;
    switch (choice.do) {
      case "sync":
        return system.sync(world, system.indexOf(choice.component), choice.key, choice.from);
      case "proceed":
        return system.proceed(world, system.indexOf(choice.component));
      case "time":
        return this.#waited(world, choice.by);
      case "hear":
        return system.hear(world, choice.component, choice.resource);
      case "act":
        return this.#acted(world, choice);
      case "rest":
        return world;
      case "stepDown":
        return this.#steppedDown(world, choice.component);
      case "nodeRecovery":
        return this.#powered(world, choice.node, "On");
      case "slowNodeRecovery":
        return this.#slowed(world, choice.node, 1);
      default:
        return this.#failed(this.#spent(world, choice.do), choice);
    }
  }

  /** What a component that does at once what it has to do would do now; until none has anything to do, nothing else happens. */
  promptChoice(world: World): Choice | undefined {
    for (const component of this.#options.prompt) {
      const { sync, queue } = this.system.stateOf(world, this.system.indexOf(component));
      if (sync !== null) return { do: "proceed", component };
      const key = firstKey(queue);
      if (key !== undefined) return { do: "sync", component, key };
    }
    return undefined;
  }

  #runnable(world: World, syncs: (index: number, key: string) => readonly Choice[]): Choice[] {
    const found: Choice[] = [];
    const { system } = this;
    for (let index = 0; index < system.size; index++)
      if (system.stateOf(world, index).sync !== null)
        found.push({ do: "proceed", component: system.componentOf(index).name });
    for (let index = 0; index < system.size; index++) {
      const { sync, queue } = system.stateOf(world, index);
      if (sync !== null) continue;
      for (const [key] of entries(queue)) found.push(...syncs(index, key));
    }
    return found;
  }

  #firstRunnable(world: World): Choice | undefined {
    const { system } = this;
    for (let index = 0; index < system.size; index++)
      if (system.stateOf(world, index).sync !== null)
        return { do: "proceed", component: system.componentOf(index).name };
    for (let index = 0; index < system.size; index++) {
      const key = firstKey(system.stateOf(world, index).queue);
      if (key !== undefined) return this.#plainSync(index, key);
    }
    return undefined;
  }

  #plainSync(index: number, key: string): Choice {
    return { do: "sync", component: this.system.componentOf(index).name, key };
  }

  /** A walk in no given order may begin at any node; only those beginnings count that lead to other requests. */
  #syncs(world: World, index: number, key: string): readonly Choice[] {
    const component = this.system.componentOf(index).name;
    const plain = this.#plainSync(index, key);
    if (!this.#options.walkers.includes(component)) return [plain];
    return this.system.remembered(world, index, `walks ${key}`, () =>
      beginnings(this.system, world, { index, key }, this.#nodes(world)).map(
        (from): Choice => (from === undefined ? plain : { do: "sync", component, key, from }),
      ),
    );
  }

  #recoveries(world: World): Choice[] {
    const { leaders, off, slow = {} } = this.system.surroundingsOf(world);
    return [
      ...leaders.map((component): Choice => ({ do: "stepDown", component })),
      ...off.map((node): Choice => ({ do: "nodeRecovery", node })),
      ...Object.keys(slow).map((node): Choice => ({ do: "slowNodeRecovery", node })),
    ];
  }

  #faults(world: World): Choice[] {
    const { faults } = this.system.surroundingsOf(world);
    const found: Choice[] = [];
    for (const name in faults) if ((faults[name] ?? 0) > 0) found.push(...this.#faultsOf(world, name as FaultName));
    return found;
  }

  #faultsOf(world: World, name: FaultName): Choice[] {
    const { system } = this;
    const { leaders, off } = system.surroundingsOf(world);
    const alive = this.#options.targets.filter((target) => !system.isSecond(target) || leaders.includes(target));
    switch (name) {
      case "staleCache":
        return alive.flatMap((component) =>
          this.#aboutToChange(world, system.componentOf(system.indexOf(component)).watches)
            .filter((resource) => !(lateKey(component, resource) in system.lateOf(world)))
            .map((resource): Choice => ({ do: "staleCache", component, resource })),
        );
      case "controllerCrash":
        return alive.map((component): Choice => ({ do: "controllerCrash", component }));
      case "requestTimeout":
        return this.#waiting(world, alive).flatMap((component): Choice[] => [
          { do: "requestTimeout", component, written: false },
          { do: "requestTimeout", component, written: true },
        ]);
      case "conflict":
        return this.#waiting(world, alive)
          .filter((component) => isUpdate(system.pendingOf(world, system.indexOf(component))))
          .map((component): Choice => ({ do: "conflict", component }));
      case "twoLeaders":
        return alive
          .filter((component) => !system.isSecond(component) && !leaders.includes(secondOf(component)))
          .filter((component) => system.indexOf(secondOf(component)) >= 0)
          .map((component): Choice => ({ do: "twoLeaders", component }));
      case "nodeFailure":
        return this.#nodes(world)
          .filter((node) => !off.includes(node))
          .map((node): Choice => ({ do: "nodeFailure", node }));
      case "clockSkew":
        return this.#nodes(world)
          .filter((node) => !isSkewed(this.#machine(world, node)))
          .flatMap((node) => CLOCK_SKEWS.map((by): Choice => ({ do: "clockSkew", node, by })));
      case "slowNode":
        return this.#nodes(world)
          .filter((node) => !isSlow(this.#machine(world, node)))
          .map((node): Choice => ({ do: "slowNode", node, by: SLOWDOWN }));
    }
  }

  /** The resources that may be written next: to be late with another one makes no difference yet. */
  #aboutToChange(world: World, watched: readonly ResourceName[]): readonly ResourceName[] {
    const { system } = this;
    const pending = Array.from({ length: system.size }, (_, index) => system.pendingOf(world, index)?.resource);
    const acts = this.#acts(world).flatMap((choice) =>
      choice.do === "act" ? this.#requestsOf(world, choice).map(({ resource }) => resource) : [],
    );
    const { late = watched } = this.#options;
    return watched.filter(
      (resource) => late.includes(resource) && (pending.includes(resource) || acts.includes(resource)),
    );
  }

  #waiting(world: World, components: readonly string[]): readonly string[] {
    return components.filter((name) => this.system.pendingOf(world, this.system.indexOf(name)) !== undefined);
  }

  #acts(world: World): Choice[] {
    const { actions } = this.system.surroundingsOf(world);
    return actions.flatMap((left, action): Choice[] =>
      left <= 0
        ? []
        : this.#variants(world, action)
            .filter(({ requests }) => requests.length > 0)
            .map(({ on }) => (on === undefined ? { do: "act", action } : { do: "act", action, on })),
    );
  }

  readonly #known = new Map<string, readonly ActVariant[]>();

  /** Forgets all that has been found out, but for what these parts are. */
  forget(kept: Iterable<Part>): void {
    this.system.forget(kept);
    this.#known.clear();
    this.#lastAsked = undefined;
    this.#lastLater = undefined;
  }

  #variants(world: World, action: number): readonly ActVariant[] {
    const name = `${action} ${this.system.tablesOf(world)}`;
    let variants = this.#known.get(name);
    if (variants === undefined) {
      variants = (this.#options.acts[action] as Act).variants(this.system.clusterState(world));
      this.#known.set(name, variants);
    }
    return variants;
  }

  #requestsOf(world: World, { action, on }: ActChoice): readonly ApiRequest[] {
    return this.#variants(world, action).find((variant) => variant.on === on)?.requests ?? [];
  }

  #acted(world: World, choice: ActChoice): World {
    const { action } = choice;
    const taken = this.system.withNamedSurroundings(world, `acted ${action}`, ({ actions }) => ({
      actions: actions.with(action, (actions[action] as number) - 1),
    }));
    return this.#requestsOf(world, choice).reduce(
      (current, request) => this.system.request(current, request).world,
      taken,
    );
  }

  #spent(world: World, fault: FaultName): World {
    return this.system.withNamedSurroundings(world, `spent ${fault}`, ({ faults }) => ({
      faults: { ...faults, [fault]: (faults[fault] ?? 0) - 1 },
    }));
  }

  #failed(world: World, choice: FaultChoice): World {
    const { system } = this;
    switch (choice.do) {
      case "staleCache":
        return system.stall(world, choice.component, choice.resource);
      case "controllerCrash":
        return system.restart(world, choice.component);
      case "requestTimeout":
        return system.answer(
          world,
          system.indexOf(choice.component),
          { name: "timeout", of: () => TIMEOUT },
          choice.written,
        );
      case "conflict":
        return system.answer(world, system.indexOf(choice.component), { name: "conflict", of: conflictOf }, false);
      case "twoLeaders": {
        const second = secondOf(choice.component);
        const { leaders } = system.surroundingsOf(world);
        return system.restart(system.withSurroundings(world, { leaders: [...leaders, second] }), second);
      }
      case "nodeFailure":
        return this.#powered(world, choice.node, "Off");
      case "clockSkew":
        return this.#withMachine(world, choice.node, { clockSkew: choice.by });
      case "slowNode":
        return this.#slowed(world, choice.node, choice.by);
      default:
        throw new Error(`${choice.do} is no fault`);
    }
  }

  #steppedDown(world: World, component: string): World {
    const { leaders } = this.system.surroundingsOf(world);
    const left = leaders.filter((one) => one !== component);
    return this.system.stop(this.system.withSurroundings(world, { leaders: left }), component);
  }

  #powered(world: World, name: string, power: "On" | "Off"): World {
    const { off } = this.system.surroundingsOf(world);
    const now = power === "Off" ? [...off, name].sort() : off.filter((node) => node !== name);
    return this.#withMachine(this.system.withSurroundings(world, { off: now }), name, { power });
  }

  #slowed(world: World, name: string, slowdown: number): World {
    const { [name]: _, ...others } = this.system.surroundingsOf(world).slow ?? {};
    const names = slowdown === 1 ? Object.keys(others) : [...Object.keys(others), name].sort();
    const slow = Object.fromEntries(names.map((node) => [node, 1 as const]));
    return this.#withMachine(this.system.withSurroundings(world, { slow }), name, { slowdown });
  }

  #machine(world: World, node: string): Machine | undefined {
    return get(this.system.tableOf(world, MACHINES).objects, node) as Machine | undefined;
  }

  #withMachine(world: World, name: string, spec: MachineSpec): World {
    const body = { apiVersion: "sim.kubetick.dev/v1", kind: "Machine", metadata: { name }, spec };
    const request: ApiRequest =
      this.#machine(world, name) === undefined
        ? { verb: "create", resource: MACHINES, body }
        : { verb: "patch", patchType: "merge", resource: MACHINES, name, body: { spec } };
    return this.system.request(world, request).world;
  }
}

const MACHINES = "machines.sim.kubetick.dev";

/** How far a clock may be off, in milliseconds: by more than pods commonly have to be ready for. */
const CLOCK_SKEWS = [60_000, -60_000] as const;

function isSkewed(machine: Machine | undefined): boolean {
  return (machine?.spec?.clockSkew ?? 0) !== 0;
}

/** How many times slower a slow machine is: a minute for what takes others a second. */
const SLOWDOWN = 60;

function isSlow(machine: Machine | undefined): boolean {
  return (machine?.spec?.slowdown ?? 1) !== 1;
}

function isUpdate(request: ApiRequest | undefined): boolean {
  return request?.verb === "update" || request?.verb === "patch";
}

/** Source: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewTimeoutError, apiserver/pkg/endpoints/handlers/finisher/finisher.go. */
const TIMEOUT = failure(
  504,
  "Timeout",
  "Timeout: request did not complete within requested timeout - context deadline exceeded",
);

/** Source: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewConflict; registry/generic/registry/store.go OptimisticLockErrorMsg. */
function conflictOf({ resource, name }: ApiRequest): { readonly code: number; readonly body: Status } {
  const message = `Operation cannot be fulfilled on ${resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
  return failure(409, "Conflict", message);
}

function failure(code: number, reason: string, message: string): { readonly code: number; readonly body: Status } {
  return {
    code,
    body: { apiVersion: "v1", kind: "Status", metadata: {}, status: "Failure", message, reason, code } as Status,
  };
}
