import type { ApiRequest, SimulatedMachine as Machine, MachineSpec, ResourceName, Status } from "@kubetick/core";
import { get } from "@kubetick/core/pieces";
import type { Acts } from "./acts.ts";
import type { Choice, FaultChoice, FaultName, RecoveryChoice } from "./choice.ts";
import { type System, secondOf } from "./system.ts";
import { lateKey } from "./values.ts";
import type { World } from "./world.ts";

export interface FaultOptions {
  /** The components that faults may befall. */
  readonly targets: readonly string[];
  /** The resources of which informers may be late; undefined: all. */
  readonly late?: readonly ResourceName[] | undefined;
}

/** What may go wrong in a world, and right again, and what a world is after it. */
export class Faults {
  readonly #system: System;
  readonly #acts: Acts;
  readonly #options: FaultOptions;

  constructor(system: System, acts: Acts, options: FaultOptions) {
    this.#system = system;
    this.#acts = acts;
    this.#options = options;
  }

  recoveries(world: World): Choice[] {
    const { leaders, off, slow = {} } = this.#system.surroundingsOf(world);
    return [
      ...leaders.map((component): Choice => ({ do: "stepDown", component })),
      ...off.map((node): Choice => ({ do: "nodeRecovery", node })),
      ...Object.keys(slow).map((node): Choice => ({ do: "slowNodeRecovery", node })),
    ];
  }

  choices(world: World): Choice[] {
    const { faults } = this.#system.surroundingsOf(world);
    const found: Choice[] = [];
    for (const name in faults) if ((faults[name] ?? 0) > 0) found.push(...this.#faultsOf(world, name as FaultName));
    return found;
  }

  #faultsOf(world: World, name: FaultName): Choice[] {
    const system = this.#system;
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
        return this.#system
          .nodesOf(world)
          .filter((node) => !off.includes(node))
          .map((node): Choice => ({ do: "nodeFailure", node }));
      case "clockSkew":
        return this.#system
          .nodesOf(world)
          .filter((node) => !isSkewed(this.#machine(world, node)))
          .flatMap((node) => CLOCK_SKEWS.map((by): Choice => ({ do: "clockSkew", node, by })));
      case "slowNode":
        return this.#system
          .nodesOf(world)
          .filter((node) => !isSlow(this.#machine(world, node)))
          .map((node): Choice => ({ do: "slowNode", node, by: SLOWDOWN }));
    }
  }

  /** The resources that may be written next: to be late with another one makes no difference yet. */
  #aboutToChange(world: World, watched: readonly ResourceName[]): readonly ResourceName[] {
    const system = this.#system;
    const pending = Array.from({ length: system.size }, (_, index) => system.pendingOf(world, index)?.resource);
    const acts = this.#acts
      .choices(world)
      .flatMap((choice) => this.#acts.requestsOf(world, choice).map(({ resource }) => resource));
    const { late = watched } = this.#options;
    return watched.filter(
      (resource) => late.includes(resource) && (pending.includes(resource) || acts.includes(resource)),
    );
  }

  #waiting(world: World, components: readonly string[]): readonly string[] {
    return components.filter((name) => this.#system.pendingOf(world, this.#system.indexOf(name)) !== undefined);
  }

  #spent(world: World, fault: FaultName): World {
    return this.#system.withNamedSurroundings(world, `spent ${fault}`, ({ faults }) => ({
      faults: { ...faults, [fault]: (faults[fault] ?? 0) - 1 },
    }));
  }

  /** The world after a fault that has budget left. */
  befallen(before: World, choice: FaultChoice): World {
    const world = this.#spent(before, choice.do);
    const system = this.#system;
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
    }
  }

  /** The world after something is right again. */
  recovered(world: World, choice: RecoveryChoice): World {
    switch (choice.do) {
      case "stepDown":
        return this.#steppedDown(world, choice.component);
      case "nodeRecovery":
        return this.#powered(world, choice.node, "On");
      case "slowNodeRecovery":
        return this.#slowed(world, choice.node, 1);
    }
  }

  #steppedDown(world: World, component: string): World {
    const { leaders } = this.#system.surroundingsOf(world);
    const left = leaders.filter((one) => one !== component);
    return this.#system.stop(this.#system.withSurroundings(world, { leaders: left }), component);
  }

  #powered(world: World, name: string, power: "On" | "Off"): World {
    const { off } = this.#system.surroundingsOf(world);
    const now = power === "Off" ? [...off, name].sort() : off.filter((node) => node !== name);
    return this.#withMachine(this.#system.withSurroundings(world, { off: now }), name, { power });
  }

  #slowed(world: World, name: string, slowdown: number): World {
    const { [name]: _, ...others } = this.#system.surroundingsOf(world).slow ?? {};
    const names = slowdown === 1 ? Object.keys(others) : [...Object.keys(others), name].sort();
    const slow = Object.fromEntries(names.map((node) => [node, 1 as const]));
    return this.#withMachine(this.#system.withSurroundings(world, { slow }), name, { slowdown });
  }

  #machine(world: World, node: string): Machine | undefined {
    return get(this.#system.tableOf(world, MACHINES).objects, node) as Machine | undefined;
  }

  #withMachine(world: World, name: string, spec: MachineSpec): World {
    const body = { apiVersion: "sim.kubetick.dev/v1", kind: "Machine", metadata: { name }, spec };
    const request: ApiRequest =
      this.#machine(world, name) === undefined
        ? { verb: "create", resource: MACHINES, body }
        : { verb: "patch", patchType: "merge", resource: MACHINES, name, body: { spec } };
    return this.#system.request(world, request).world;
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
