import type { RolloutView, Stage, UpdateStrategy } from "kubetick";

/** Replaces pods as RollingUpdate does, `maxUnavailable` at a time. Nodes where `lost` says so count as unavailable. */
function atMostUnavailable(name: string, lost: readonly Stage[]): UpdateStrategy {
  return {
    name,
    plan(rollout: RolloutView) {
      const unavailable = lost.reduce((sum, stage) => sum + rollout.count(stage), 0);
      const deletePods: string[] = [];
      for (const { oldPod } of rollout.nodes("Outdated")) {
        if (deletePods.length >= rollout.maxUnavailable - unavailable) break;
        if (oldPod !== undefined) deletePods.push(oldPod.metadata.name);
      }
      return { deletePods };
    },
  };
}

/**
 * The flaw: it counts the nodes that it has itself made unavailable (their pod is gone, or the new one is not ready yet),
 * but not those where the old pod is not available for some other reason.
 */
export const hasty = atMostUnavailable("Hasty", ["Waiting", "Updating"]);

/** The corrected twin counts those too. */
export const careful = atMostUnavailable("Careful", ["Waiting", "Updating", "OutdatedUnavailable"]);
