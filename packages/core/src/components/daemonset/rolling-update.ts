import type { Place, Stage } from "./stage.ts";
import type { RolloutPlan, RolloutView, UpdateStrategy } from "./strategy.ts";
import { type DaemonVariants, V1_37 } from "./variants.ts";

/** Pods are replaced by themselves, within `maxUnavailable` or `maxSurge`. Source: pkg/controller/daemon/update.go rollingUpdate. */
export const rollingUpdate: UpdateStrategy = rollingUpdateOf(V1_37);

/** `RollingUpdate` as a variant of the controller has it. */
export function rollingUpdateOf(variants: DaemonVariants): UpdateStrategy {
  return {
    name: "RollingUpdate",
    plan: (rollout) => (rollout.maxSurge === 0 ? deleteFirst(rollout, variants) : surge(rollout, variants)),
  };
}

/**
 * Without surge: old pods that are not available go at once, they are no loss. Of the others only as many go as
 * `maxUnavailable` leaves.
 */
function deleteFirst(rollout: RolloutView, { unavailableStages }: DaemonVariants): RolloutPlan {
  const unavailable = unavailableStages.reduce((sum, stage) => sum + rollout.count(stage), 0);
  const allowed = Math.max(0, rollout.maxUnavailable - unavailable);
  return { deletePods: chain(oldPods(rollout, "OutdatedUnavailable"), take(oldPods(rollout, "Outdated"), allowed)) };
}

function surge(rollout: RolloutView, variants: DaemonVariants): RolloutPlan {
  return variants.surgesOnlyWhereWanted ? createFirst(rollout, variants) : createFirstAnywhere(rollout);
}

/**
 * With surge: where the old pod is not available a new one comes at once, elsewhere on `maxSurge` nodes at a time; the
 * old one goes when the new one is available. On nodes that should no longer run a pod, an available one goes only as
 * far as enough others are available.
 */
function createFirst(rollout: RolloutView, { replacementsCountAsSurge }: DaemonVariants): RolloutPlan {
  const lost = lostNode(rollout);
  if (lost !== undefined) return { error: `couldn't get node for nodeName "${lost}": node "${lost}" not found` };
  const surging = rollout.count("Excess") + rollout.count("Surging");
  const spare = Math.max(0, rollout.available - rollout.desired);
  const createOn = chain(
    names(rollout, "OutdatedUnavailable", "Wanted"),
    take(names(rollout, "Outdated", "Wanted"), Math.max(0, rollout.maxSurge - surging)),
  );
  return {
    deletePods: chain(
      oldPods(rollout, "Surged"),
      oldPods(rollout, "OutdatedUnavailable", "Unwanted"),
      take(oldPods(rollout, "Outdated", "Unwanted"), spare),
    ),
    createOn: replacementsCountAsSurge ? take(createOn, rollout.maxSurge - surging) : createOn,
  };
}

/** With surge, up to v1.28: whether a node should run a pod is not asked. Source: v1.28.0 update.go rollingUpdate. */
function createFirstAnywhere(rollout: RolloutView): RolloutPlan {
  const room = rollout.maxSurge - rollout.count("Surging") - rollout.count("Excess");
  return {
    deletePods: oldPods(rollout, "Surged"),
    createOn: chain(names(rollout, "OutdatedUnavailable"), take(names(rollout, "Outdated"), room)),
  };
}

/** A node that is gone, with an old pod that is not: the real controller gets no further then. */
function lostNode(rollout: RolloutView): string | undefined {
  for (const name of chain(names(rollout, "Outdated", "Lost"), names(rollout, "OutdatedUnavailable", "Lost")))
    return name;
  return undefined;
}

function* oldPods(rollout: RolloutView, stage: Stage, place?: Place): Generator<string> {
  for (const { oldPod } of rollout.nodes(stage, place)) if (oldPod !== undefined) yield oldPod.metadata.name;
}

function* names(rollout: RolloutView, stage: Stage, place?: Place): Generator<string> {
  for (const { name } of rollout.nodes(stage, place)) yield name;
}

function* chain(...lists: readonly Iterable<string>[]): Generator<string> {
  for (const list of lists) yield* list;
}

function* take(list: Iterable<string>, count: number): Generator<string> {
  if (count <= 0) return;
  let left = count;
  for (const item of list) {
    yield item;
    if (--left === 0) return;
  }
}
