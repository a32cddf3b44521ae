import { imageBehaviours, machineObject, machineSpecOf, nodeObject } from "@kubetick/cluster";
import {
  type ApiRequest,
  builtinComponents,
  type ClusterState,
  type Component,
  instantNodes,
  viewOf,
} from "@kubetick/core";
import { describeAction, requestsOf, type UserAction } from "../actions/index.ts";
import { type Invariant, type Observation, stockInvariants } from "../invariants/index.ts";
import {
  type Act,
  type ActChoice,
  type ActVariant,
  type Choice,
  oldestOf,
  type Part,
  Play,
  SURROUNDINGS,
  System,
  secondOf,
  type World,
} from "../world/index.ts";
import { ANY, type MayDo, type Model } from "./model.ts";

const DAEMONSET_CONTROLLER = "daemonset-controller";

/** Those without which DaemonSets would not be what they are. */
const BUILTIN = [
  "default-scheduler",
  "kubelet",
  "node-lifecycle",
  "taint-eviction",
  "pod-gc",
  "garbage-collector",
  DAEMONSET_CONTROLLER,
];

/** More steps than any start takes that ever comes to rest. */
const START_STEPS = 100_000;

/** A model that can be run: its first world, and what may happen to worlds. */
export class Run {
  readonly model: Model;
  readonly system: System;
  readonly play: Play;
  readonly start: World;
  /** What has been done as the run began, in words. */
  readonly opening: string[] = [];
  readonly invariants: readonly Invariant[];
  readonly acts: readonly MayDo[];
  /** The components that faults may befall, and of which the invariants judge the caches and requests. */
  readonly targets: readonly string[];
  /** Their second instances, where the model lets two lead at once. */
  readonly seconds: readonly string[];

  readonly #observed: readonly string[];
  readonly #describe: readonly Act["describe"][];

  constructor(model: Model) {
    this.model = model;
    this.invariants = model.invariants ?? stockInvariants;
    this.acts = (model.may ?? []).map((item) => ("action" in item ? item : { action: item }));
    const components = componentsOf(model);
    this.targets = model.befall ?? [DAEMONSET_CONTROLLER, ...(model.cluster?.components ?? []).map(({ name }) => name)];
    for (const target of this.targets)
      if (!components.some(({ name }) => name === target))
        throw new RangeError(
          `model ${model.name}: befall names no component "${target}"; there are: ${components.map(({ name }) => name).join(", ")}`,
        );
    const seconds = (model.faults?.twoLeaders ?? 0) > 0 ? this.targets : [];
    this.seconds = seconds.map(secondOf);
    this.system = new System(
      [...components, ...seconds.map((name) => second(components, name))],
      this.seconds,
      oldestOf([model.cluster?.images, model.cluster?.nodes, model.start, model.opening, model.may]),
    );
    const targets = [...this.targets, ...this.seconds];
    this.#observed = targets;
    const acts = this.acts.map(actOf);
    this.#describe = acts.map(({ describe }) => describe);
    const options = {
      acts,
      faults: model.faults ?? {},
      targets,
      late: model.late,
      lateBy: lateBy(model),
      prompt: promptOnes(model, components),
      walkers: [DAEMONSET_CONTROLLER, secondOf(DAEMONSET_CONTROLLER)],
    };
    this.play = new Play(this.system, options);
    this.start = this.#opened(this.system.empty(Play.surroundings(options)));
  }

  /** All that may happen next. */
  choices(world: World): readonly Choice[] {
    return this.play.choices(world);
  }

  step(world: World, choice: Choice): World {
    return this.play.step(world, choice);
  }

  /** How much virtual time a step takes, in milliseconds: when the cluster has come to rest for good, an hour passes. */
  elapsed(before: World, choice: Choice, after: World): number {
    const waited = choice.do === "time" ? choice.by : 0;
    return this.system.isQuiet(after) && !this.system.isQuiet(before) ? waited + this.system.quietTime : waited;
  }

  /** Whether a component is the model's own (or the second instance of one), and none of Kubernetes'. */
  isOwn(component: string): boolean {
    const { components = [] } = this.model.cluster ?? {};
    return components.some(({ name }) => component === name || component === secondOf(name));
  }

  isAtRest(world: World): boolean {
    return this.system.isAtRest(world);
  }

  /** Plays what happens by itself, each time the first choice, until the world is at rest, or for so many steps. */
  settle(world: World, steps = START_STEPS): World {
    let current = world;
    for (let step = 0; step < steps; step++) {
      const next = this.play.next(current);
      if (next === undefined) return current;
      current = this.step(current, next);
    }
    throw new Error(`model ${this.model.name}: not at rest after ${steps} steps`);
  }

  /** What somebody does, in words. */
  describeAct(world: World, { action, on }: ActChoice): string {
    return this.#describe[action]?.(this.system.clusterState(world), on) ?? "";
  }

  /** What invariants are shown of a world, or of the step to it. */
  observation(world: World, before?: World): Observation {
    const { faults, undisturbed } = this.happened(world);
    return {
      state: this.system.observedState(world, this.#observed),
      before: before === undefined ? undefined : this.system.observedState(before, this.#observed),
      start: this.system.observedState(this.start, this.#observed),
      faults,
      undisturbed,
      atRest: this.isAtRest(world),
    };
  }

  /** What invariants are told of what has happened on the way to a world, and the time. */
  happened(world: World): Happened {
    const { memo } = world.parts[SURROUNDINGS] as Part;
    let happened = memo.get("happened") as Happened | undefined;
    if (happened === undefined) {
      const { now } = this.system.surroundingsOf(world);
      const faults = this.#used(world);
      happened = { now, faults, undisturbed: faults.length === 0 && this.#isUntouched(world) };
      memo.set("happened", happened);
    }
    return happened;
  }

  /** The faults that have happened on the way to a world, by name. */
  #used(world: World): readonly string[] {
    const { faults } = this.system.surroundingsOf(world);
    return Object.entries(this.model.faults ?? {}).flatMap(([name, times]) =>
      (faults[name] ?? 0) < (times ?? 0) ? [name] : [],
    );
  }

  #isUntouched(world: World): boolean {
    const { actions } = this.system.surroundingsOf(world);
    return actions.every((left, at) => left === (this.acts[at]?.times ?? 1));
  }

  #opened(empty: World): World {
    const { start = [], opening = [] } = this.model;
    let world = this.settle(this.#requested(empty, firstRequests(this.model)));
    for (const action of start)
      world = this.settle(this.#requested(world, requestsOf(action, this.system.clusterState(world))));
    world = this.play.step(world, { do: "rest" });
    for (const action of opening) {
      const state = this.system.clusterState(world);
      this.opening.push(describeAction(action, state));
      world = this.#requested(world, requestsOf(action, state));
    }
    return world;
  }

  #requested(world: World, requests: readonly ApiRequest[]): World {
    return requests.reduce((current, request) => {
      const { world: after, response } = this.system.request(current, request);
      if (response.code >= 400)
        throw new Error(
          `model ${this.model.name}: its start is refused: ${(response.body as { message?: string }).message}`,
        );
      return after;
    }, world);
  }
}

interface Happened {
  readonly now: number;
  readonly faults: readonly string[];
  readonly undisturbed: boolean;
}

/** What makes the cluster of a model. */
export function firstRequests({ cluster = {} }: Pick<Model, "cluster">): readonly ApiRequest[] {
  return [
    ...imageBehaviours(cluster.images ?? {}).map(
      (body): ApiRequest => ({ verb: "create", resource: "imagebehaviours.sim.kubetick.dev", body }),
    ),
    ...machinesOf(cluster.nodes ?? 3).map((body): ApiRequest => ({ verb: "create", resource: MACHINES, body })),
    ...nodesOf(cluster.nodes ?? 3).map((body): ApiRequest => ({ verb: "create", resource: "nodes", body })),
  ];
}

const MACHINES = "machines.sim.kubetick.dev";

/** The machines of which there is something to say: whose clocks are off, or that are slow. */
function machinesOf(nodes: NonNullable<Model["cluster"]>["nodes"] & {}): readonly object[] {
  if (typeof nodes === "number") return [];
  return nodes.flatMap((node) => {
    const spec = machineSpecOf(node);
    return typeof node === "string" || spec === undefined ? [] : [machineObject(node.name, spec)];
  });
}

/** The components of a model's cluster. */
export function componentsOf({ cluster = {} }: Pick<Model, "cluster">): readonly Component[] {
  const {
    strategies = [],
    upstreamBugs = [],
    upstreamFixes = [],
    components = [],
    builtin = BUILTIN,
    machines = "kubelet",
  } = cluster;
  return [
    ...(machines === "instant" ? [instantNodes()] : []),
    ...builtinComponents({ strategies, upstreamBugs, upstreamFixes }).filter(
      ({ name }) => builtin.includes(name) && !(machines === "instant" && name === "kubelet"),
    ),
    ...components,
  ];
}

function lateBy({ name, lateBy }: Model): number | undefined {
  if (lateBy === undefined || (Number.isSafeInteger(lateBy) && lateBy > 0)) return lateBy;
  throw new RangeError(`model ${name}: lateBy is a whole number from 1 on, not ${lateBy}`);
}

/** The components of a model that do at once what they have to do. */
export function promptOnes(
  { name: model, interleave }: Pick<Model, "name" | "interleave">,
  components: readonly Component[],
): readonly string[] {
  if (interleave === undefined) return [];
  const names = components.map(({ name }) => name);
  for (const name of interleave)
    if (!names.includes(name))
      throw new RangeError(`model ${model}: interleave names no component "${name}"; there are: ${names.join(", ")}`);
  return names.filter((name) => !interleave.includes(name));
}

function second(components: readonly Component[], name: string): Component {
  return { ...(components.find((component) => component.name === name) as Component), name: secondOf(name) };
}

function nodesOf(nodes: NonNullable<Model["cluster"]>["nodes"] & {}): readonly object[] {
  if (typeof nodes === "number") return Array.from({ length: nodes }, (_, at) => nodeObject(`node-${at + 1}`));
  return nodes.map(nodeObject);
}

/** What somebody may do, with all the ways of doing it. */
export function actOf({ action, times = 1 }: MayDo): Act {
  return {
    times,
    variants: (state) =>
      meant(action, state).map(
        (one): ActVariant => ({
          on: one === action ? undefined : whom(one),
          requests: requestsOf(one, state),
        }),
      ),
    describe: (state, on) => describeAction(on === undefined ? action : named(action, on), state),
  };
}

/** An action about any node or pod, said of each that there is. */
function meant(action: UserAction, state: ClusterState): readonly UserAction[] {
  const view = viewOf(state.tables);
  if ("node" in action && action.node === ANY)
    return view.list("nodes").map(({ metadata }) => named(action, metadata.name));
  if ("pod" in action && action.pod === ANY)
    return view.list("pods").map(({ metadata }) => named(action, `${metadata.namespace}/${metadata.name}`));
  return [action];
}

function named(action: UserAction, on: string): UserAction {
  return ("pod" in action ? { ...action, pod: on } : { ...action, node: on }) as UserAction;
}

function whom(action: UserAction): string | undefined {
  return "pod" in action ? String(action.pod) : "node" in action ? String(action.node) : undefined;
}
