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

export function viewOf(tables: Tables): ClusterView {
  return new TablesView(tables);
}

class TablesView implements ClusterView {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  get<T extends KubeObject>(resource: ResourceName, key: ObjectKey): T | undefined {
    const found = this.#table(resource);
    return found === undefined ? undefined : (get(found.objects, key) as T | undefined);
  }

  list<T extends KubeObject>(resource: ResourceName, namespace?: string): readonly T[] {
    const found = this.#table(resource);
    if (found === undefined) return [];
    return (namespace === undefined ? values(found.objects) : withPrefix(found.objects, `${namespace}/`)) as T[];
  }

  byIndex<T extends KubeObject>(resource: ResourceName, index: IndexName, value: string): readonly T[] {
    const tree = this.#table(resource)?.indexes[index];
    return tree === undefined ? [] : (withPrefix(tree, indexPrefix(value)) as KubeObject[] as T[]);
  }

  controlledBy<T extends KubeObject>(resource: ResourceName, uid: string): readonly T[] {
    return this.byIndex(resource, "controller", uid);
  }

  orphans<T extends KubeObject>(resource: ResourceName, namespace: string): readonly T[] {
    return this.byIndex(resource, "controller", controllerIndexOf(undefined, namespace));
  }

  resourceVersion(resource: ResourceName): number {
    return this.#table(resource)?.resourceVersion ?? 0;
  }

  tree<T extends KubeObject>(resource: ResourceName, index?: IndexName): Tree<T> {
    const found = this.#table(resource);
    const tree = index === undefined ? found?.objects : found?.indexes[index];
    return (tree ?? emptyTree()) as Tree<T>;
  }

  #table(resource: ResourceName): Table | undefined {
    return Object.hasOwn(this.#tables, resource) ? this.#tables[resource] : undefined;
  }
}
