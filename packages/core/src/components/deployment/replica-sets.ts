import { sameJson } from "../../api/equal.ts";
import { type ApiRequest, type ApiResponse, failureReason, isFailure } from "../../api/request.ts";
import type { Deployment, DeploymentStatus, PodTemplateSpec, ReplicaSet } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { recordEvent } from "../events/recorder.ts";
import { errorText, isNotFound } from "../shared/api-error.ts";
import { controllerOf, controllerRef, referenceTo } from "../shared/controller-ref.ts";
import { templateHash } from "../shared/hash.ts";
import { annotation, newSetAnnotations, REVISION, replicasAnnotations, revisionOf } from "./annotations.ts";
import { byAge, newReplicas, replicasOf } from "./counts.ts";
import { conditionOf, hasDeadline, withCondition } from "./status.ts";

export const DEPLOYMENTS = "deployments.apps";
export const REPLICA_SETS = "replicasets.apps";
const HASH = "pod-template-hash";

/** What goes wrong ends the sync: it is thrown through the generators of one sync, and caught at its top. */
export class SyncError extends Error {}

type Requests<T> = Generator<ApiRequest, T, ApiResponse>;

export function say(
  sync: Sync,
  deployment: Deployment,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
): Requests<void> {
  return recordEvent(sync, {
    involvedObject: referenceTo(deployment),
    type,
    reason,
    message,
    component: "deployment-controller",
  });
}

/** The object as the server has it after a request. */
export function* must<T>(request: ApiRequest): Requests<T> {
  const response = yield request;
  if (isFailure(response)) throw new SyncError(errorText(response));
  return response.body as T;
}

/** Source: pkg/controller/deployment/util/deployment_util.go EqualIgnoreHash. */
function equalIgnoringHash(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return sameJson(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { [HASH]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } as NonNullable<PodTemplateSpec["metadata"]> };
}

export function findNewSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return [...sets].sort(byAge).find((rs) => equalIgnoringHash(rs.spec?.template, deployment.spec?.template));
}

/** A deployment, its ReplicaSets, and its new one, as one sync knows them after its own writes. */
export interface Family {
  readonly deployment: Deployment;
  readonly newSet: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** Source: pkg/controller/deployment/sync.go getAllReplicaSetsAndSyncRevision, getNewReplicaSet. */
export function* syncRevision(
  sync: Sync,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  create: boolean,
): Requests<Family> {
  const found = findNewSet(deployment, sets);
  const old = sets.filter((rs) => rs.metadata.uid !== found?.metadata.uid);
  const revision = old.reduce((most, rs) => Math.max(most, revisionOf(rs)), 0) + 1;
  if (found === undefined)
    return create ? yield* createNewSet(sync, deployment, old, revision) : { deployment, newSet: undefined, old };
  const annotations = newSetAnnotations(deployment, found.metadata.annotations ?? {}, revision);
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  if (
    !sameJson(annotations, found.metadata.annotations ?? {}) ||
    (found.spec?.minReadySeconds ?? 0) !== minReadySeconds
  ) {
    const body = { ...found, metadata: { ...found.metadata, annotations }, spec: { ...found.spec, minReadySeconds } };
    const newSet = yield* must<ReplicaSet>({ verb: "update", ...target(REPLICA_SETS, found), body });
    return { deployment, newSet, old };
  }
  const foundIt = {
    type: "Progressing",
    status: "True",
    reason: "FoundNewReplicaSet",
    message: `Found new replica set "${found.metadata.name}"`,
  };
  const said = conditionOf(deployment.status?.conditions, "Progressing") === undefined ? foundIt : undefined;
  const updated = yield* writeRevision(sync, deployment, annotation(found.metadata.annotations, REVISION) ?? "", said);
  return { deployment: updated, newSet: found, old };
}

function* createNewSet(
  sync: Sync,
  deployment: Deployment,
  old: readonly ReplicaSet[],
  revision: number,
): Requests<Family> {
  const template = deployment.spec?.template ?? {};
  const hash = templateHash(template, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [HASH]: hash };
  const { name, namespace = "" } = deployment.metadata;
  const replicas = newReplicas(deployment, old, 0);
  const body = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name.slice(0, 252 - hash.length)}-${hash}`,
      namespace,
      labels,
      ownerReferences: [controllerRef(deployment)],
      annotations: { ...newSetAnnotations(deployment, {}, revision), ...replicasAnnotations(deployment) },
    },
    spec: {
      replicas,
      minReadySeconds: deployment.spec?.minReadySeconds ?? 0,
      selector: {
        ...deployment.spec?.selector,
        matchLabels: { ...deployment.spec?.selector?.matchLabels, [HASH]: hash },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
  const response = yield { verb: "create", resource: REPLICA_SETS, namespace, body };
  if (failureReason(response) === "AlreadyExists")
    return yield* existingSet(sync, deployment, old, body.metadata.name, errorText(response));
  if (isFailure(response)) return yield* creationFailed(sync, deployment, body.metadata.name, errorText(response));
  const newSet = response.body as ReplicaSet;
  if (replicas > 0)
    yield* say(
      sync,
      deployment,
      "Normal",
      "ScalingReplicaSet",
      `Scaled up replica set ${newSet.metadata.name} from 0 to ${replicas}`,
    );
  const said = {
    type: "Progressing",
    status: "True",
    reason: "NewReplicaSetCreated",
    message: `Created new replica set "${newSet.metadata.name}"`,
  };
  return { deployment: yield* writeRevision(sync, deployment, String(revision), said), newSet, old };
}

/** It is ours and was not in the cache yet, or two templates have the same hash. */
function* existingSet(
  sync: Sync,
  deployment: Deployment,
  old: readonly ReplicaSet[],
  name: string,
  error: string,
): Requests<Family> {
  const found = sync.view.get<ReplicaSet>(REPLICA_SETS, `${deployment.metadata.namespace}/${name}`);
  if (found === undefined) throw new SyncError(error);
  if (
    controllerOf(found.metadata)?.uid === deployment.metadata.uid &&
    equalIgnoringHash(found.spec?.template, deployment.spec?.template)
  )
    return { deployment, newSet: found, old };
  yield* writeStatus(deployment, {
    ...deployment.status,
    collisionCount: (deployment.status?.collisionCount ?? 0) + 1,
  });
  throw new SyncError(error);
}

function* creationFailed(sync: Sync, deployment: Deployment, name: string, error: string): Requests<never> {
  const message = `Failed to create new replica set "${name}": ${error}`;
  if (hasDeadline(deployment)) {
    const said = { type: "Progressing", status: "False", reason: "ReplicaSetCreateError", message };
    yield* writeStatus(deployment, {
      ...deployment.status,
      conditions: withCondition(deployment.status?.conditions ?? [], said, sync.now),
    });
  }
  yield* say(sync, deployment, "Warning", "ReplicaSetCreateError", message);
  throw new SyncError(error);
}

/** The deployment carries the revision of its new ReplicaSet; it is written along with the status. */
function* writeRevision(
  sync: Sync,
  deployment: Deployment,
  revision: string,
  said: Parameters<typeof withCondition>[1] | undefined,
): Requests<Deployment> {
  const conditions =
    said === undefined || !hasDeadline(deployment)
      ? deployment.status?.conditions
      : withCondition(deployment.status?.conditions ?? [], said, sync.now);
  const same = annotation(deployment.metadata.annotations, REVISION) === revision;
  if (same && sameJson(conditions, deployment.status?.conditions)) return deployment;
  const annotated: Deployment = same
    ? deployment
    : {
        ...deployment,
        metadata: { ...deployment.metadata, annotations: { ...deployment.metadata.annotations, [REVISION]: revision } },
      };
  return yield* writeStatus(annotated, { ...deployment.status, ...(conditions === undefined ? {} : { conditions }) });
}

export function* writeStatus(deployment: Deployment, status: DeploymentStatus): Requests<Deployment> {
  return yield* must<Deployment>({
    verb: "update",
    ...target(DEPLOYMENTS, deployment),
    subresource: "status",
    body: { ...deployment, status },
  });
}

export function target(
  resource: string,
  { metadata }: ReplicaSet | Deployment,
): { resource: string; namespace: string; name: string } {
  return { resource, namespace: metadata.namespace ?? "", name: metadata.name };
}

/** Source: sync.go scaleReplicaSet. Returns the set as it is then. */
export function* scaleSet(
  sync: Sync,
  deployment: Deployment,
  rs: ReplicaSet,
  replicas: number,
  force = false,
): Requests<ReplicaSet> {
  const before = replicasOf(rs);
  if (before === replicas && !force) return rs;
  const annotations = { ...rs.metadata.annotations, ...replicasAnnotations(deployment) };
  if (before === replicas && sameJson(annotations, rs.metadata.annotations)) return rs;
  const body = { ...rs, metadata: { ...rs.metadata, annotations }, spec: { ...rs.spec, replicas } };
  const scaled = yield* must<ReplicaSet>({ verb: "update", ...target(REPLICA_SETS, rs), body });
  const direction = before < replicas ? "up" : "down";
  if (before !== replicas)
    yield* say(
      sync,
      deployment,
      "Normal",
      "ScalingReplicaSet",
      `Scaled ${direction} replica set ${rs.metadata.name} from ${before} to ${replicas}`,
    );
  return scaled;
}

/** Old ReplicaSets beyond the history limit go. Source: sync.go cleanupDeployment. */
export function* cleanUp(deployment: Deployment, old: readonly ReplicaSet[]): Requests<void> {
  const limit = deployment.spec?.revisionHistoryLimit;
  if (limit === undefined || limit === 2_147_483_647) return;
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  alive.sort((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b));
  for (const rs of alive.slice(0, Math.max(0, alive.length - limit))) {
    const busy =
      (rs.status?.replicas ?? 0) !== 0 ||
      replicasOf(rs) !== 0 ||
      (rs.metadata.generation ?? 0) > (rs.status?.observedGeneration ?? 0);
    if (busy) continue;
    const response = yield { verb: "delete", ...target(REPLICA_SETS, rs) };
    if (isFailure(response) && !isNotFound(response)) throw new SyncError(errorText(response));
  }
}
