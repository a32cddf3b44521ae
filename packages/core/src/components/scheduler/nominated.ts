import type { ObjectKey } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { Memory } from "../../machine/component.ts";
import type { ClusterView } from "../../store/view.ts";

/**
 * Pods that wait for the room that preemption makes them on a node. Pods of no higher priority may not take it.
 * Source: pkg/scheduler/backend/queue/nominator.go, framework/runtime/framework.go addGENominatedPods.
 */
const PREFIX = "nominated/";

function memoryKey(node: string, key: ObjectKey): string {
  return `${PREFIX}${node}/${key}`;
}

export function nominate(memory: Memory, node: string, key: ObjectKey): void {
  memory.set(memoryKey(node, key), true);
}

export function withdraw(memory: Memory, node: string | undefined, key: ObjectKey): void {
  if (node && memory.get(memoryKey(node, key)) !== undefined) memory.delete(memoryKey(node, key));
}

/** The nominated pods whose room `pod` may not take. */
export function nominatedPods(view: ClusterView, memory: Memory, node: string, pod: Pod): readonly Pod[] {
  const prefix = `${PREFIX}${node}/`;
  return memory.keys(prefix).flatMap((name) => {
    const other = view.get<Pod>("pods", name.slice(prefix.length));
    if (other === undefined || other.spec?.nodeName || other.metadata.uid === pod.metadata.uid) return [];
    return priorityOf(other) >= priorityOf(pod) ? [other] : [];
  });
}

export function priorityOf(pod: Pod): number {
  return pod.spec?.priority ?? 0;
}
