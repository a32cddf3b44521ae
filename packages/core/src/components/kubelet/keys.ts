import type { Pod } from "../../kubernetes/types.ts";
import type { Key } from "../../machine/component.ts";

/** What the kubelets' queue holds: a node, its lease, a pod (of a uid: its successor of the same name is another), or all pods. */
export const ALL_PODS: Key = "pods";

export function nodeSyncKey(name: string): Key {
  return `node/${name}`;
}

export function leaseKey(node: string): Key {
  return `lease/${node}`;
}

export function podSyncKey({ metadata }: Pod): Key {
  return `pod/${metadata.namespace}/${metadata.name}/${metadata.uid}`;
}
