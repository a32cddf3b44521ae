import {
  type ClusterState,
  type ClusterView,
  type DaemonSet,
  type KubeObject,
  type Node,
  type Pod,
  viewOf,
} from "@kubetick/core";
import type { UserAction, Which } from "./user-action.ts";

export const DAEMON_SETS = "daemonsets.apps";

/** What actions are about, in one state. */
export class Targets {
  readonly view: ClusterView;

  constructor(state: ClusterState) {
    this.view = viewOf(state.tables);
  }

  node(which: Which): Node | undefined {
    if (typeof which === "string") return this.view.get<Node>("nodes", which);
    return nth(this.view.list<Node>("nodes"), which);
  }

  daemonSet(which: Which): DaemonSet | undefined {
    if (typeof which === "string") return this.view.get<DaemonSet>(DAEMON_SETS, which);
    return nth(this.view.list<DaemonSet>(DAEMON_SETS), which);
  }

  /** A pod that a DaemonSet owns. */
  pod(which: Which): Pod | undefined {
    if (typeof which === "string") return this.view.get<Pod>("pods", which);
    return nth(this.view.list<Pod>("pods").filter(isDaemonPod), which);
  }

  /** The first of `node-1`, `node-2`, … that there is not. */
  freeNodeName(): string {
    let at = 1;
    while (this.view.get("nodes", `node-${at}`) !== undefined) at++;
    return `node-${at}`;
  }
}

function nth<T>(list: readonly T[], which: number): T | undefined {
  return list[which % list.length];
}

function isDaemonPod({ metadata }: Pod): boolean {
  return metadata.ownerReferences?.some(({ kind, controller }) => kind === "DaemonSet" && controller === true) ?? false;
}

/** The object that an action is about, if it is about one that is there. */
export function targetOf(action: UserAction, targets: Targets): KubeObject | undefined {
  if ("daemonSet" in action) return targets.daemonSet(action.daemonSet) as KubeObject | undefined;
  if ("pod" in action) return targets.pod(action.pod);
  if (action.act === "join" || action.act === "apply") return undefined;
  return targets.node(action.node);
}
