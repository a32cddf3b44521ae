import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import { labelValue } from "../../api/selector-requirement.ts";
import type { DaemonSet } from "../../kubernetes/types.ts";
import { daemonNodes } from "./claim-pods.ts";
import { type DaemonSync, type Failure, say } from "./context.ts";
import type { DaemonRules } from "./daemon-node.ts";
import { rolloutLimits } from "./limits.ts";
import { onDelete } from "./on-delete.ts";
import { rolloutView } from "./rollout-view.ts";
import type { UpdateStrategy } from "./strategy.ts";
import { syncNodes } from "./sync-nodes.ts";
import { tally } from "./tally.ts";

/** Which strategy a DaemonSet is updated by, where it is none of the two that the API has. */
export const UPDATE_STRATEGY_ANNOTATION = "sim.kubetick.dev/update-strategy";

export type Strategies = ReadonlyMap<string, UpdateStrategy>;

function strategyName(daemonSet: DaemonSet): string {
  return (
    labelValue(daemonSet.metadata.annotations, UPDATE_STRATEGY_ANNOTATION) ??
    daemonSet.spec.updateStrategy?.type ??
    "RollingUpdate"
  );
}

/**
 * Does what the DaemonSet's update strategy wants done now. Returns what went wrong.
 * Source: pkg/controller/daemon/daemon_controller.go updateDaemonSet, update.go rollingUpdate.
 */
export function* rollOut(
  context: DaemonSync,
  rules: DaemonRules,
  strategies: Strategies,
): Generator<ApiRequest, Failure | undefined, ApiResponse> {
  const name = strategyName(context.daemonSet);
  const strategy = strategies.get(name);
  if (strategy === undefined) {
    yield* say(
      context,
      "Warning",
      "UnknownUpdateStrategy",
      `There is no update strategy ${JSON.stringify(name)}, only: ${[...strategies.keys()].join(", ")}`,
    );
    return undefined;
  }
  if (strategy === onDelete) return undefined;
  const nodes = yield* daemonNodes(context, rules);
  if ("error" in nodes) return nodes;
  const { now } = context.sync;
  const limits = rolloutLimits(context.daemonSet, tally(nodes, now).desired);
  if ("error" in limits) return { error: `couldn't get unavailable numbers: ${limits.error}` };
  const {
    deletePods = [],
    createOn = [],
    requeueAfter = Number.POSITIVE_INFINITY,
    error,
  } = strategy.plan(rolloutView({ ...rules, daemonSet: context.daemonSet }, nodes, context.sync, limits));
  if (Number.isFinite(requeueAfter)) context.sync.enqueueAfter(context.key, requeueAfter, "progress");
  const failure = error ?? (yield* syncNodes(context, rules.hash, { deletePods, createOn }));
  return failure === undefined ? undefined : { error: failure };
}
