import { matchesRequiredNodeAffinity } from "../../api/node-selector.ts";
import { findMatchingUntoleratedTaint } from "../../api/taint.ts";
import type { Node, PodTemplateSpec, Taint } from "../../kubernetes/types.ts";
import { daemonPodTolerations } from "./tolerations.ts";

/** Whether a daemon pod belongs on a node. */
export interface ShouldRun {
  /** One is to be made where there is none. */
  readonly shouldRun: boolean;
  /** One that is there may stay. */
  readonly shouldContinueRunning: boolean;
}

const NO: ShouldRun = { shouldRun: false, shouldContinueRunning: false };
const STAY: ShouldRun = { shouldRun: false, shouldContinueRunning: true };
const YES: ShouldRun = { shouldRun: true, shouldContinueRunning: true };

const keepsAway = ({ effect }: Taint) => effect === "NoExecute" || effect === "NoSchedule";
const drivesOut = ({ effect }: Taint) => effect === "NoExecute";

/**
 * Whether pods of this template belong on the node. Its readiness and its resources do not matter.
 * Source: pkg/controller/daemon/daemon_controller.go nodeShouldRunDaemonPod, predicates.
 */
export function nodeShouldRunDaemonPod(node: Node, template: PodTemplateSpec): ShouldRun {
  const { spec } = template;
  if ((spec?.nodeName ?? "") !== "" && spec?.nodeName !== node.metadata.name) return NO;
  if (spec !== undefined && !matchesRequiredNodeAffinity(spec, node)) return NO;
  const { taints } = node.spec ?? {};
  if (taints === undefined || taints.length === 0) return YES;
  const tolerations = daemonPodTolerations(template);
  if (findMatchingUntoleratedTaint(taints, tolerations, keepsAway) === undefined) return YES;
  return findMatchingUntoleratedTaint(taints, tolerations, drivesOut) === undefined ? STAY : NO;
}
