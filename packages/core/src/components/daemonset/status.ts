import { type ApiRequest, type ApiResponse, isFailure } from "../../api/request.ts";
import type { DaemonSet, DaemonSetStatus } from "../../kubernetes/types.ts";
import { errorText } from "../shared/api-error.ts";
import { wroteAt } from "../shared/consistency.ts";
import { daemonNodes } from "./claim-pods.ts";
import { DAEMON_SETS, type DaemonSync, type Failure } from "./context.ts";
import type { DaemonRules } from "./daemon-node.ts";
import { type Tally, tally } from "./tally.ts";

/** How often a status that is refused is sent again in the same sync. Source: daemon_controller.go StatusUpdateRetries. */
const STATUS_UPDATE_RETRIES = 1;

/**
 * Counts, and writes the status where it has changed. `observed`: this sync has acted on the DaemonSet's generation.
 * Source: pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus.
 */
export function* updateStatus(
  context: DaemonSync,
  rules: DaemonRules,
  observed: boolean,
): Generator<ApiRequest, Failure | undefined, ApiResponse> {
  const nodes = yield* daemonNodes(context, rules);
  if ("error" in nodes) return nodes;
  const { sync, key, daemonSet } = context;
  const counts = tally(nodes, sync.now);
  const error = yield* storeStatus(context, counts, observed);
  if (error !== undefined) return { error: `error storing status for daemon set ${daemonSet.metadata.name}: ${error}` };
  const { minReadySeconds = 0 } = daemonSet.spec;
  if (rules.variants.looksAgainAtReadyPods && minReadySeconds > 0 && counts.ready !== counts.available)
    sync.enqueueAfter(key, minReadySeconds * 1000, "progress");
  return undefined;
}

/** Source: pkg/controller/daemon/daemon_controller.go storeDaemonSetStatus. */
function* storeStatus(
  context: DaemonSync,
  counts: Tally,
  observed: boolean,
): Generator<ApiRequest, string | undefined, ApiResponse> {
  const { sync, key, daemonSet } = context;
  if (isStored(daemonSet, counts)) return undefined;
  const { namespace = "", name, generation } = daemonSet.metadata;
  let current = daemonSet;
  for (let retries = 0; ; retries++) {
    const body: DaemonSet = {
      ...current,
      status: statusOf(current.status, counts, observed ? generation : current.status?.observedGeneration),
    };
    const response = yield { verb: "update", resource: DAEMON_SETS, subresource: "status", namespace, name, body };
    if (!isFailure(response)) {
      const updated = response.body as DaemonSet;
      wroteAt(sync.memory, key, updated.metadata.uid, DAEMON_SETS, updated);
      return undefined;
    }
    if (retries >= STATUS_UPDATE_RETRIES) return errorText(response);
    const fresh = yield { verb: "get", resource: DAEMON_SETS, namespace, name };
    if (isFailure(fresh)) return errorText(fresh);
    current = fresh.body as DaemonSet;
  }
}

function isStored({ metadata, status }: DaemonSet, counts: Tally): boolean {
  return (
    status !== undefined &&
    status.desiredNumberScheduled === counts.desired &&
    status.currentNumberScheduled === counts.current &&
    status.numberMisscheduled === counts.misscheduled &&
    status.numberReady === counts.ready &&
    (status.updatedNumberScheduled ?? 0) === counts.updated &&
    (status.numberAvailable ?? 0) === counts.available &&
    (status.numberUnavailable ?? 0) === counts.desired - counts.available &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

/** Four of the counts are always written, the others only where they are not 0, as the real JSON has it. */
function statusOf(
  before: DaemonSetStatus | undefined,
  counts: Tally,
  observedGeneration: number | undefined,
): DaemonSetStatus {
  const {
    observedGeneration: _o,
    updatedNumberScheduled: _s,
    numberAvailable: _a,
    numberUnavailable: _u,
    ...kept
  } = before ?? ({} as DaemonSetStatus);
  return Object.assign({}, kept, {
    currentNumberScheduled: counts.current,
    desiredNumberScheduled: counts.desired,
    numberMisscheduled: counts.misscheduled,
    numberReady: counts.ready,
    ...unlessZero("numberAvailable", counts.available),
    ...unlessZero("numberUnavailable", counts.desired - counts.available),
    ...unlessZero("observedGeneration", observedGeneration ?? 0),
    ...unlessZero("updatedNumberScheduled", counts.updated),
  });
}

function unlessZero(name: string, value: number): Readonly<Record<string, number>> {
  return value === 0 ? {} : { [name]: value };
}
