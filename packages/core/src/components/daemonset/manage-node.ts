import type { Millis } from "../../api/request.ts";
import { labelValue } from "../../api/selector-requirement.ts";
import type { Pod } from "../../kubernetes/types.ts";
import { isPodAvailable, isPodReady } from "../shared/pod-conditions.ts";
import type { DaemonNode } from "./daemon-node.ts";
import { HASH_LABEL } from "./pod-template.ts";

/** What is to be done on one node, whatever the update strategy. */
export interface NodeWork {
  /** A pod is needed. */
  readonly create: boolean;
  /** Pods that have failed: deleted, unless they are in back-off. */
  readonly failed: readonly Pod[];
  /** Pods that have ended well: deleted, as a daemon does not end. */
  readonly succeeded: readonly Pod[];
  /** Pods to delete because they do not belong there, or are too many. */
  readonly excess: readonly Pod[];
}

const NOTHING: NodeWork = { create: false, failed: [], succeeded: [], excess: [] };
const CREATE: NodeWork = { ...NOTHING, create: true };

/** Source: pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode. */
export function podsShouldBeOnNode(daemonNode: DaemonNode, now: Millis): NodeWork {
  const { node, shouldRun, shouldContinueRunning, pods, rules } = daemonNode;
  if (node === undefined) return NOTHING;
  if (shouldRun && pods.length === 0) return CREATE;
  if (pods.length === 0) return NOTHING;
  if (!shouldContinueRunning) return { ...NOTHING, excess: pods.filter(rules.variants.isUnwelcome) };
  return workOfRunningNode(daemonNode, now);
}

function workOfRunningNode({ shouldRun, pods, rules }: DaemonNode, now: Millis): NodeWork {
  const live = pods.filter(isLive);
  const failed = live.filter((pod) => pod.status?.phase === "Failed");
  const succeeded = live.filter((pod) => pod.status?.phase === "Succeeded");
  const running =
    failed.length + succeeded.length === 0
      ? live
      : live.filter((pod) => !failed.includes(pod) && !succeeded.includes(pod));
  const create = rules.surges && shouldRun && running.length === 0;
  const excess = running.length <= 1 ? [] : rules.surges ? excessWithSurge(running, rules, now) : running.slice(1);
  return { create, failed, succeeded, excess };
}

function isLive(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined;
}

/**
 * With surge a node may have two pods: the oldest of the current revision and the oldest of the others, while the
 * latter is ready and the former not yet available. `running` is sorted, the oldest first.
 */
function excessWithSurge(
  running: readonly Pod[],
  { hash, minReadySeconds }: DaemonNode["rules"],
  now: Millis,
): readonly Pod[] {
  const isNew = (pod: Pod) => (labelValue(pod.metadata.labels, HASH_LABEL) ?? "") === hash;
  const newPod = running.find(isNew);
  const oldPod = running.find((pod) => !isNew(pod));
  const excess = running.filter((pod) => pod !== newPod && pod !== oldPod);
  if (newPod === undefined || oldPod === undefined) return excess;
  return !isPodReady(oldPod) || isPodAvailable(newPod, minReadySeconds, now) ? [...excess, oldPod] : excess;
}

/**
 * Pods for a node that is gone, and on none yet: nobody else would delete them.
 * Source: pkg/controller/daemon/daemon_controller.go getUnscheduledPodsWithoutNode.
 */
export function unscheduledPodsWithoutNode({ node, pods, rules }: DaemonNode): readonly Pod[] {
  return node === undefined ? pods.filter(rules.variants.isStranded) : [];
}
