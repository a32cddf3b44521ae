import {
  type ApiRequest,
  type ClusterState,
  type ClusterView,
  type Millis,
  type SyncInput,
  viewOf,
} from "@kubetick/core";
import type { Observation } from "../invariant.ts";

/** The cluster as it was to somebody at some moment: the store itself, or what a controller's cache had of it. */
export interface Sight {
  readonly view: ClusterView;
  readonly now: Millis;
}

/** A request that a component sent, which this step has carried out. */
export interface Write {
  readonly by: string;
  readonly request: ApiRequest;
  /** The store just before the write. */
  readonly truth: Sight;
  /** What the component saw in the course of its sync, the first look first. */
  readonly seen: readonly Sight[];
  /** The same, with the nodes as they were at the first look: a sync lists nodes once, and pods each time. */
  readonly seenWithFirstNodes: readonly Sight[];
  /** The answers that it has had to earlier requests of the same sync. */
  readonly answers: readonly object[];
}

/** The last two that were asked for: all invariants look at the same step, one after another. */
let latest: { readonly at: Observation; readonly write: Write | undefined } | undefined;

/**
 * The write that this step was, if it was one by a component. The step of somebody from outside (a `request`) is none: it
 * leaves all syncs as they are.
 */
export function writeOf(at: Observation): Write | undefined {
  if (latest?.at !== at) latest = { at, write: findWrite(at) };
  return latest.write;
}

function findWrite({ before, state }: Observation): Write | undefined {
  if (before === undefined || isSameStore(before, state)) return undefined;
  for (const by in before.components) {
    const flight = before.components[by]?.sync;
    if (!flight || state.components[by]?.sync === flight) continue;
    const inputs = flight.inputs.flat();
    return {
      by,
      request: flight.pending,
      truth: { view: viewOf(before.tables), now: before.now },
      seen: sightsOf(inputs),
      seenWithFirstNodes: sightsOf(inputs.map((input) => withNodesOf(inputs[0] as SyncInput, input))),
      answers: inputs.flatMap(({ response }) => (response ? [response.body as object] : [])),
    };
  }
  return undefined;
}

function isSameStore(before: ClusterState, { tables }: ClusterState): boolean {
  for (const resource in tables) if (before.tables[resource] !== tables[resource]) return false;
  return true;
}

function withNodesOf(first: SyncInput, { cache, ...input }: SyncInput): SyncInput {
  const { nodes } = first.cache;
  return { ...input, cache: nodes === undefined ? cache : { ...cache, nodes } };
}

function sightsOf(inputs: readonly SyncInput[]): Sight[] {
  const sights: Sight[] = [];
  let last: SyncInput | undefined;
  for (const input of inputs) {
    if (last?.cache !== input.cache || last.now !== input.now)
      sights.push({ view: viewOf(input.cache), now: input.now });
    last = input;
  }
  return sights;
}
