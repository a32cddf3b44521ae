import type { Pod } from "../../kubernetes/types.ts";
import { parseTime } from "../../time.ts";
import { isPodReady, readyCondition } from "../shared/pod-conditions.ts";

const PHASES = ["Pending", "Unknown", "Running"];

/**
 * The pods that a ReplicaSet can best do without. Ages are compared as they are; the real one compares their logarithms.
 * Source: pkg/controller/controller_utils.go ActivePodsWithRanks.Less, replica_set.go getPodsToDelete.
 */
export function podsToDelete(pods: readonly Pod[], count: number): readonly Pod[] {
  if (count >= pods.length) return pods;
  const readyOn = new Map<string, number>();
  for (const pod of pods) if (isPodReady(pod)) readyOn.set(nodeOf(pod), (readyOn.get(nodeOf(pod)) ?? 0) + 1);
  const ranks: readonly ((pod: Pod) => number)[] = [
    (pod) => (nodeOf(pod) === "" ? 0 : 1),
    (pod) => PHASES.indexOf(pod.status?.phase ?? "Pending"),
    (pod) => (isPodReady(pod) ? 1 : 0),
    deletionCost,
    (pod) => -(readyOn.get(nodeOf(pod)) ?? 0),
    (pod) => (isPodReady(pod) ? -parseTime(readyCondition(pod)?.lastTransitionTime) : 0),
    (pod) => -restarts(pod),
    (pod) => -parseTime(pod.metadata.creationTimestamp),
  ];
  return [...pods].sort((a, b) => compare(ranks, a, b)).slice(0, count);
}

function compare(ranks: readonly ((pod: Pod) => number)[], a: Pod, b: Pod): number {
  for (const rank of ranks) {
    const difference = rank(a) - rank(b);
    if (difference < 0 || difference > 0) return difference;
  }
  return a.metadata.uid < b.metadata.uid ? -1 : 1;
}

function nodeOf({ spec }: Pod): string {
  return spec?.nodeName ?? "";
}

function deletionCost({ metadata: { annotations } }: Pod): number {
  const text = annotations?.["controller.kubernetes.io/pod-deletion-cost"] ?? "0";
  return /^(-?[1-9]\d*|0)$/.test(text) ? Number(text) : 0;
}

function restarts({ status }: Pod): number {
  return (status?.containerStatuses ?? []).reduce((most, { restartCount }) => Math.max(most, restartCount), 0);
}
