import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { DaemonSet, Node } from "../../kubernetes/types.ts";
import type { Key, Reconcile, Sync } from "../../machine/component.ts";
import { forgetWrites, staleness } from "../shared/consistency.ts";
import { deleteExpectations, satisfiedExpectations } from "../shared/expectations.ts";
import { cleanupHistory } from "./cleanup-history.ts";
import { DAEMON_SETS, type DaemonSync, type Failure, say } from "./context.ts";
import { type DaemonRules, daemonRules } from "./daemon-node.ts";
import { constructHistory, type History } from "./history.ts";
import { manage } from "./manage.ts";
import { hashOf } from "./revision.ts";
import { rollOut, type Strategies } from "./rollout.ts";
import { isEmptySelector } from "./selector.ts";
import { updateStatus } from "./status.ts";
import type { DaemonVariants } from "./variants.ts";

/** One sync of one DaemonSet. Source: pkg/controller/daemon/daemon_controller.go syncDaemonSet. */
export function* syncDaemonSet(key: Key, sync: Sync, strategies: Strategies, variants: DaemonVariants): Reconcile {
  const stale = staleness(sync.memory, key, sync.view);
  if (stale !== undefined) return { error: stale };
  const daemonSet = sync.view.get<DaemonSet>(DAEMON_SETS, key);
  if (daemonSet === undefined) {
    deleteExpectations(sync.memory, key);
    forgetWrites(sync.memory, key);
    return undefined;
  }
  const context: DaemonSync = { sync, key, daemonSet, nodes: sync.view.tree<Node>("nodes"), variants };
  if (isEmptySelector(daemonSet.spec.selector)) {
    yield* say(
      context,
      "Warning",
      "SelectingAll",
      "This daemon set is selecting all pods. A non-empty selector is required.",
    );
    return undefined;
  }
  // While it is being deleted nobody knows which of its revisions are still there.
  if (daemonSet.metadata.deletionTimestamp !== undefined) return undefined;

  const history = yield* constructHistory(context);
  if ("error" in history) return { error: `failed to construct revisions of DaemonSet: ${history.error}` };
  const rules = daemonRules(daemonSet, hashOf(history.current), variants);
  if (!satisfiedExpectations(sync.memory, key, sync.now))
    return (yield* updateStatus(context, rules, false)) ?? undefined;

  const failure = yield* updateDaemonSet(context, rules, history, strategies);
  if (failure !== undefined && !variants.tellsStatusAfterFailure) return failure;
  const statusFailure = yield* updateStatus(context, rules, true);
  return failure ?? statusFailure ?? undefined;
}

/** Source: pkg/controller/daemon/daemon_controller.go updateDaemonSet. */
function* updateDaemonSet(
  context: DaemonSync,
  rules: DaemonRules,
  { old }: History,
  strategies: Strategies,
): Generator<ApiRequest, Failure | undefined, ApiResponse> {
  const { sync, key } = context;
  const failure = yield* manage(context, rules);
  if (failure !== undefined) return failure;
  if (satisfiedExpectations(sync.memory, key, sync.now)) {
    const unrolled = yield* rollOut(context, rules, strategies);
    if (unrolled !== undefined) return unrolled;
  }
  return yield* cleanupHistory(context, rules, old);
}
