import type { ApiRequest, KubeObject, ResourceName, Tree } from "@kubetick/core";
import { get } from "@kubetick/core/pieces";

/** Resources of which there are many, and of which no request reads but those that it names. */
export const INSTANCES = new Set([
  "pods",
  "nodes",
  "daemonsets.apps",
  "controllerrevisions.apps",
  "leases.coordination.k8s.io",
  "machines.sim.kubetick.dev",
  "imagebehaviours.sim.kubetick.dev",
  "configmaps",
]);

/** The node that a pod is created on, or bound to. */
function nodeOf(body: unknown): string {
  const { spec, target } = (body ?? {}) as { spec?: { nodeName?: string }; target?: { name?: string } };
  return target?.name ?? spec?.nodeName ?? "";
}

const ids = new WeakMap<object, number>();
let lastId = 0;

function idOf(object: object | undefined): number {
  if (object === undefined) return 0;
  let id = ids.get(object);
  if (id === undefined) {
    id = ++lastId;
    ids.set(object, id);
  }
  return id;
}

/**
 * Names the objects that a request to the server reads, by their identity; undefined: it may read anything. One about one
 * object reads that object, and of the other tables only those that say what is allowed (namespaces, priority classes,
 * definitions of resources: all but `INSTANCES`). A pod that comes to a node gets labels from it.
 */
export function readsOfNamed(
  { verb, resource, namespace, name, body }: ApiRequest,
  objectsOf: (resource: ResourceName) => Tree<object>,
): string | undefined {
  if (verb === "list" || verb === "deletecollection" || verb === "get") return undefined;
  const named = name ?? (body as Partial<KubeObject> | undefined)?.metadata?.name ?? "";
  const key = namespace === undefined ? named : `${namespace}/${named}`;
  const read = String(idOf(get(objectsOf(resource), key)));
  return resource === "pods" ? `${read} ${idOf(get(objectsOf("nodes"), nodeOf(body)))}` : read;
}
