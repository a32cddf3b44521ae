import type { Millis } from "../../api/request.ts";
import type { Pod, PodCondition } from "../../kubernetes/types.ts";
import { parseTime } from "../../time.ts";

const SECOND = 1000;

/** The `Ready` condition. Source: pkg/api/v1/pod/util.go GetPodReadyCondition. */
export function readyCondition(pod: Pod): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === "Ready");
}

export function isPodReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === "True";
}

/**
 * When a pod is available if nothing more happens to it: it must have been ready for `minReadySeconds`. Infinity for
 * a pod that is not ready, and for a ready one of which nobody knows since when; minus infinity for a ready one that must not
 * have been so for any time.
 * Source: pkg/api/v1/pod/util.go IsPodAvailable.
 */
export function availableAt(pod: Pod, minReadySeconds = 0): Millis {
  const condition = readyCondition(pod);
  if (condition?.status !== "True") return Number.POSITIVE_INFINITY;
  if (minReadySeconds === 0) return Number.NEGATIVE_INFINITY;
  const since = parseTime(condition.lastTransitionTime);
  return Number.isNaN(since) ? Number.POSITIVE_INFINITY : since + minReadySeconds * SECOND;
}

export function isPodAvailable(pod: Pod, minReadySeconds: number | undefined, now: Millis): boolean {
  return availableAt(pod, minReadySeconds) <= now;
}

/** All containers have stopped for good. Source: pkg/api/v1/pod/util.go IsPodTerminal. */
export function isPodTerminal(pod: Pod): boolean {
  return pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded";
}

/** Source: pkg/controller/controller_utils.go IsPodActive. */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}
