import type { Millis } from "../../api/request.ts";
import { isPodAvailable } from "../shared/pod-conditions.ts";
import type { DaemonNode } from "./daemon-node.ts";

/**
 * How far a node has come in a rollout:
 * - `Waiting`: it has no live pod: none yet, or all are being deleted
 * - `Outdated`: its pod is of an older revision, and available
 * - `OutdatedUnavailable`: its pod is of an older revision, and not available
 * - `Updating`: its pod is of the current revision, and not yet available
 * - `Updated`: its pod is of the current revision, and available
 * - `Surging`: it has a pod of each, and the new one is not yet available
 * - `Surged`: it has a pod of each, and the new one is available
 * - `Excess`: it has several pods of one kind; the controller is about to delete all but one
 */
export type Stage = (typeof STAGES)[number];
export const STAGES = [
  "Waiting",
  "Outdated",
  "OutdatedUnavailable",
  "Updating",
  "Updated",
  "Surging",
  "Surged",
  "Excess",
] as const;

/** Whether a node should run a daemon pod (`Wanted`), should not (`Unwanted`), or is no longer there (`Lost`). */
export type Place = (typeof PLACES)[number];
export const PLACES = ["Wanted", "Unwanted", "Lost"] as const;

export function placeOf({ node, shouldRun }: DaemonNode): Place {
  if (node === undefined) return "Lost";
  return shouldRun ? "Wanted" : "Unwanted";
}

/** Undefined for a node that takes no part: it has no pod and should have none. Source: pkg/controller/daemon/update.go rollingUpdate. */
export function stageOf(
  { pods, shouldRun, hasExcess, newPod, oldPod, rules }: DaemonNode,
  now: Millis,
): Stage | undefined {
  if (pods.length === 0 && !shouldRun) return undefined;
  if (hasExcess) return "Excess";
  if (newPod === undefined && oldPod === undefined) return "Waiting";
  if (newPod === undefined)
    return oldPod !== undefined && isPodAvailable(oldPod, rules.minReadySeconds, now)
      ? "Outdated"
      : "OutdatedUnavailable";
  const available = isPodAvailable(newPod, rules.minReadySeconds, now);
  if (oldPod === undefined) return available ? "Updated" : "Updating";
  return available ? "Surged" : "Surging";
}
