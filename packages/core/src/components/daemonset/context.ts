import type { KubeObject } from "../../api/request.ts";
import type { DaemonSet, Node, Pod } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import type { Tree } from "../../store/tree.ts";
import { recordEvent } from "../events/recorder.ts";
import { wroteAt } from "../shared/consistency.ts";
import { referenceTo } from "../shared/controller-ref.ts";
import type { DaemonVariants } from "./variants.ts";

export const COMPONENT = "daemonset-controller";
export const DAEMON_SETS = "daemonsets.apps";
export const REVISIONS = "controllerrevisions.apps";

/** What one sync of a DaemonSet works with: the DaemonSet and the nodes as they were when it began. */
export interface DaemonSync {
  readonly sync: Sync;
  /** `namespace/name`. */
  readonly key: string;
  readonly daemonSet: DaemonSet;
  readonly nodes: Tree<Node>;
  readonly variants: DaemonVariants;
}

/** Why a step failed. */
export interface Failure {
  readonly error: string;
}

export function say(
  { sync, daemonSet }: DaemonSync,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
): ReturnType<typeof recordEvent> {
  return recordEvent(sync, { involvedObject: referenceTo(daemonSet), type, reason, message, component: COMPONENT });
}

/** Until the cache shows this pod, no further sync begins. Source: daemon_controller.go podWriteCallback. */
export function wrotePod({ sync, key, daemonSet }: DaemonSync, pod: KubeObject): void {
  wroteAt(sync.memory, key, daemonSet.metadata.uid, "pods", pod as Pod);
}
