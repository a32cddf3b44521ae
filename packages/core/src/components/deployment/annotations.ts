import type { Deployment, ReplicaSet } from "../../kubernetes/types.ts";
import { fenceposts, replicasOf } from "./counts.ts";

type Annotations = Readonly<Record<string, string>>;

export const REVISION = "deployment.kubernetes.io/revision";
const HISTORY = "deployment.kubernetes.io/revision-history";
export const DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
const MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";
const NOT_COPIED: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION,
  HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  "deprecated.deployment.rollback.to",
]);

export function annotation(annotations: Annotations | undefined, name: string): string | undefined {
  return annotations !== undefined && Object.hasOwn(annotations, name) ? annotations[name] : undefined;
}

export function revisionOf({ metadata }: ReplicaSet): number {
  const text = annotation(metadata.annotations, REVISION) ?? "0";
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/** What the new ReplicaSet is annotated with. Source: pkg/controller/deployment/util/deployment_util.go SetNewReplicaSetAnnotations. */
export function newSetAnnotations(deployment: Deployment, before: Annotations, revision: number): Annotations {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => !NOT_COPIED.has(name));
  const result = new Map([...Object.entries(before), ...copied]);
  const old = annotation(before, REVISION);
  if (Number(old ?? 0) < revision) {
    result.set(REVISION, String(revision));
    if (old !== undefined)
      result.set(
        HISTORY,
        [...(annotation(before, HISTORY) ?? "").split(",").filter((part) => part !== ""), old].join(","),
      );
  }
  return Object.fromEntries(result);
}

export function replicasAnnotations(deployment: Deployment): Annotations {
  const desired = replicasOf(deployment);
  return { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(desired + fenceposts(deployment).surge) };
}
