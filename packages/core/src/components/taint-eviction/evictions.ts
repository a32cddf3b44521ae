import type { Millis, ObjectKey } from "../../api/request.ts";
import type { Json } from "../../kubernetes/types.ts";
import type { Memory } from "../../machine/component.ts";

/** An eviction that is planned, or (`done`) has been carried out while the pod is still there. */
export interface Eviction {
  readonly at: Millis;
  readonly done?: true;
}

const memoryKey = (pod: ObjectKey) => `eviction/${pod}`;

export function evictionOf(memory: Memory, pod: ObjectKey): Eviction | undefined {
  return memory.get(memoryKey(pod)) as Eviction | undefined;
}

/** Source: pkg/controller/tainteviction/timed_workers.go AddWork. */
export function plan(memory: Memory, pod: ObjectKey, eviction: Eviction): void {
  memory.set(memoryKey(pod), eviction as unknown as Json);
}

/** Forgets the eviction. True if there was one that had not been carried out. Source: timed_workers.go CancelWork. */
export function cancel(memory: Memory, pod: ObjectKey): boolean {
  const eviction = evictionOf(memory, pod);
  if (eviction === undefined) return false;
  memory.delete(memoryKey(pod));
  return eviction.done !== true;
}
