import type { KubeObject, ResourceName, WatchEvent } from "../api/request.ts";
import { eventsAfter } from "../store/log.ts";
import { EMPTY_TABLE, type Table } from "../store/table.ts";
import { diff } from "../store/tree.ts";
import type { Component } from "./component.ts";
import { Context } from "./context.ts";
import type { ClusterState } from "./state.ts";
import { componentState, withComponent } from "./sync.ts";

/** The watched resources of which the component's cache is older than the store. */
export function staleResources(state: ClusterState, component: Component): readonly ResourceName[] {
  const { cache } = componentState(state, component);
  const stale: ResourceName[] = [];
  for (const resource of component.watches)
    if (!isFresh(cache[resource], tableOf(state, resource))) stale.push(resource);
  return stale;
}

/** Looks at what was ever written to, which is less than what some components watch. */
export function isStale(state: ClusterState, component: Component): boolean {
  const { cache } = componentState(state, component);
  const { tables } = state;
  for (const resource in tables) {
    const cached = cache[resource];
    if (cached !== undefined && cached !== tables[resource]) return true;
  }
  return false;
}

/** The table that nothing was ever written to is not in the state: in a restored cache it is a copy. */
function isFresh(cached: Table | undefined, table: Table): boolean {
  return cached === table || (table.resourceVersion === 0 && cached?.resourceVersion === 0);
}

function tableOf(state: ClusterState, resource: ResourceName): Table {
  return state.tables[resource] ?? EMPTY_TABLE;
}

/** Brings the component's cache up to date (of one resource, or of all), and shows it each change. */
export function deliver(state: ClusterState, component: Component, resource?: ResourceName): ClusterState {
  const current = componentState(state, component);
  const stale = staleResources(state, component);
  const resources = resource === undefined ? stale : stale.filter((each) => each === resource);
  if (resources.length === 0) return state;
  const events = undelivered(state, current.cache, resources);
  const cache: Record<ResourceName, Table> = { ...current.cache };
  for (const each of resources) cache[each] = tableOf(state, each);
  const context = new Context({ now: state.now, cache, memory: current.memory }, component.silent);
  for (const event of events) component.onEvent(event, context);
  return withComponent(state, component, context.applyTo({ ...current, cache }));
}

/** What of the log the caches do not have. */
function undelivered(
  state: ClusterState,
  cache: Readonly<Record<ResourceName, Table>>,
  resources: readonly ResourceName[],
): readonly WatchEvent[] {
  const seen = (resource: ResourceName) => cache[resource]?.resourceVersion ?? 0;
  let least = Number.POSITIVE_INFINITY;
  for (const resource of resources) least = Math.min(least, seen(resource));
  const logged = eventsAfter(state.log, least);
  if (logged === undefined)
    return resources.flatMap((resource) => relisted(state, cache[resource] ?? EMPTY_TABLE, resource));
  return logged.filter(
    ({ resource, resourceVersion }) => resourceVersion > seen(resource) && resources.includes(resource),
  );
}

/** What an informer makes of a new list when the changes since its last one are no longer known one by one. */
function relisted(state: ClusterState, cached: Table, resource: ResourceName): WatchEvent[] {
  const table = tableOf(state, resource);
  return diff(cached.objects, table.objects).flatMap(({ key, before, after }): WatchEvent[] => {
    const event = { resource, key, resourceVersion: table.resourceVersion };
    if (after === undefined) return [{ ...event, type: "DELETED", object: before as KubeObject }];
    if (before === undefined) return [{ ...event, type: "ADDED", object: after }];
    if (before.metadata.uid === after.metadata.uid) return [{ ...event, type: "MODIFIED", object: after, old: before }];
    return [
      { ...event, type: "DELETED", object: before },
      { ...event, type: "ADDED", object: after },
    ];
  });
}
