import type { ApiRequest, ApiResponse } from "../api/request.ts";
import { get, remove, set } from "../store/tree.ts";
import type { Component, Key, Reconcile, SyncResult } from "./component.ts";
import { Context } from "./context.ts";
import type { ClusterState, ComponentState, SyncInFlight, SyncInput } from "./state.ts";
import { withTimer } from "./timers.ts";

/** A generator that stands where a `SyncInFlight` says. */
interface Running {
  readonly context: Context;
  readonly generator: Reconcile;
}

/**
 * The generators of the syncs in flight, by their data. Only a shortcut: one that is missing (after a restore), or was
 * used up by another branch (after a fork), is run again from its recorded inputs.
 */
const running = new WeakMap<SyncInFlight, Running>();

/** Takes `key` from the queue and runs its sync to the first request, or to its end. Walks of no given order begin at `from`. */
export function beginSync(state: ClusterState, component: Component, key: Key, from?: string): ClusterState {
  const current = componentState(state, component);
  const { now } = state;
  const { cache, memory } = current;
  const input: SyncInput =
    from === undefined
      ? { response: null, now, cache, memory }
      : { response: null, now, cache, memory, walkFrom: from };
  const taken = withComponent(state, component, { ...current, queue: remove(current.queue, key) });
  const context = new Context(input, component.silent);
  const sync: Running = { context, generator: component.reconcile(key, context) };
  return advance(taken, component, key, [[input]], sync, () => sync.generator.next(undefined as never));
}

/** Hands the answer to its pending request to the sync in flight, which runs on to the next request, or to its end. */
export function continueSync(state: ClusterState, component: Component, response: ApiResponse): ClusterState {
  const current = componentState(state, component);
  const flight = current.sync as SyncInFlight;
  const input: SyncInput = { response, now: state.now, cache: current.cache, memory: current.memory };
  const sync = running.get(flight) ?? replayed(component, flight);
  running.delete(flight);
  sync.context.resume(input);
  return advance(state, component, flight.key, withInput(flight.inputs, input), sync, () =>
    sync.generator.next(response),
  );
}

const INPUTS_CHUNK = 32;

function withInput(inputs: SyncInFlight["inputs"], input: SyncInput): SyncInFlight["inputs"] {
  const last = inputs[inputs.length - 1] as readonly SyncInput[];
  return last.length < INPUTS_CHUNK ? [...inputs.slice(0, -1), [...last, input]] : [...inputs, [input]];
}

function replayed(component: Component, flight: SyncInFlight): Running {
  const [start, ...later] = flight.inputs.flat() as [SyncInput, ...SyncInput[]];
  const context = new Context(start, component.silent);
  const generator = component.reconcile(flight.key, context);
  generator.next(undefined as never);
  for (const input of later) {
    context.resume(input);
    generator.next(input.response as ApiResponse);
  }
  return { context, generator };
}

function advance(
  state: ClusterState,
  component: Component,
  key: Key,
  inputs: SyncInFlight["inputs"],
  sync: Running,
  next: () => IteratorResult<ApiRequest, SyncResult | void>,
): ClusterState {
  const result = next();
  const after = sync.context.applyTo(componentState(state, component));
  if (result.done) return withComponent(state, component, finished(after, key, result.value ?? {}, state.now));
  const flight: SyncInFlight = { key, inputs, pending: { by: component.name, ...result.value } };
  running.set(flight, sync);
  return withComponent(state, component, { ...after, sync: flight });
}

function finished(component: ComponentState, key: Key, result: SyncResult, now: number): ComponentState {
  const failed = get(component.failures, key) ?? 0;
  if (result.error !== undefined) {
    const timers = withTimer(component.timers, key, now + retryDelay(failed), "retry");
    return { ...component, sync: null, timers, failures: set(component.failures, key, failed + 1) };
  }
  const failures = failed === 0 ? component.failures : remove(component.failures, key);
  if (result.requeueAfter === undefined) return { ...component, sync: null, failures };
  if (result.requeueAfter <= 0) return { ...component, sync: null, failures, queue: set(component.queue, key, true) };
  const due = now + Math.ceil(result.requeueAfter);
  return {
    ...component,
    sync: null,
    failures,
    timers: withTimer(component.timers, key, due, result.timer ?? "progress"),
  };
}

/** Source: staging/src/k8s.io/client-go/util/workqueue/default_rate_limiters.go DefaultTypedControllerRateLimiter. */
export function retryDelay(failures: number): number {
  return Math.min(5 * 2 ** failures, 1_000_000);
}

export function componentState(state: ClusterState, component: Component): ComponentState {
  return state.components[component.name] as ComponentState;
}

export function withComponent(state: ClusterState, component: Component, next: ComponentState): ClusterState {
  return { ...state, components: { ...state.components, [component.name]: next } };
}
