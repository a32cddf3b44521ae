import { sameJson } from "../../api/equal.ts";
import { type ApiRequest, type ApiResponse, isFailure } from "../../api/request.ts";
import { matchesLabelSelector } from "../../api/selector.ts";
import type { Pod, ReplicaSet } from "../../kubernetes/types.ts";
import type { Key, Reconcile, Sync } from "../../machine/component.ts";
import { aggregate, errorText, isNamespaceTerminating, isNotFound } from "../shared/api-error.ts";
import { claim } from "../shared/claim.ts";
import { controllerOf, keyOf } from "../shared/controller-ref.ts";
import {
  deleteExpectations,
  deletionObserved,
  expectDeletions,
  lowerExpectations,
  satisfiedExpectations,
  setExpectations,
} from "../shared/expectations.ts";
import { availableAt, isPodActive, isPodTerminal } from "../shared/pod-conditions.ts";
import { createPod, deletePod, podFromTemplate } from "../shared/pod-control.ts";
import { slowStart } from "../shared/slow-start.ts";
import { podsToDelete } from "./pods-to-delete.ts";
import { replicaSetStatus } from "./status.ts";

export const REPLICA_SETS = "replicasets.apps";
const COMPONENT = "replicaset-controller";
/** Source: pkg/controller/replicaset/replica_set.go BurstReplicas. */
const BURST = 500;

/** Source: pkg/controller/replicaset/replica_set.go syncReplicaSet. */
export function* syncReplicaSet(key: Key, sync: Sync): Reconcile {
  const rs = sync.view.get<ReplicaSet>(REPLICA_SETS, key);
  if (rs === undefined) return deleteExpectations(sync.memory, key);
  const needsSync = satisfiedExpectations(sync.memory, key, sync.now);
  const { uid, namespace = "" } = rs.metadata;
  const pods = [...sync.view.controlledBy<Pod>("pods", uid), ...sync.view.orphans<Pod>("pods", namespace)];
  const claimer = {
    owner: rs,
    ownerResource: REPLICA_SETS,
    selector: rs.spec?.selector,
    resource: "pods",
    kind: "Pod",
  };
  const { claimed, error: claimError } = yield* claim(claimer, pods.filter(isPodActive));
  if (claimError !== undefined) return { error: claimError };
  const terminating = pods.filter((pod) => isTerminatingPodOf(rs, pod)).length;
  const error =
    needsSync && rs.metadata.deletionTimestamp === undefined
      ? yield* manageReplicas(sync, key, rs, claimed)
      : undefined;
  const failed = yield* writeStatus(sync, rs, replicaSetStatus(rs, claimed, terminating, error, sync.now));
  if (failed !== undefined || error !== undefined) return { error: failed ?? error ?? "" };
  return nextCheck(rs, claimed, sync);
}

function isTerminatingPodOf(rs: ReplicaSet, pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp === undefined || isPodTerminal(pod)) return false;
  return (
    controllerOf(pod.metadata)?.uid === rs.metadata.uid && matchesLabelSelector(rs.spec?.selector, pod.metadata.labels)
  );
}

/** Source: replica_set.go manageReplicas. */
function* manageReplicas(
  sync: Sync,
  key: Key,
  rs: ReplicaSet,
  pods: readonly Pod[],
): Generator<ApiRequest, string | undefined, ApiResponse> {
  const missing = (rs.spec?.replicas ?? 1) - pods.length;
  const by = { owner: rs, component: COMPONENT };
  if (missing > 0) {
    const count = Math.min(missing, BURST);
    setExpectations(sync.memory, key, count, 0, sync.now);
    const body = podFromTemplate(rs.spec?.template ?? {}, rs);
    const { errors, skipped } = yield* slowStart(count, function* () {
      const response = yield* createPod(sync, by, body);
      if (!isFailure(response)) return undefined;
      lowerExpectations(sync.memory, key, 1, 0);
      return isNamespaceTerminating(response) ? undefined : errorText(response);
    });
    lowerExpectations(sync.memory, key, skipped, 0);
    return errors[0];
  }
  if (missing === 0) return undefined;
  const victims = podsToDelete(pods, Math.min(-missing, BURST));
  expectDeletions(sync.memory, key, victims.map(keyOf), sync.now);
  const errors: string[] = [];
  for (const pod of victims) {
    const response = yield* deletePod(sync, by, pod.metadata.name);
    if (!isFailure(response)) continue;
    deletionObserved(sync.memory, key, keyOf(pod));
    if (!isNotFound(response)) errors.push(errorText(response));
  }
  return aggregate(errors.slice(0, 1));
}

/** Source: replica_set_utils.go updateReplicaSetStatus. A conflict is left to the next sync. */
function* writeStatus(
  _sync: Sync,
  rs: ReplicaSet,
  status: ReplicaSet["status"],
): Generator<ApiRequest, string | undefined, ApiResponse> {
  if (sameJson(rs.status, status)) return undefined;
  const { namespace = "", name } = rs.metadata;
  const response = yield {
    verb: "update",
    resource: REPLICA_SETS,
    namespace,
    name,
    subresource: "status",
    body: { ...rs, status },
  };
  return isFailure(response) && !isNotFound(response) ? errorText(response) : undefined;
}

/** Ready pods count as available later. */
function nextCheck(rs: ReplicaSet, pods: readonly Pod[], sync: Sync) {
  const minReady = rs.spec?.minReadySeconds ?? 0;
  const times =
    minReady === 0
      ? []
      : pods.map((pod) => availableAt(pod, minReady)).filter((at) => Number.isFinite(at) && at > sync.now);
  return times.length === 0 ? undefined : { requeueAfter: Math.min(...times) - sync.now };
}
