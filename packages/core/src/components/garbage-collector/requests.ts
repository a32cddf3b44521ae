import { sameJson } from "../../api/equal.ts";
import {
  type ApiRequest,
  type ApiResponse,
  failureReason,
  isFailure,
  type KubeObject,
  type RequestOptions,
} from "../../api/request.ts";
import { errorText, isNotFound } from "../shared/api-error.ts";
import type { Item } from "./graph.ts";

/** A request that may fail: what went wrong, or undefined. */
type Attempt = Generator<ApiRequest, string | undefined, ApiResponse>;

export function target({ resource, object: { metadata } }: Item): {
  resource: string;
  namespace?: string;
  name: string;
} {
  return {
    resource,
    name: metadata.name,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  };
}

/** The object as the server has it now: the cache may be behind. Undefined if it is gone or another one by now. */
export function* latestOf(item: Item): Generator<ApiRequest, KubeObject | string | undefined, ApiResponse> {
  const response = yield { verb: "get", ...target(item) };
  if (isNotFound(response)) return undefined;
  if (isFailure(response)) return errorText(response);
  const latest = response.body as KubeObject;
  return latest.metadata.uid === item.object.metadata.uid ? latest : undefined;
}

/** Source: pkg/controller/garbagecollector/operations.go deleteObject. */
export function* deleteObject(
  item: Item,
  latest: KubeObject,
  propagationPolicy: NonNullable<RequestOptions["propagationPolicy"]>,
): Attempt {
  const { uid, resourceVersion = "" } = latest.metadata;
  const response = yield {
    verb: "delete",
    ...target(item),
    options: { propagationPolicy, preconditions: { uid, resourceVersion } },
  };
  if (failureReason(response) !== "Conflict")
    return isFailure(response) && !isNotFound(response) ? errorText(response) : undefined;
  const live = yield* latestOf(item);
  if (live === undefined || typeof live === "string") return live;
  // Something else about it has changed: its owners have not.
  if (!sameJson(live.metadata.ownerReferences, latest.metadata.ownerReferences)) return errorText(response);
  const again = yield { verb: "delete", ...target(item), options: { propagationPolicy, preconditions: { uid } } };
  return isFailure(again) && !isNotFound(again) ? errorText(again) : undefined;
}

/** Takes references to these owners away. Source: pkg/controller/controller_utils.go GenerateDeleteOwnerRefStrategicMergeBytes. */
export function removeReferences(item: Item, owners: readonly string[]): Attempt {
  return patchReferences(
    item,
    owners.map((uid) => ({ $patch: "delete", uid })),
  );
}

/** Lets the owners go without this object being gone. Source: patch.go unblockOwnerReferencesStrategicMergePatch. */
export function unblockOwners(item: Item): Attempt {
  const blocking =
    item.object.metadata.ownerReferences?.filter(({ blockOwnerDeletion }) => blockOwnerDeletion === true) ?? [];
  return patchReferences(
    item,
    blocking.map((reference) => ({ ...reference, blockOwnerDeletion: false })),
  );
}

function* patchReferences(item: Item, ownerReferences: readonly object[]): Attempt {
  const body = { metadata: { ownerReferences, uid: item.object.metadata.uid } };
  const response = yield { verb: "patch", ...target(item), patchType: "strategic", body };
  if (response.code === 415)
    return yield* patchReferencesOfCustomResource(item, ownerReferences as readonly { $patch?: string; uid: string }[]);
  return isFailure(response) && !isNotFound(response) ? errorText(response) : undefined;
}

/** Custom resources know no strategic merge patch. Source: patch.go deleteOwnerRefJSONMergePatch. */
function* patchReferencesOfCustomResource(item: Item, changes: readonly { $patch?: string; uid: string }[]): Attempt {
  const latest = yield* latestOf(item);
  if (latest === undefined || typeof latest === "string") return latest;
  const changed = (latest.metadata.ownerReferences ?? []).flatMap((reference): object[] => {
    const change = changes.find(({ uid }) => uid === reference.uid);
    return change === undefined ? [reference] : change.$patch === "delete" ? [] : [change];
  });
  const metadata = {
    resourceVersion: latest.metadata.resourceVersion,
    ownerReferences: changed.length === 0 ? null : changed,
  };
  const response = yield { verb: "patch", ...target(item), patchType: "merge", body: { metadata } };
  return isFailure(response) && !isNotFound(response) ? errorText(response) : undefined;
}

/** Source: operations.go removeFinalizer. */
export function* removeFinalizer(item: Item, finalizer: string): Attempt {
  const latest = yield* latestOf(item);
  if (latest === undefined || typeof latest === "string") return latest;
  const { finalizers = [], resourceVersion } = latest.metadata;
  if (!finalizers.includes(finalizer)) return undefined;
  const left = finalizers.filter((other) => other !== finalizer);
  const body = { metadata: { resourceVersion, finalizers: left.length === 0 ? null : left } };
  const response = yield { verb: "patch", ...target(item), patchType: "merge", body };
  return isFailure(response) && !isNotFound(response) ? errorText(response) : undefined;
}
