import { rollingUpdate } from "./rolling-update.ts";
import type { Stage } from "./stage.ts";
import type { RolloutNode, RolloutPlan, RolloutView } from "./strategy.ts";

const OLD: ReadonlySet<Stage> = new Set(["Outdated", "OutdatedUnavailable"]);

/**
 * What `RollingUpdate` would do now, but only on nodes that may begin: for strategies that say which nodes' turn it is, and
 * leave the rest to it. `maxUnavailable` and `maxSurge` are kept, of all nodes; where a replacement is under way
 * already, it goes on.
 *
 * @param mayBegin asked of nodes whose pod is of an older revision. Must depend on the node and the rollout alone.
 * @example
 * const sparesOnly: UpdateStrategy = {
 *   name: "SparesOnly",
 *   plan: (rollout) => rollingUpdateWhere(rollout, ({ node }) => node?.metadata.labels?.["spare"] === "true"),
 * };
 */
export function rollingUpdateWhere(rollout: RolloutView, mayBegin: (node: RolloutNode) => boolean): RolloutPlan {
  const nodes: RolloutView["nodes"] = (stage, place) =>
    OLD.has(stage) ? where(rollout.nodes(stage, place), mayBegin) : rollout.nodes(stage, place);
  return rollingUpdate.plan({ ...rollout, nodes });
}

function where<T>(list: Iterable<T>, isMeant: (item: T) => boolean): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      for (const item of list) if (isMeant(item)) yield item;
    },
  };
}
