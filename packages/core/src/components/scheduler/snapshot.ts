import type { Node, Pod } from "../../kubernetes/types.ts";
import type { Memory } from "../../machine/component.ts";
import { size } from "../../store/tree.ts";
import type { ClusterView } from "../../store/view.ts";
import { assumedPods } from "./assumed.ts";
import { type NodeInfo, nodeInfo } from "./node-info.ts";
import { nominatedPods } from "./nominated.ts";

/** The nodes as one scheduling cycle sees them. */
export interface Snapshot {
  readonly size: number;
  get(name: string): NodeInfo | undefined;
  list(): readonly NodeInfo[];
}

/** Source: pkg/scheduler/schedule_one.go, framework/runtime RunFilterPluginsWithNominatedPods. */
export function snapshot(view: ClusterView, memory: Memory, pod: Pod): Snapshot {
  const assumed = assumedPods(view, memory);
  const info = (node: Node) => nodeInfo(node, () => podsTakingRoom(view, memory, pod, node.metadata.name, assumed));
  return {
    size: size(view.tree("nodes")),
    get: (name) => {
      const node = view.get<Node>("nodes", name);
      return node === undefined ? undefined : info(node);
    },
    list: () => view.list<Node>("nodes").map(info),
  };
}

function podsTakingRoom(
  view: ClusterView,
  memory: Memory,
  pod: Pod,
  node: string,
  assumed: ReadonlyMap<string, readonly Pod[]>,
): readonly Pod[] {
  const bound = view.byIndex<Pod>("pods", "node", node).filter((other) => !isTerminal(other));
  const others = [...(assumed.get(node) ?? []), ...nominatedPods(view, memory, node, pod)];
  return others.length === 0 ? bound : [...bound, ...others];
}

/** Ended pods take no room: the real scheduler does not even watch them. Source: pkg/scheduler/scheduler.go NewInformerFactory. */
export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}
