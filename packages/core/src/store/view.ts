import type { KubeObject, ObjectKey, ResourceName } from "../api/request.ts";
import { controllerIndexOf, type IndexName, indexPrefix, type Table, type Tables } from "./table.ts";
import { emptyTree, get, type Tree, values, withPrefix } from "./tree.ts";

/** Reads of a set of tables: the store itself, or a component's cache, which is an older pointer to the same tables. */
export interface ClusterView {
  get<T extends KubeObject>(resource: ResourceName, key: ObjectKey): T | undefined;
  /** All objects of a resource, or those of a namespace, in ascending order of their keys. */
  list<T extends KubeObject>(resource: ResourceName, namespace?: string): readonly T[];
  /** The objects that an index files under `value` (see `table.ts` for the indexes), in ascending order of their keys. */
  byIndex<T extends KubeObject>(resource: ResourceName, index: IndexName, value: string): readonly T[];
  /** The objects that have the object with this uid as their controller. */
  controlledBy<T extends KubeObject>(resource: ResourceName, uid: string): readonly T[];
  /** The objects of a namespace that have no controller. */
  orphans<T extends KubeObject>(resource: ResourceName, namespace: string): readonly T[];
  /** How far this view has come with a resource: the resource version of the last write to it that it has. */
  resourceVersion(resource: ResourceName): number;
  /** The persistent tree of a resource (or of one of its indexes), for what is memoised by part (`summary.ts`, `diff`). */
  tree<T extends KubeObject>(resource: ResourceName, index?: IndexName): Tree<T>;
}

const views = new WeakMap<Tables, ClusterView>();

export function viewOf(tables: Tables): ClusterView {
  let view = views.get(tables);
  if (view === undefined) {
    view = createView(tables);
    views.set(tables, view);
  }
  return view;
}

function createView(tables: Tables): ClusterView {
  const table = (resource: ResourceName): Table | undefined =>
    Object.hasOwn(tables, resource) ? tables[resource] : undefined;
  const byIndex = (resource: ResourceName, index: IndexName, value: string) => {
    const tree = table(resource)?.indexes[index];
    return tree === undefined ? [] : withPrefix(tree, indexPrefix(value));
  };
  const view: ClusterView = {
    get: <T extends KubeObject>(resource: ResourceName, key: ObjectKey) => {
      const found = table(resource);
      return found === undefined ? undefined : (get(found.objects, key) as T | undefined);
    },
    list: <T extends KubeObject>(resource: ResourceName, namespace?: string) => {
      const found = table(resource);
      if (found === undefined) return [];
      return (namespace === undefined ? values(found.objects) : withPrefix(found.objects, `${namespace}/`)) as T[];
    },
    byIndex: <T extends KubeObject>(resource: ResourceName, index: IndexName, value: string) =>
      byIndex(resource, index, value) as unknown as T[],
    controlledBy: <T extends KubeObject>(resource: ResourceName, uid: string) =>
      byIndex(resource, "controller", uid) as unknown as T[],
    orphans: <T extends KubeObject>(resource: ResourceName, namespace: string) =>
      byIndex(resource, "controller", controllerIndexOf(undefined, namespace)) as unknown as T[],
    resourceVersion: (resource: ResourceName) => table(resource)?.resourceVersion ?? 0,
    tree: <T extends KubeObject>(resource: ResourceName, index?: IndexName) => {
      const found = table(resource);
      const tree = index === undefined ? found?.objects : found?.indexes[index];
      return (tree ?? emptyTree()) as Tree<T>;
    },
  };
  return view;
}
