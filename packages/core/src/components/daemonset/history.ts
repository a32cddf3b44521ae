import { type ApiRequest, type ApiResponse, failureReason, isFailure } from "../../api/request.ts";
import { labelValue } from "../../api/selector-requirement.ts";
import type { ControllerRevision, DaemonSet, Pod } from "../../kubernetes/types.ts";
import { errorText } from "../shared/api-error.ts";
import { claim } from "../shared/claim.ts";
import { claimPods } from "./claim-pods.ts";
import { DAEMON_SETS, type DaemonSync, type Failure, REVISIONS } from "./context.ts";
import { HASH_LABEL } from "./pod-template.ts";
import { hashOf, matchesRevision, maxRevision, newRevision, revisionNumber } from "./revision.ts";

/** The revision of the DaemonSet's template, and all others. */
export interface History {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
}

type Step<T> = Generator<ApiRequest, T | Failure, ApiResponse>;

/**
 * Finds the revision of the current template among those of the DaemonSet, or makes it; the current one gets the
 * highest number (going back to an old template makes its revision the newest), and there is only one.
 * Source: pkg/controller/daemon/update.go constructHistory.
 */
export function* constructHistory(context: DaemonSync): Step<History> {
  const revisions = yield* controlledRevisions(context);
  if ("error" in revisions) return revisions;
  const current: ControllerRevision[] = [];
  const old: ControllerRevision[] = [];
  for (const revision of revisions) {
    const labelled = yield* withHashLabel(revision);
    if ("error" in labelled) return labelled;
    (matchesRevision(context.daemonSet, labelled) ? current : old).push(labelled);
  }
  const number = maxRevision(old) + 1;
  if (current.length === 0) {
    const made = yield* createRevision(context, number);
    return "error" in made ? made : { current: made, old };
  }
  const kept = yield* deduplicated(context, current);
  if ("error" in kept) return kept;
  if (revisionNumber(kept) < number) {
    const renumbered = yield* updateRevision({ ...kept, revision: number });
    if ("error" in renumbered) return renumbered;
  }
  return { current: kept, old };
}

/** Source: pkg/controller/daemon/update.go controlledHistories. */
function* controlledRevisions({ sync, daemonSet, variants }: DaemonSync): Step<readonly ControllerRevision[]> {
  const { uid, namespace = "" } = daemonSet.metadata;
  const candidates = [
    ...sync.view.controlledBy<ControllerRevision>(REVISIONS, uid),
    ...sync.view.orphans<ControllerRevision>(REVISIONS, namespace),
  ];
  const claimer = {
    owner: daemonSet,
    ownerResource: DAEMON_SETS,
    selector: daemonSet.spec.selector,
    resource: REVISIONS,
    kind: "ControllerRevision",
    asksBeforeAdopting: variants.asksBeforeAdopting,
  };
  const { claimed, error } = yield* claim(claimer, candidates);
  return error === undefined ? claimed : { error };
}

/** A revision without a hash is known by its name. */
function* withHashLabel(revision: ControllerRevision): Step<ControllerRevision> {
  const { labels, name } = revision.metadata;
  if (labelValue(labels, HASH_LABEL) !== undefined) return revision;
  return yield* updateRevision({
    ...revision,
    metadata: { ...revision.metadata, labels: { ...labels, [HASH_LABEL]: name } },
  });
}

function* updateRevision(revision: ControllerRevision): Step<ControllerRevision> {
  const { namespace = "", name } = revision.metadata;
  const response = yield { verb: "update", resource: REVISIONS, namespace, name, body: revision };
  return isFailure(response) ? { error: errorText(response) } : (response.body as ControllerRevision);
}

/** Of several revisions of one template the newest stays, and all pods are its. Source: pkg/controller/daemon/update.go dedupCurHistories. */
function* deduplicated(context: DaemonSync, current: readonly ControllerRevision[]): Step<ControllerRevision> {
  const [only] = current;
  if (current.length === 1 && only !== undefined) return only;
  const kept = current.reduce((best, revision) => (revisionNumber(revision) >= revisionNumber(best) ? revision : best));
  const failure = yield* relabelPods(context, hashOf(kept));
  if (failure !== undefined) return failure;
  for (const { metadata } of current) {
    if (metadata.name === kept.metadata.name) continue;
    const response = yield {
      verb: "delete",
      resource: REVISIONS,
      namespace: metadata.namespace ?? "",
      name: metadata.name,
    };
    if (isFailure(response)) return { error: errorText(response) };
  }
  return kept;
}

function* relabelPods(context: DaemonSync, hash: string): Generator<ApiRequest, Failure | undefined, ApiResponse> {
  const { uid, namespace = "", name } = context.daemonSet.metadata;
  const { view } = context.sync;
  const owned = view.controlledBy<Pod>("pods", uid).filter((pod) => isControlledByName(pod, name));
  const { claimed, error } = yield* claimPods(context, [...owned, ...view.orphans<Pod>("pods", namespace)]);
  if (error !== undefined) return { error };
  for (const { metadata } of claimed) {
    if (labelValue(metadata.labels, HASH_LABEL) === hash) continue;
    const body = { metadata: { labels: { [HASH_LABEL]: hash } } };
    const response = yield {
      verb: "patch",
      resource: "pods",
      namespace,
      name: metadata.name,
      patchType: "merge",
      body,
    };
    if (isFailure(response)) return { error: errorText(response) };
  }
  return undefined;
}

function isControlledByName({ metadata }: Pod, name: string): boolean {
  return (
    metadata.ownerReferences?.some(
      (owner) => owner.controller === true && owner.kind === "DaemonSet" && owner.name === name,
    ) === true
  );
}

/**
 * Creates the revision. If its name is taken by one of another template, the DaemonSet counts the collision, which
 * gives another hash in the next sync.
 * Source: pkg/controller/daemon/update.go snapshot.
 */
function* createRevision({ daemonSet }: DaemonSync, number: number): Step<ControllerRevision> {
  const { namespace = "", name } = daemonSet.metadata;
  const body = newRevision(daemonSet, number);
  const created = yield { verb: "create", resource: REVISIONS, namespace, body };
  if (!isFailure(created)) return created.body as ControllerRevision;
  if (failureReason(created) !== "AlreadyExists") return { error: errorText(created) };

  const existing = yield {
    verb: "get",
    resource: REVISIONS,
    namespace,
    name: (body as ControllerRevision).metadata.name,
  };
  if (isFailure(existing)) return { error: errorText(existing) };
  if (matchesRevision(daemonSet, existing.body as ControllerRevision)) return existing.body as ControllerRevision;

  const fresh = yield { verb: "get", resource: DAEMON_SETS, namespace, name };
  if (isFailure(fresh)) return { error: errorText(fresh) };
  const bumped = countCollision(daemonSet, fresh.body as DaemonSet);
  if ("error" in bumped) return bumped;
  const updated = yield { verb: "update", resource: DAEMON_SETS, subresource: "status", namespace, name, body: bumped };
  return { error: errorText(isFailure(updated) ? updated : created) };
}

/** A count that the cache does not show yet has already changed the hash: it is not counted twice. */
function countCollision(cached: DaemonSet, fresh: DaemonSet): DaemonSet | Failure {
  const [known, actual] = [cached.status?.collisionCount, fresh.status?.collisionCount];
  if (known !== actual) {
    const { name } = cached.metadata;
    return {
      error: `found a stale collision count (${known ?? 0}, expected ${actual ?? 0}) of DaemonSet ${JSON.stringify(name)} while processing; will retry until it is updated`,
    };
  }
  return {
    ...fresh,
    status: { ...(fresh.status as NonNullable<DaemonSet["status"]>), collisionCount: (actual ?? 0) + 1 },
  };
}
