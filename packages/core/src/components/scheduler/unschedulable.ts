import type { ObjectKey } from "../../api/request.ts";
import type { Json, Pod } from "../../kubernetes/types.ts";
import type { Memory } from "../../machine/component.ts";
import type { PluginName } from "./filters/index.ts";
import { pinnedNodes } from "./filters/node-affinity.ts";

/**
 * The pods for which no node was found, with the filters that said no, filed under the one node that they can go to or
 * under `any`: so what happens to a node concerns few of the daemon pods that wait.
 * Source: pkg/scheduler/backend/queue/unschedulable_pods.go.
 */
export interface UnschedulablePod {
  readonly key: ObjectKey;
  /** Empty where there was no node at all. */
  readonly plugins: readonly PluginName[];
}

const ANY = "unschedulable/any/";

function prefixFor(node: string): string {
  return `unschedulable/node/${node}/`;
}

function memoryKey(key: ObjectKey, pod: Pod): string {
  const pinned = pinnedNodes(pod);
  return (pinned?.length === 1 ? prefixFor(pinned[0] as string) : ANY) + key;
}

export function addUnschedulable(memory: Memory, key: ObjectKey, pod: Pod, plugins: Iterable<PluginName>): void {
  memory.set(memoryKey(key, pod), [...plugins] satisfies Json);
}

export function unschedulableOf(memory: Memory, key: ObjectKey, pod: Pod): UnschedulablePod | undefined {
  const plugins = memory.get<readonly PluginName[]>(memoryKey(key, pod));
  return plugins === undefined ? undefined : { key, plugins };
}

export function removeUnschedulable(memory: Memory, key: ObjectKey, pod: Pod): void {
  const at = memoryKey(key, pod);
  if (memory.get(at) !== undefined) memory.delete(at);
}

/** Those that could go to the node. */
export function unschedulableFor(memory: Memory, node: string): readonly UnschedulablePod[] {
  return [ANY, prefixFor(node)].flatMap((prefix) =>
    memory
      .keys(prefix)
      .map((name) => ({ key: name.slice(prefix.length), plugins: memory.get<readonly PluginName[]>(name) ?? [] })),
  );
}
