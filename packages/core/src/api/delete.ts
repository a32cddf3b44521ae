import type { Namespace, ObjectMeta, Pod } from "../kubernetes/types.ts";
import type { ClusterState } from "../machine/state.ts";
import { formatTime, parseTime } from "../time.ts";
import { admitDelete } from "./admit/index.ts";
import { answer, type Call, existing, type Handled, isDryRun, kindNamed, named } from "./call.ts";
import { commit, commitRemoval } from "./commit.ts";
import { decodeDeleteOptions } from "./delete-options.ts";
import { Refused } from "./failure.ts";
import type { DeleteOptions } from "./options.ts";
import { selected } from "./read.ts";
import type { KubeObject } from "./request.ts";
import { keyOf } from "./scope.ts";
import { conflict, deletePreconditionFailed } from "./status.ts";

const ORPHAN = "orphan";
const FOREGROUND = "foregroundDeletion";

/** Resources whose deletion answers with the object, not with a Status. Source: `ReturnDeletedObject: true` in pkg/registry. */
const RETURNS_OBJECT: ReadonlySet<string> = new Set([
  "pods",
  "services",
  "serviceaccounts",
  "namespaces",
  "persistentvolumes",
  "persistentvolumeclaims",
  "podtemplates",
  "resourcequotas",
  "storageclasses.storage.k8s.io",
  "volumeattachments.storage.k8s.io",
  "csidrivers.storage.k8s.io",
  "csinodes.storage.k8s.io",
]);

/** Resources without owners and dependents. Source: DefaultGarbageCollectionPolicy `Unsupported` in pkg/registry. */
const NO_GARBAGE_COLLECTION: ReadonlySet<string> = new Set(["events", "events.events.k8s.io"]);

/**
 * DELETE of one object: at once, after a grace period, or when its finalizers are done.
 * Source: registry/generic/registry/store.go Delete, registry/rest/delete.go BeforeDelete.
 */
export function remove(state: ClusterState, call: Call): Handled {
  const admitted = { ...call, options: { ...call.options, ...decodeDeleteOptions(call) } };
  const stored = existing(state, call);
  checkPreconditions(admitted, stored);
  admitDelete(state, admitted, stored);
  const next =
    call.resource.resource === "namespaces"
      ? removeNamespace(state, admitted, stored as Namespace)
      : removeObject(state, admitted, stored);
  return next;
}

/** DELETE of a collection: of each object as if it were deleted alone. */
export function removeCollection(state: ClusterState, call: Call): Handled {
  const objects = selected(state, call);
  decodeDeleteOptions(call);
  let current = state;
  for (const { metadata } of objects) {
    const one: Call = {
      ...call,
      namespace: metadata.namespace ?? "",
      request: { ...call.request, verb: "delete", name: metadata.name },
    };
    current = remove(current, one).state;
  }
  const { group, version, kind } = call.resource;
  return answer(call, state, current, 200, {
    kind: `${kind}List`,
    apiVersion: group === "" ? version : `${group}/${version}`,
    metadata: { resourceVersion: String(current.resourceVersion) },
    items: objects,
  });
}

/** Source: registry/rest/delete.go BeforeDelete. */
export function checkPreconditions(call: Call, { metadata }: KubeObject): void {
  const { uid, resourceVersion } = call.options.preconditions ?? {};
  if (uid !== undefined && uid !== metadata.uid)
    throw preconditionFailure(call, metadata.name, "UID", uid, metadata.uid);
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw preconditionFailure(call, metadata.name, "ResourceVersion", resourceVersion, metadata.resourceVersion);
  }
}

function preconditionFailure(
  call: Call,
  name: string,
  field: "UID" | "ResourceVersion",
  wanted: string,
  actual: string,
): Refused {
  if (call.resource.resource !== "namespaces")
    return new Refused(deletePreconditionFailed(kindNamed(call.resource, name), field, wanted, actual));
  // Source: pkg/registry/core/namespace/storage/storage.go REST.Delete has its own words.
  return new Refused(
    conflict(
      named(call.resource, name),
      `Precondition failed: ${field} in precondition: ${wanted}, ${field} in object meta: ${actual}`,
    ),
  );
}

function removeObject(state: ClusterState, call: Call, stored: KubeObject): Handled {
  const grace = call.resource.resource === "pods" ? gracefully(state, call, stored as Pod) : undefined;
  if (grace === "pending") return answer(call, state, state, 200, stored);
  const metadata = withDeletionFinalizers(call, grace ?? stored.metadata);
  const waits = (metadata.finalizers?.length ?? 0) > 0;
  if (!waits && grace === undefined) return removed(state, call, stored);
  if (!waits && grace?.deletionGracePeriodSeconds === 0) return markedAndRemoved(state, call, stored, metadata);
  const marked = grace === undefined ? markedAsDeleting(state, metadata) : metadata;
  if (marked === stored.metadata) return answer(call, state, state, 200, stored);
  const { state: after, object } = commit(
    state,
    call.resource.resource,
    keyOf(call.namespace, stored.metadata.name),
    stored,
    { ...stored, metadata: marked },
  );
  return answer(call, state, after, 200, object);
}

/**
 * What can end gracefully is marked first even if it then goes at once: two writes, which watchers see.
 * Source: registry/generic/registry/store.go Delete, updateForGracefulDeletionAndFinalizers.
 */
function markedAndRemoved(state: ClusterState, call: Call, stored: KubeObject, metadata: ObjectMeta): Handled {
  const key = keyOf(call.namespace, stored.metadata.name);
  const marked = commit(state, call.resource.resource, key, stored, { ...stored, metadata });
  const { state: after, response } = removed(marked.state, call, marked.object);
  return isDryRun(call) ? answer(call, state, after, 200, marked.object) : { state: after, response };
}

function removed(state: ClusterState, call: Call, stored: KubeObject): Handled {
  const { state: after, object } = commitRemoval(
    state,
    call.resource.resource,
    keyOf(call.namespace, stored.metadata.name),
    stored,
  );
  return answer(call, state, after, 200, RETURNS_OBJECT.has(call.resource.resource) ? object : success(call, stored));
}

function success(call: Call, { metadata }: KubeObject): object {
  const { group, plural } = call.resource;
  const details = { name: metadata.name, ...(group === "" ? {} : { group }), kind: plural, uid: metadata.uid };
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}

/**
 * The metadata of a pod that is to end within its grace period; `pending` where it is ending already, and the new
 * period is not shorter. Source: pkg/registry/core/pod/strategy.go CheckGracefulDelete, registry/rest/delete.go BeforeDelete.
 */
function gracefully(state: ClusterState, call: Call, pod: Pod): ObjectMeta | "pending" | undefined {
  const asked = call.options.gracePeriodSeconds;
  const { metadata } = pod;
  if (metadata.deletionTimestamp !== undefined)
    return shortened(state, metadata, asked === undefined ? undefined : asked < 0 ? 1 : asked);
  const period = gracePeriod(pod, asked);
  return Object.assign(
    {},
    metadata,
    { deletionTimestamp: formatTime(state.now + period * 1000), deletionGracePeriodSeconds: period },
    metadata.generation ? { generation: metadata.generation + 1 } : {},
  );
}

function gracePeriod(pod: Pod, asked: number | undefined): number {
  if (!pod.spec?.nodeName || pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded") return 0;
  const period = asked ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return period < 0 ? 1 : period;
}

function shortened(
  state: ClusterState,
  metadata: ObjectMeta,
  asked: number | undefined,
): ObjectMeta | "pending" | undefined {
  const current = metadata.deletionGracePeriodSeconds ?? 0;
  if (current === 0) return undefined;
  if (asked === undefined || asked >= current) return "pending";
  const due = parseTime(metadata.deletionTimestamp) - current * 1000 + asked * 1000;
  const past = due < state.now;
  return {
    ...metadata,
    deletionTimestamp: formatTime(past ? state.now : due),
    deletionGracePeriodSeconds: past && asked !== 0 ? 1 : asked,
  };
}

/** Source: registry/generic/registry/store.go markAsDeleting. */
function markedAsDeleting(state: ClusterState, metadata: ObjectMeta): ObjectMeta {
  if (metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0) return metadata;
  const generation =
    metadata.deletionTimestamp === undefined && metadata.generation ? { generation: metadata.generation + 1 } : {};
  return Object.assign({}, metadata, generation, {
    deletionTimestamp: metadata.deletionTimestamp ?? formatTime(state.now),
    deletionGracePeriodSeconds: 0,
  });
}

/** Source: registry/generic/registry/store.go deletionFinalizersForGarbageCollection. */
function withDeletionFinalizers(call: Call, metadata: ObjectMeta): ObjectMeta {
  if (NO_GARBAGE_COLLECTION.has(call.resource.resource)) return metadata;
  const old = metadata.finalizers ?? [];
  const { propagationPolicy, orphanDependents } = call.options as DeleteOptions;
  const asked = orphanDependents === undefined ? propagationPolicy : orphanDependents ? "Orphan" : "Background";
  const policy = asked ?? (old.includes(ORPHAN) ? "Orphan" : old.includes(FOREGROUND) ? "Foreground" : "Background");
  const others = old.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  const finalizers = [...others, ...(policy === "Orphan" ? [ORPHAN] : policy === "Foreground" ? [FOREGROUND] : [])];
  if (finalizers.length === old.length && finalizers.every((finalizer) => old.includes(finalizer))) return metadata;
  return { ...metadata, finalizers };
}

/** Source: pkg/registry/core/namespace/storage/storage.go REST.Delete. */
function removeNamespace(state: ClusterState, call: Call, stored: Namespace): Handled {
  if (stored.metadata.deletionTimestamp !== undefined) {
    if ((stored.spec?.finalizers?.length ?? 0) > 0) return answer(call, state, state, 200, stored);
    return removeObject(state, call, stored);
  }
  const metadata = { ...withDeletionFinalizers(call, stored.metadata), deletionTimestamp: formatTime(state.now) };
  const marked: Namespace = { ...stored, metadata, status: { ...stored.status, phase: "Terminating" } };
  const { state: after, object } = commit(state, call.resource.resource, stored.metadata.name, stored, marked);
  return answer(call, state, after, 200, object);
}
