import {
  type ApiRequest,
  type ClusterState,
  type ClusterView,
  type ComponentState,
  type Millis,
  type SyncInput,
  viewOf,
} from "@kubetick/core";
import { get } from "@kubetick/core/pieces";
import type { Observation } from "../invariant.ts";

/** The cluster as it was to somebody at some moment: the store itself, or what a controller's cache had of it. */
export interface Sight {
  readonly tables: Tables;
  readonly view: ClusterView;
  readonly now: Millis;
}

type Tables = ClusterState["tables"];

export function sightOf(tables: Tables, now: Millis): Sight {
  return { tables, view: viewOf(tables), now };
}

/** A request that a component sent, which this step has carried out. */
export interface Write {
  readonly by: string;
  readonly request: ApiRequest;
  /** The store just before the write. */
  readonly truth: Sight;
  /** What the component saw in the course of its sync, the first look first. */
  readonly seen: readonly Sight[];
  /** The answers that it has had to earlier requests of the same sync. */
  readonly answers: readonly object[];
}

/** The last one that was asked for: all invariants look at the same step, one after another. */
let latest: { readonly at: Observation; readonly write: Write | undefined } | undefined;

/**
 * The write that this step was, if it was one by a component. The step of somebody from outside (a `request`) is none: it
 * leaves all syncs as they are.
 */
export function writeOf(at: Observation): Write | undefined {
  if (latest?.at !== at) latest = { at, write: findWrite(at) };
  return latest.write;
}

function findWrite(at: Observation): Write | undefined {
  const { before, state } = at;
  if (before === undefined || isSameStore(before, state)) return undefined;
  const turn = turnOf(at);
  if (turn === undefined) return undefined;
  const { by, request, inputs } = turn;
  return {
    by,
    request,
    truth: sightOf(before.tables, before.now),
    seen: sightsOf(inputs),
    answers: inputs.flatMap(({ response }) => (response ? [response.body as object] : [])),
  };
}

/** A component has had an answer: its sync has gone on to the next request, or has ended. */
export interface Turn {
  readonly by: string;
  readonly key: string;
  /** What has been answered. It may have changed nothing in the store. */
  readonly request: ApiRequest;
  readonly inputs: readonly SyncInput[];
  /** The sync has ended there, and will be tried again. */
  readonly failed: boolean;
}

let latestTurn: { readonly at: Observation; readonly turn: Turn | undefined } | undefined;

export function turnOf(at: Observation): Turn | undefined {
  if (latestTurn?.at !== at) latestTurn = { at, turn: findTurn(at) };
  return latestTurn.turn;
}

function findTurn({ before, state }: Observation): Turn | undefined {
  for (const by in before?.components) {
    const was = before.components[by] as ComponentState;
    const is = state.components[by];
    const flight = was.sync;
    if (!flight || is === undefined || is.sync === flight) continue;
    const { key, pending, inputs } = flight;
    const failed = is.sync === null && (get(is.failures, key) ?? 0) > (get(was.failures, key) ?? 0);
    return { by, key, request: pending, inputs: inputs.flat(), failed };
  }
  return undefined;
}

function isSameStore(before: ClusterState, { tables }: ClusterState): boolean {
  for (const resource in tables) if (before.tables[resource] !== tables[resource]) return false;
  return true;
}

export function sightsOf(inputs: readonly SyncInput[]): Sight[] {
  const sights: Sight[] = [];
  let last: SyncInput | undefined;
  for (const input of inputs) {
    if (last?.cache !== input.cache || last.now !== input.now) sights.push(sightOf(input.cache, input.now));
    last = input;
  }
  return sights;
}
