import type { KubeObject, ObjectKey, ResourceName } from "../api/request.ts";
import type { ObjectMeta, Pod } from "../kubernetes/types.ts";
import { emptyTree, remove, set, type Tree } from "./tree.ts";

/**
 * All objects of one resource. Immutable: a component's cache is a pointer to an older version of it.
 *
 * The indexes are derived from the objects and maintained at the one place where objects are written (`withObject`), as
 * an informer's indexers are; they are not hashed.
 */
export interface Table {
  /** The resource version of the last write to this resource. */
  readonly resourceVersion: number;
  readonly objects: Tree<KubeObject>;
  readonly indexes: Readonly<Partial<Record<IndexName, Tree<KubeObject>>>>;
}

export type Tables = Readonly<Record<ResourceName, Table>>;

/**
 * `owner`: the uid of each owner reference. `controller`: the uid of the controlling owner, or, of an object without
 * one, its namespace (see `controllerIndexOf`). `node`: `spec.nodeName`, empty for a pod that has none yet.
 */
export type IndexName = "owner" | "controller" | "node";

type IndexFunction = (object: KubeObject) => readonly string[];

const owner: IndexFunction = (object) => object.metadata.ownerReferences?.map((reference) => reference.uid) ?? [];
const controller: IndexFunction = (object) => [
  controllerIndexOf(controllerUid(object.metadata), object.metadata.namespace ?? ""),
];
const node: IndexFunction = (object) => [(object as Pod).spec?.nodeName ?? ""];

const OWNED: readonly (readonly [IndexName, IndexFunction])[] = [["owner", owner]];
const CONTROLLED: readonly (readonly [IndexName, IndexFunction])[] = [...OWNED, ["controller", controller]];
const INDEXES = new Map<ResourceName, readonly (readonly [IndexName, IndexFunction])[]>([
  ["pods", [...CONTROLLED, ["node", node]]],
  ["controllerrevisions.apps", CONTROLLED],
  ["replicasets.apps", CONTROLLED],
]);

function indexesOf(resource: ResourceName): readonly (readonly [IndexName, IndexFunction])[] {
  return INDEXES.get(resource) ?? OWNED;
}

function controllerUid(metadata: ObjectMeta): string | undefined {
  return metadata.ownerReferences?.find((reference) => reference.controller === true)?.uid;
}

/** What the `controller` index files an object under. */
export function controllerIndexOf(uid: string | undefined, namespace: string): string {
  return uid ?? `none:${namespace}`;
}

export function indexPrefix(value: string): string {
  return `${value} `;
}

export const EMPTY_TABLE: Table = { resourceVersion: 0, objects: emptyTree(), indexes: {} };

/** The table with `object` at `key` (or without any, if undefined), its indexes in step. */
export function withObject(
  table: Table,
  resource: ResourceName,
  key: ObjectKey,
  before: KubeObject | undefined,
  object: KubeObject | undefined,
  resourceVersion: number,
): Table {
  const indexes: Partial<Record<IndexName, Tree<KubeObject>>> = { ...table.indexes };
  for (const [name, valuesOf] of indexesOf(resource)) {
    indexes[name] = reindexed(indexes[name] ?? emptyTree(), valuesOf, key, before, object);
  }
  const objects = object === undefined ? remove(table.objects, key) : set(table.objects, key, object);
  return { resourceVersion, objects, indexes };
}

function reindexed(
  tree: Tree<KubeObject>,
  valuesOf: IndexFunction,
  key: ObjectKey,
  before: KubeObject | undefined,
  object: KubeObject | undefined,
): Tree<KubeObject> {
  const later = object === undefined ? [] : valuesOf(object);
  let result = tree;
  if (before !== undefined) {
    for (const value of valuesOf(before)) if (!later.includes(value)) result = remove(result, indexPrefix(value) + key);
  }
  if (object !== undefined) for (const value of later) result = set(result, indexPrefix(value) + key, object);
  return result;
}
