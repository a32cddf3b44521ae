import type { ObjectKey } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { Memory } from "../../machine/component.ts";
import type { ClusterView } from "../../store/view.ts";

/**
 * Pods that the scheduler has bound while its cache does not show it yet. They take up room on their node.
 * Source: pkg/scheduler/schedule_one.go assume, backend/cache/cache.go AssumePod.
 */
interface Assumed {
  readonly [key: string]: string;
  readonly uid: string;
  readonly node: string;
}

const PREFIX = "assumed/";

export function assume(memory: Memory, key: ObjectKey, pod: Pod, node: string): void {
  memory.set(PREFIX + key, { uid: pod.metadata.uid, node } satisfies Assumed);
}

export function forget(memory: Memory, key: ObjectKey): void {
  if (memory.get(PREFIX + key) !== undefined) memory.delete(PREFIX + key);
}

export function isAssumed(memory: Memory, key: ObjectKey, pod: Pod): boolean {
  return memory.get<Assumed>(PREFIX + key)?.uid === pod.metadata.uid;
}

/** By node. Nearly always empty. */
export function assumedPods(view: ClusterView, memory: Memory): ReadonlyMap<string, readonly Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const name of memory.keys(PREFIX)) {
    const assumed = memory.get<Assumed>(name);
    const pod = view.get<Pod>("pods", name.slice(PREFIX.length));
    if (assumed === undefined || pod === undefined || pod.metadata.uid !== assumed.uid || pod.spec?.nodeName) continue;
    byNode.set(assumed.node, [...(byNode.get(assumed.node) ?? []), pod]);
  }
  return byNode;
}
