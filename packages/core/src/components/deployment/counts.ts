import type { Deployment, ReplicaSet } from "../../kubernetes/types.ts";
import { scaledValue } from "../shared/int-or-percent.ts";

export const replicasOf = ({ spec }: ReplicaSet | Deployment): number => spec?.replicas ?? 1;
export const availableOf = ({ status }: ReplicaSet): number => status?.availableReplicas ?? 0;

export function isRollingUpdate({ spec }: Deployment): boolean {
  return (spec?.strategy?.type ?? "RollingUpdate") === "RollingUpdate";
}

/** Source: pkg/controller/deployment/util/deployment_util.go ResolveFenceposts, MaxSurge, MaxUnavailable. */
export function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
  const desired = replicasOf(deployment);
  if (!isRollingUpdate(deployment)) return { surge: 0, unavailable: 0 };
  const { maxSurge = 0, maxUnavailable = 0 } = deployment.spec?.strategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, desired, "up");
  const unavailable = scaledValue(maxUnavailable, desired, "down");
  if (surge === 0 && unavailable === 0) return { surge, unavailable: desired === 0 ? 0 : 1 };
  return { surge, unavailable: Math.min(unavailable, desired) };
}

export function sum(sets: readonly ReplicaSet[], of: (rs: ReplicaSet) => number): number {
  return sets.reduce((total, rs) => total + of(rs), 0);
}

/** How many replicas the new ReplicaSet may have now. Source: deployment_util.go NewRSNewReplicas. */
export function newReplicas(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  const desired = replicasOf(deployment);
  if (!isRollingUpdate(deployment)) return desired;
  const room = desired + fenceposts(deployment).surge - sum(all, replicasOf);
  return room <= 0 ? current : current + Math.min(room, desired - current);
}

/** Oldest first, then by name. Source: pkg/controller/controller_utils.go ReplicaSetsByCreationTimestamp. */
export function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const [left, right] = [a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? ""];
  if (left !== right) return left < right ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
