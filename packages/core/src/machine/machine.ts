import { handle, handleTrusted } from "../api/handle.ts";
import type { ApiRequest, ApiResponse, Millis } from "../api/request.ts";
import { EMPTY_TABLE } from "../store/table.ts";
import { emptyTree, entries, firstKey, set } from "../store/tree.ts";
import { LATEST } from "../time.ts";
import type { Action } from "./action.ts";
import type { Component, Key } from "./component.ts";
import { deliver, isStale } from "./deliver.ts";
import { emptyState, type InitialStateOptions, withFirstObjects } from "./initial.ts";
import type { ClusterState, ComponentState } from "./state.ts";
import { beginSync, continueSync, withComponent } from "./sync.ts";
import { NO_TIMERS, nextTimer, withoutTimer } from "./timers.ts";

/** A set of components, and what they make of a cluster: pure functions from state to state. */
export interface Machine {
  readonly components: readonly Component[];
  /** A new cluster: the four namespaces that every cluster has, no node yet. */
  initialState(options?: InitialStateOptions): ClusterState;
  /** The state with fresh component states for those of the machine's components that it lacks (a restored snapshot, say). */
  adopt(state: ClusterState): ClusterState;
  /** Everything that can happen next without anybody from outside, in canonical order. Empty: the cluster is at rest for ever. */
  enabled(state: ClusterState): readonly Action[];
  /** The first of `enabled`, without listing the others; undefined if nothing is left to happen at or before `until`. */
  next(state: ClusterState, until?: Millis): Action | undefined;
  /** The state after an action; the same reference where nothing changed. Throws if the action is not possible in this state. */
  step(state: ClusterState, action: Action): ClusterState;
  /** A request from outside, and its answer. The same as `step` with a `request` action. */
  request(state: ClusterState, request: ApiRequest): { readonly state: ClusterState; readonly response: ApiResponse };
  /** The default schedule: plays all that is runnable at this instant; where nothing is, the clock first moves to the next timer. */
  tick(state: ClusterState): ClusterState;
  /** The default schedule until nothing is left to happen at or before `until`; the clock then stands there. */
  run(state: ClusterState, until: Millis): ClusterState;
}

export interface MachineOptions {
  readonly components: readonly Component[];
}

export function createMachine({ components }: MachineOptions): Machine {
  const byName = new Map(components.map((component) => [component.name, component]));
  if (byName.size < components.length)
    throw new Error("two components have the same name; each needs a name of its own");

  const componentNamed = (name: string): Component => {
    const component = byName.get(name);
    if (component === undefined)
      throw new Error(`no component is named "${name}"; there are: ${[...byName.keys()].join(", ")}`);
    return component;
  };

  const step = (state: ClusterState, action: Action): ClusterState => {
    switch (action.type) {
      case "request":
        return handle(state, action.request).state;
      case "deliver":
        return deliver(state, componentNamed(action.component), action.resource);
      case "sync":
        return beginSync(state, requireIdle(state, componentNamed(action.component)), action.key, action.from);
      case "proceed":
        return proceed(state, componentNamed(action.component));
      case "time":
        return moveClock(state, components, action.to);
    }
  };

  const next = (state: ClusterState, until = Number.POSITIVE_INFINITY): Action | undefined =>
    firstRunnable(state, components) ?? nextTime(state, components, until);

  return {
    components,
    initialState: (options) => adopt(withFirstObjects(emptyState(options)), components),
    adopt: (state) => adopt(state, components),
    enabled: (state) => enabled(state, components),
    next,
    step,
    request: handle,
    tick: (state) => {
      let current = firstRunnable(state, components) === undefined ? stepTime(state, components, step) : state;
      for (
        let action = firstRunnable(current, components);
        action !== undefined;
        action = firstRunnable(current, components)
      )
        current = step(current, action);
      return current;
    },
    run: (state, until) => {
      requireMoment(until);
      let current = state;
      for (let action = next(current, until); action !== undefined; action = next(current, until))
        current = step(current, action);
      return current.now < until ? step(current, { type: "time", to: until }) : current;
    },
  };
}

function requireIdle(state: ClusterState, component: Component): Component {
  if (state.components[component.name]?.sync)
    throw new Error(`${component.name} is in the middle of a sync; it cannot begin another`);
  return component;
}

function proceed(state: ClusterState, component: Component): ClusterState {
  const flight = state.components[component.name]?.sync;
  if (!flight) throw new Error(`${component.name} has no sync in flight that could proceed`);
  const { state: after, response } = handleTrusted(state, flight.pending);
  return continueSync(after, component, response);
}

/**
 * Syncs in flight go on first. Then whoever has something in its queue works it off, each time with a fresh cache; only
 * when all queues are empty do the others hear what has happened. So many changes reach a component at once, as they do
 * when a real one is busy.
 */
function enabled(state: ClusterState, components: readonly Component[]): readonly Action[] {
  const busy = components.filter((component) => !isIdle(state, component));
  const idle = components.filter((component) => isIdle(state, component));
  const runnable = [
    ...components.flatMap((component) => (state.components[component.name]?.sync ? [proceedAction(component)] : [])),
    // Without a fault model, a component's cache is fresh before it begins.
    ...busy.flatMap((component) => (isStale(state, component) ? [deliverAction(component)] : begins(state, component))),
    ...idle.flatMap((component) => (isStale(state, component) ? [deliverAction(component)] : [])),
  ];
  if (runnable.length > 0) return runnable;
  const time = nextTime(state, components, Number.POSITIVE_INFINITY);
  return time === undefined ? [] : [time];
}

function proceedAction({ name }: Component): Action {
  return { type: "proceed", component: name };
}

function deliverAction({ name }: Component): Action {
  return { type: "deliver", component: name };
}

function isIdle(state: ClusterState, { name }: Component): boolean {
  return firstKey((state.components[name] as ComponentState).queue) === undefined;
}

function begins(state: ClusterState, component: Component): Action[] {
  const { queue, sync } = state.components[component.name] as ComponentState;
  return sync ? [] : Array.from(entries(queue), ([key]): Action => ({ type: "sync", component: component.name, key }));
}

/** The first of `enabled`, short of moving the clock. */
function firstRunnable(state: ClusterState, components: readonly Component[]): Action | undefined {
  for (const component of components) if (state.components[component.name]?.sync) return proceedAction(component);
  for (const component of components) {
    const key = firstKey((state.components[component.name] as ComponentState).queue);
    if (key === undefined) continue;
    return isStale(state, component) ? deliverAction(component) : { type: "sync", component: component.name, key };
  }
  for (const component of components) if (isStale(state, component)) return deliverAction(component);
  return undefined;
}

function nextTime(state: ClusterState, components: readonly Component[], until: Millis): Action | undefined {
  const to = nextDue(state, components);
  return to === undefined || to > until ? undefined : { type: "time", to };
}

/** When the next timer is due. One beyond the last moment that there is never comes. */
function nextDue(state: ClusterState, components: readonly Component[]): Millis | undefined {
  let least: Millis | undefined;
  for (const { name } of components) {
    const due = nextTimer((state.components[name] as ComponentState).timers)?.due;
    if (due !== undefined && due <= LATEST && (least === undefined || due < least)) least = due;
  }
  return least;
}

function stepTime(state: ClusterState, components: readonly Component[], step: Machine["step"]): ClusterState {
  const action = nextTime(state, components, Number.POSITIVE_INFINITY);
  return action === undefined ? state : step(state, action);
}

function requireMoment(moment: Millis): void {
  if (typeof moment !== "number" || !(moment <= LATEST))
    throw new RangeError(`the clock cannot move to ${String(moment)}: give milliseconds since 1970, at most ${LATEST}`);
}

function moveClock(state: ClusterState, components: readonly Component[], to: Millis): ClusterState {
  if (to === state.now) return state;
  requireMoment(to);
  if (!(to > state.now)) throw new Error(`the clock cannot move from ${state.now} back to ${to}`);
  const due = nextDue(state, components);
  if (due !== undefined && to > due) throw new Error(`the clock cannot move to ${to}: a timer is due at ${due}`);
  const moved = { ...state, now: to };
  return due === to ? components.reduce(withDueTimersQueued, moved) : moved;
}

function withDueTimersQueued(state: ClusterState, component: Component): ClusterState {
  const current = state.components[component.name] as ComponentState;
  let { timers, queue } = current;
  for (let timer = nextTimer(timers); timer !== undefined && timer.due <= state.now; timer = nextTimer(timers)) {
    timers = withoutTimer(timers, timer.key);
    queue = set(queue, timer.key as Key, true);
  }
  return timers === current.timers ? state : withComponent(state, component, { ...current, timers, queue });
}

function adopt(state: ClusterState, components: readonly Component[]): ClusterState {
  return components.reduce(
    (current, component) =>
      current.components[component.name] ? current : withComponent(current, component, newComponentState(component)),
    state,
  );
}

function newComponentState(component: Component): ComponentState {
  const cache = Object.fromEntries(component.watches.map((resource) => [resource, EMPTY_TABLE]));
  return { cache, queue: emptyTree(), timers: NO_TIMERS, failures: emptyTree(), memory: emptyTree(), sync: null };
}
