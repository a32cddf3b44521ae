import { Cluster } from "@kubetick/cluster";
import {
  type ClusterState,
  type Component,
  type ComponentState,
  createMachine,
  type ResourceName,
} from "@kubetick/core";
import { EMPTY_LOG, type Table } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import type { World } from "../world/index.ts";

/** Greater than the version of any object in a world, which is made of 52 bits of its hash. */
const NOW = 2 ** 52 + 1;

/** The cluster that a world is: it can be gone on with, and informers that are late catch up. */
export function clusterAt(run: Run, world: World): Cluster {
  const { leaders } = run.system.surroundingsOf(world);
  const components = run.system.components.filter(({ name }) => !run.system.isSecond(name) || leaders.includes(name));
  const state = continued(run.system.clusterState(world), components);
  return new Cluster({}, { machine: createMachine({ components }), state, steps: 0, history: [] });
}

/**
 * Worlds keep no versions of tables, only which caches are behind. A cluster goes on at a version after all others; what
 * happened until then is no longer in its log, so whoever is behind lists again.
 */
function continued(state: ClusterState, running: readonly Component[]): ClusterState {
  const tables = Object.fromEntries(
    Object.entries(state.tables).map(([resource, table]) => [resource, { ...table, resourceVersion: NOW }]),
  );
  const cached = ([resource, table]: [ResourceName, Table]) =>
    [resource, table === state.tables[resource] ? tables[resource] : table] as const;
  const components: Record<string, ComponentState> = {};
  for (const { name } of running) {
    const { cache, ...component } = state.components[name] as ComponentState;
    components[name] = { cache: Object.fromEntries(Object.entries(cache).map(cached)) as Tables, ...component };
  }
  return { ...state, resourceVersion: NOW, tables, components, log: { ...EMPTY_LOG, since: NOW } };
}

type Tables = ClusterState["tables"];
