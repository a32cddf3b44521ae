import { type Millis, podAvailableAt, type RolloutNode, type RolloutView } from "@kubetick/core";

/** The nodes whose pod is of an older revision, and which should run one: where a rollout has still to begin. Those that lose nothing first. */
export function* notBegun(rollout: RolloutView): Generator<RolloutNode> {
  yield* rollout.nodes("OutdatedUnavailable", "Wanted");
  yield* rollout.nodes("Outdated", "Wanted");
}

/** On how many nodes the rollout has begun: their old pod is gone or going, or has a new one beside it. */
export function begun({ desired, count }: RolloutView): number {
  return desired - count("OutdatedUnavailable", "Wanted") - count("Outdated", "Wanted");
}

/** The pods of the current revision, on nodes that should run one. */
export function* newPods(rollout: RolloutView) {
  for (const stage of ["Updating", "Updated", "Surging", "Surged"] as const)
    for (const { newPod } of rollout.nodes(stage, "Wanted")) if (newPod !== undefined) yield newPod;
}

/**
 * When a pod will have been available for a while, if nothing more happens to it; infinity for one that is not ready. It is
 * the time of its condition that counts: a container that crashes and comes back begins anew, a pod's age goes on.
 */
export function steadyAt(pod: RolloutNode["newPod"] & {}, { daemonSet }: RolloutView, wait: Millis): Millis {
  return podAvailableAt(pod, (daemonSet.spec.minReadySeconds ?? 0) + wait / 1000);
}
