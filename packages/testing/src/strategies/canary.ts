import { type Duration, parseDuration } from "@kubetick/cluster";
import { rollingUpdate, rollingUpdateWhere, type UpdateStrategy } from "@kubetick/core";
import { begun, newPods, notBegun, steadyAt } from "./nodes.ts";
import { given, made } from "./recipes.ts";

export interface CanaryOptions {
  /** As DaemonSets ask for it. Default: `Canary`. */
  readonly name?: string;
  /** How long the first pod must have been available before the others follow. Default: `30s`. */
  readonly wait?: Duration;
}

/**
 * First one node; when its new pod has been available for a while, all the others as `RollingUpdate` does it. A canary that
 * crashes has to begin anew, so an image that does not run for that long gets no further.
 *
 * Any node counts that has got a pod of the new template, also one that has just joined, or whose pod somebody has deleted.
 *
 * @throws RangeError where `wait` is no time span
 * @example
 * const cluster = new Cluster({ nodes: 3, strategies: [canary({ wait: "1m" })] });
 * // … and in the DaemonSet: annotations: { "sim.kubetick.dev/update-strategy": "Canary" }
 */
export function canary(options: CanaryOptions = {}): UpdateStrategy {
  const { name = "Canary", wait = "30s" } = options;
  const span = parseDuration(wait);
  return made("canary", given(options), {
    name,
    plan(rollout) {
      let provenAt = Number.POSITIVE_INFINITY;
      for (const pod of newPods(rollout)) {
        provenAt = Math.min(provenAt, steadyAt(pod, rollout, span));
        if (provenAt <= rollout.now) return rollingUpdate.plan(rollout);
      }
      const [first] = begun(rollout) > 0 ? [] : notBegun(rollout);
      return {
        ...rollingUpdateWhere(rollout, (node) => node.name === first?.name),
        requeueAfter: provenAt - rollout.now,
      };
    },
  });
}
