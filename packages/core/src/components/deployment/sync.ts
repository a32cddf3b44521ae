import { sameJson } from "../../api/equal.ts";
import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { Deployment, DeploymentStatus, Pod, ReplicaSet } from "../../kubernetes/types.ts";
import type { Key, Reconcile, Sync, SyncResult } from "../../machine/component.ts";
import { claim } from "../shared/claim.ts";
import { isPodTerminal } from "../shared/pod-conditions.ts";
import { annotation, DESIRED_REPLICAS } from "./annotations.ts";
import { availableOf, byAge, fenceposts, isRollingUpdate, newReplicas, replicasOf, sum } from "./counts.ts";
import {
  cleanUp,
  DEPLOYMENTS,
  type Family,
  REPLICA_SETS,
  SyncError,
  say,
  scaleSet,
  syncRevision,
  writeStatus,
} from "./replica-sets.ts";
import {
  conditionOf,
  deadline,
  deploymentStatus,
  hasDeadline,
  isComplete,
  rolloutStatus,
  withCondition,
} from "./status.ts";

type Requests<T> = Generator<ApiRequest, T, ApiResponse>;

/** Source: pkg/controller/deployment/deployment_controller.go syncDeployment. */
export function* syncDeployment(key: Key, sync: Sync): Reconcile {
  const deployment = sync.view.get<Deployment>(DEPLOYMENTS, key);
  if (deployment === undefined) return;
  try {
    return yield* syncOne(sync, deployment);
  } catch (error) {
    if (error instanceof SyncError) return { error: error.message };
    throw error;
  }
}

function* syncOne(sync: Sync, cached: Deployment): Requests<SyncResult | void> {
  const { selector } = cached.spec ?? {};
  if (
    selector !== undefined &&
    Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0
  ) {
    return yield* say(
      sync,
      cached,
      "Warning",
      "SelectingAll",
      "This deployment is selecting all pods. A non-empty selector is required.",
    );
  }
  const { uid, namespace = "" } = cached.metadata;
  const candidates = [
    ...sync.view.controlledBy<ReplicaSet>(REPLICA_SETS, uid),
    ...sync.view.orphans<ReplicaSet>(REPLICA_SETS, namespace),
  ];
  const claimed = yield* claim(
    { owner: cached, ownerResource: DEPLOYMENTS, selector, resource: REPLICA_SETS, kind: "ReplicaSet" },
    candidates,
  );
  if (claimed.error !== undefined) throw new SyncError(claimed.error);
  const sets = claimed.claimed;
  if (cached.metadata.deletionTimestamp !== undefined)
    return yield* statusOnly(sync, yield* syncRevision(sync, cached, sets, false));
  const deployment = yield* checkPaused(sync, cached);
  const family = yield* syncRevision(sync, deployment, sets, false);
  if (deployment.spec?.paused === true || isScaling(family)) return yield* scale(sync, family);
  const members = [...family.old, ...(family.newSet === undefined ? [] : [family.newSet])];
  return isRollingUpdate(deployment) ? yield* rollOut(sync, family.deployment, members) : yield* recreate(sync, family);
}

/** Source: sync.go checkPausedConditions. */
function* checkPaused(sync: Sync, deployment: Deployment): Requests<Deployment> {
  const old = conditionOf(deployment.status?.conditions, "Progressing");
  const paused = deployment.spec?.paused === true;
  if (
    !hasDeadline(deployment) ||
    old?.reason === "ProgressDeadlineExceeded" ||
    paused === (old?.reason === "DeploymentPaused")
  )
    return deployment;
  const [reason, message] = paused
    ? ["DeploymentPaused", "Deployment is paused"]
    : ["DeploymentResumed", "Deployment is resumed"];
  const conditions = withCondition(
    deployment.status?.conditions ?? [],
    { type: "Progressing", status: "Unknown", reason, message },
    sync.now,
  );
  return yield* writeStatus(deployment, { ...deployment.status, conditions });
}

function allOf({ newSet, old }: Family): readonly ReplicaSet[] {
  return newSet === undefined ? old : [...old, newSet];
}

/** Source: sync.go isScalingEvent. */
function isScaling(family: Family): boolean {
  const active = allOf(family).filter((rs) => replicasOf(rs) > 0);
  return active.some(
    (rs) =>
      Number(annotation(rs.metadata.annotations, DESIRED_REPLICAS) ?? replicasOf(family.deployment)) !==
      replicasOf(family.deployment),
  );
}

function* statusOnly(sync: Sync, family: Family): Requests<void> {
  yield* putStatus(family.deployment, deploymentStatus(family.deployment, allOf(family), family.newSet, sync.now));
}

function* putStatus(deployment: Deployment, status: DeploymentStatus): Requests<boolean> {
  if (sameJson(deployment.status, status)) return false;
  yield* writeStatus(deployment, status);
  return true;
}

/** Scales in proportion, outside of the rollout. Source: sync.go sync, scale. */
function* scale(sync: Sync, family: Family): Requests<void> {
  const { deployment, newSet } = family;
  const desired = replicasOf(deployment);
  const active = allOf(family).filter((rs) => replicasOf(rs) > 0);
  const latest = newSet ?? [...family.old].sort(byAge).at(-1);
  const only = active.length === 1 ? active[0] : active.length === 0 ? latest : undefined;
  const scaled: ReplicaSet[] = [];
  if (only !== undefined) scaled.push(yield* scaleSet(sync, deployment, only, desired));
  else if (newSet !== undefined && isSaturated(deployment, newSet))
    for (const rs of active) if (rs !== newSet) scaled.push(yield* scaleSet(sync, deployment, rs, 0));
  if (only === undefined && scaled.length === 0 && isRollingUpdate(deployment))
    for (const [rs, size] of proportions(deployment, active))
      scaled.push(yield* scaleSet(sync, deployment, rs, size, true));
  const after = (rs: ReplicaSet) => scaled.find(({ metadata }) => metadata.uid === rs.metadata.uid) ?? rs;
  const next: Family = {
    deployment,
    newSet: newSet === undefined ? undefined : after(newSet),
    old: family.old.map(after),
  };
  if (deployment.spec?.paused === true) yield* cleanUp(deployment, next.old);
  yield* statusOnly(sync, next);
}

function isSaturated(deployment: Deployment, rs: ReplicaSet): boolean {
  const desired = replicasOf(deployment);
  return (
    replicasOf(rs) === desired &&
    Number(annotation(rs.metadata.annotations, DESIRED_REPLICAS)) === desired &&
    availableOf(rs) === desired
  );
}

/** Source: sync.go scale; util/deployment_util.go GetReplicaSetProportion. */
export function proportions(
  deployment: Deployment,
  active: readonly ReplicaSet[],
): readonly (readonly [ReplicaSet, number])[] {
  const desired = replicasOf(deployment);
  const limit = desired === 0 ? 0 : desired + fenceposts(deployment).surge;
  const toAdd = limit - sum(active, replicasOf);
  const sorted = [...active].sort((a, b) => replicasOf(b) - replicasOf(a) || (toAdd > 0 ? byAge(b, a) : byAge(a, b)));
  let added = 0;
  const sizes = sorted.map((rs) => {
    const fraction = fractionOf(deployment, rs, limit);
    const share =
      toAdd === added ? 0 : toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
    added += share;
    return replicasOf(rs) + share;
  });
  if (sizes[0] !== undefined) sizes[0] = Math.max(0, sizes[0] + toAdd - added);
  return sorted.map((rs, at) => [rs, sizes[at] as number]);
}

function fractionOf(deployment: Deployment, rs: ReplicaSet, limit: number): number {
  if (replicasOf(deployment) === 0) return -replicasOf(rs);
  const before =
    Number(annotation(rs.metadata.annotations, "deployment.kubernetes.io/max-replicas") ?? 0) ||
    (deployment.status?.replicas ?? 0);
  return before === 0 ? 0 : Math.round((replicasOf(rs) * limit) / before) - replicasOf(rs);
}

/** Source: rolling.go rolloutRolling. */
function* rollOut(sync: Sync, deployment: Deployment, sets: readonly ReplicaSet[]): Requests<SyncResult | void> {
  const family = yield* syncRevision(sync, deployment, sets, true);
  const newSet = family.newSet as ReplicaSet;
  const desired = replicasOf(family.deployment);
  const current = replicasOf(newSet);
  const wanted =
    current > desired
      ? desired
      : current === desired
        ? current
        : newReplicas(family.deployment, allOf(family), current);
  const scaled = yield* scaleSet(sync, family.deployment, newSet, wanted);
  if (scaled !== newSet) return yield* finish(sync, { ...family, newSet: scaled });
  const old = yield* scaleDownOld(sync, family, newSet);
  if (old !== family.old) return yield* finish(sync, { ...family, old });
  if (isComplete(family.deployment, family.deployment.status)) yield* cleanUp(family.deployment, family.old);
  return yield* finish(sync, family);
}

/** Unhealthy replicas first, then as many as may be unavailable. Source: rolling.go reconcileOldReplicaSets. */
function* scaleDownOld(sync: Sync, { deployment, old }: Family, newSet: ReplicaSet): Requests<readonly ReplicaSet[]> {
  if (sum(old, replicasOf) === 0) return old;
  const minAvailable = replicasOf(deployment) - fenceposts(deployment).unavailable;
  let unhealthy = sum(old, replicasOf) + replicasOf(newSet) - minAvailable - (replicasOf(newSet) - availableOf(newSet));
  if (unhealthy <= 0) return old;
  const sets = [...old].sort(byAge);
  let changed = false;
  for (const [at, rs] of sets.entries()) {
    const count = Math.min(unhealthy, replicasOf(rs) - availableOf(rs));
    if (count <= 0) continue;
    sets[at] = yield* scaleSet(sync, deployment, rs, replicasOf(rs) - count);
    unhealthy -= count;
    changed = true;
  }
  let spare = sum(sets, availableOf) + availableOf(newSet) - minAvailable;
  for (const [at, rs] of sets.entries()) {
    const count = Math.min(spare, replicasOf(rs));
    if (count <= 0) continue;
    sets[at] = yield* scaleSet(sync, deployment, rs, replicasOf(rs) - count);
    spare -= count;
    changed = true;
  }
  return changed ? sets : old;
}

/** Source: recreate.go rolloutRecreate. */
function* recreate(sync: Sync, family: Family): Requests<SyncResult | void> {
  const { deployment } = family;
  const old: ReplicaSet[] = [];
  for (const rs of family.old) old.push(yield* scaleSet(sync, deployment, rs, 0));
  if (old.some((rs, at) => rs !== family.old[at]) || hasOldPods(sync, family))
    return yield* finish(sync, { ...family, old });
  const current = family.newSet === undefined ? yield* syncRevision(sync, deployment, old, true) : family;
  const newSet = yield* scaleSet(sync, current.deployment, current.newSet as ReplicaSet, replicasOf(deployment));
  if (isComplete(current.deployment, current.deployment.status)) yield* cleanUp(current.deployment, old);
  return yield* finish(sync, { ...current, newSet });
}

function hasOldPods({ view }: Sync, { old }: Family): boolean {
  return old.some(
    (rs) =>
      (rs.status?.replicas ?? 0) > 0 ||
      view.controlledBy<Pod>("pods", rs.metadata.uid).some((pod) => !isPodTerminal(pod)),
  );
}

/** Source: progress.go syncRolloutStatus, requeueStuckDeployment. */
function* finish(sync: Sync, family: Family): Requests<SyncResult | void> {
  const { deployment } = family;
  const status = rolloutStatus(deployment, allOf(family), family.newSet, sync.now);
  if (yield* putStatus(deployment, status)) return;
  const progressing = conditionOf(status.conditions, "Progressing");
  if (
    !hasDeadline(deployment) ||
    progressing === undefined ||
    isComplete(deployment, status) ||
    progressing.reason === "ProgressDeadlineExceeded"
  )
    return;
  return { requeueAfter: Math.max(0, deadline(deployment, progressing) - sync.now) + 1000, timer: "background" };
}
