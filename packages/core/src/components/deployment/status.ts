import type { Millis } from "../../api/request.ts";
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from "../../kubernetes/types.ts";
import { formatTime, parseTime } from "../../time.ts";
import { availableOf, fenceposts, replicasOf, sum } from "./counts.ts";

type Conditions = readonly DeploymentCondition[];
type Said = Pick<DeploymentCondition, "type" | "status" | "reason" | "message">;

export function hasDeadline({ spec }: Deployment): boolean {
  return spec?.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== 2_147_483_647;
}

export function conditionOf(conditions: Conditions | undefined, type: string): DeploymentCondition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Source: pkg/controller/deployment/util/deployment_util.go SetDeploymentCondition. */
export function withCondition(conditions: Conditions, said: Said, now: Millis): Conditions {
  const old = conditionOf(conditions, said.type ?? "");
  if (old?.status === said.status && old?.reason === said.reason) return conditions;
  const time = formatTime(now);
  const lastTransitionTime = old !== undefined && old.status === said.status ? (old.lastTransitionTime ?? time) : time;
  return [
    ...conditions.filter(({ type }) => type !== said.type),
    { ...said, lastUpdateTime: time, lastTransitionTime },
  ];
}

/** Source: pkg/controller/deployment/sync.go calculateStatus. */
export function deploymentStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  now: Millis,
): DeploymentStatus {
  const actual = ({ status }: ReplicaSet) => status?.replicas ?? 0;
  const available = sum(all, availableOf);
  const enough = available >= replicasOf(deployment) - fenceposts(deployment).unavailable;
  const { collisionCount, conditions = [] } = deployment.status ?? {};
  const unknown = all.some(
    ({ status }) => (status?.observedGeneration ?? 0) !== 0 && status?.terminatingReplicas === undefined,
  );
  const counts: Record<string, number> = {
    replicas: sum(all, actual),
    updatedReplicas: newSet === undefined ? 0 : actual(newSet),
    readyReplicas: sum(all, ({ status }) => status?.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(all, replicasOf) - available),
  };
  return {
    ...(deployment.metadata.generation === undefined ? {} : { observedGeneration: deployment.metadata.generation }),
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
    ...(unknown ? {} : { terminatingReplicas: sum(all, ({ status }) => status?.terminatingReplicas ?? 0) }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions: withCondition(conditions, enough ? AVAILABLE : UNAVAILABLE, now),
  };
}

const AVAILABLE: Said = {
  type: "Available",
  status: "True",
  reason: "MinimumReplicasAvailable",
  message: "Deployment has minimum availability.",
};
const UNAVAILABLE: Said = {
  type: "Available",
  status: "False",
  reason: "MinimumReplicasUnavailable",
  message: "Deployment does not have minimum availability.",
};

/** Source: deployment_util.go DeploymentComplete. */
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const desired = replicasOf(deployment);
  const all = [status?.updatedReplicas, status?.replicas, status?.availableReplicas].every(
    (count) => (count ?? 0) === desired,
  );
  return all && (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0);
}

/** The status with what is to be said of the rollout. Source: pkg/controller/deployment/progress.go syncRolloutStatus. */
export function rolloutStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  now: Millis,
): DeploymentStatus {
  const status = deploymentStatus(deployment, all, newSet, now);
  const old = conditionOf(deployment.status?.conditions, "Progressing");
  const finished = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && old?.reason === "NewReplicaSetAvailable";
  let conditions = status.conditions ?? [];
  if (!hasDeadline(deployment)) conditions = conditions.filter(({ type }) => type !== "Progressing");
  else if (!finished) conditions = progress(deployment, status, newSet, conditions, now);
  const failure = [...(newSet === undefined ? [] : [newSet]), ...all]
    .flatMap((rs) => rs.status?.conditions ?? [])
    .find(({ type }) => type === "ReplicaFailure");
  conditions =
    failure === undefined
      ? conditions.filter(({ type }) => type !== "ReplicaFailure")
      : withCondition(
          conditions,
          {
            type: "ReplicaFailure",
            status: failure.status,
            reason: failure.reason ?? "",
            message: failure.message ?? "",
          },
          now,
        );
  return { ...status, conditions };
}

function progress(
  deployment: Deployment,
  status: DeploymentStatus,
  newSet: ReplicaSet | undefined,
  conditions: Conditions,
  now: Millis,
): Conditions {
  const subject =
    newSet === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newSet.metadata.name}"`;
  const say = (value: string, reason: string, message: string): Said => ({
    type: "Progressing",
    status: value,
    reason,
    message: `${subject} ${message}`,
  });
  const old = conditionOf(conditions, "Progressing");
  if (isComplete(deployment, status))
    return withCondition(conditions, say("True", "NewReplicaSetAvailable", "has successfully progressed."), now);
  if (isProgressing(deployment.status, status)) {
    const said = withCondition([], say("True", "ReplicaSetUpdated", "is progressing."), now)[0] as DeploymentCondition;
    const since =
      old?.status === "True" && old.lastTransitionTime ? { lastTransitionTime: old.lastTransitionTime } : {};
    return [...conditions.filter(({ type }) => type !== "Progressing"), { ...said, ...since }];
  }
  if (old === undefined || old.reason === "NewReplicaSetAvailable") return conditions;
  const timedOut = old.reason === "ProgressDeadlineExceeded" || deadline(deployment, old) < now;
  return timedOut
    ? withCondition(conditions, say("False", "ProgressDeadlineExceeded", "has timed out progressing."), now)
    : conditions;
}

function isProgressing(before: DeploymentStatus | undefined, after: DeploymentStatus): boolean {
  const [old, now] = [before ?? {}, after].map(
    ({ replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 }) => ({
      replicas,
      updatedReplicas,
      readyReplicas,
      availableReplicas,
    }),
  );
  if (old === undefined || now === undefined) return false;
  if (
    now.updatedReplicas > old.updatedReplicas ||
    now.readyReplicas > old.readyReplicas ||
    now.availableReplicas > old.availableReplicas
  )
    return true;
  return now.replicas - now.updatedReplicas < old.replicas - old.updatedReplicas;
}

/** When a rollout without progress counts as stuck. */
export function deadline({ spec }: Deployment, { lastUpdateTime }: DeploymentCondition): Millis {
  return parseTime(lastUpdateTime) + (spec?.progressDeadlineSeconds ?? 0) * 1000;
}
