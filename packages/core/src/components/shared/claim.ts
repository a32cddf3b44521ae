import {
  type ApiRequest,
  type ApiResponse,
  failureReason,
  isFailure,
  type KubeObject,
  type ResourceName,
} from "../../api/request.ts";
import { matchesLabelSelector } from "../../api/selector.ts";
import type { LabelSelector } from "../../kubernetes/types.ts";
import { aggregate, errorText, isNotFound } from "./api-error.ts";
import { controllerOf, controllerRef } from "./controller-ref.ts";

/** Who claims objects, and which. */
export interface Claimer {
  readonly owner: KubeObject;
  readonly ownerResource: ResourceName;
  readonly selector: LabelSelector | undefined;
  /** Of the objects that are claimed: `pods`. */
  readonly resource: ResourceName;
  /** Their kind, for error messages. */
  readonly kind: string;
  /** Told of each object that has been adopted, as the server returned it. */
  readonly onWrite?: (object: KubeObject) => void;
  /** Whether the server is asked for the owner before the first adoption. Default: true. */
  readonly asksBeforeAdopting?: boolean;
}

export interface Claim<T extends KubeObject> {
  /** Those that belong to the owner now. */
  readonly claimed: readonly T[];
  readonly adopted: readonly T[];
  readonly error?: string;
}

/** What is to be done about an object: it is ours, it has nothing to do with us, or one of the two is to change. */
export type ClaimDecision = "keep" | "ignore" | "adopt" | "release";

/** Source: pkg/controller/controller_ref_manager.go BaseControllerRefManager.ClaimObject. */
export function claimDecision(
  owner: KubeObject,
  selector: LabelSelector | undefined,
  object: KubeObject,
): ClaimDecision {
  const controller = controllerOf(object.metadata);
  const ownerIsGoing = owner.metadata.deletionTimestamp !== undefined;
  const matches = matchesLabelSelector(selector, object.metadata.labels);
  if (controller !== undefined) {
    if (controller.uid !== owner.metadata.uid) return "ignore";
    if (matches) return "keep";
    return ownerIsGoing ? "ignore" : "release";
  }
  if (ownerIsGoing || !matches || object.metadata.deletionTimestamp !== undefined) return "ignore";
  return object.metadata.namespace === owner.metadata.namespace ? "adopt" : "ignore";
}

/**
 * Takes in the orphans that the selector selects, and lets go of the objects that it no longer selects. Before the
 * first adoption the server is asked whether the owner is still there, as the cache may be behind.
 * Source: pkg/controller/controller_ref_manager.go ClaimPods, ClaimReplicaSets, ClaimControllerRevisions.
 */
export function* claim<T extends KubeObject>(
  claimer: Claimer,
  objects: readonly T[],
): Generator<ApiRequest, Claim<T>, ApiResponse> {
  const claimed: T[] = [];
  const adopted: T[] = [];
  const errors: string[] = [];
  let canAdopt: { readonly error: string | undefined } | undefined =
    claimer.asksBeforeAdopting === false ? { error: undefined } : undefined;
  for (const object of objects) {
    const decision = claimDecision(claimer.owner, claimer.selector, object);
    if (decision === "keep") claimed.push(object);
    if (decision === "release") {
      const error = yield* release(claimer, object);
      if (error !== undefined) errors.push(error);
    }
    if (decision === "adopt") {
      canAdopt ??= { error: yield* recheckOwner(claimer) };
      const outcome =
        canAdopt.error === undefined
          ? yield* adopt(claimer, object)
          : { error: cannotAdopt(claimer, object, canAdopt.error) };
      if (outcome === "adopted") {
        claimed.push(object);
        adopted.push(object);
      } else if (outcome !== "gone") errors.push(outcome.error);
    }
  }
  const error = aggregate(errors);
  return error === undefined ? { claimed, adopted } : { claimed, adopted, error };
}

/** Source: pkg/controller/controller_ref_manager.go RecheckDeletionTimestamp; daemon_controller.go getDaemonPods. */
function* recheckOwner({ owner, ownerResource }: Claimer): Generator<ApiRequest, string | undefined, ApiResponse> {
  const { namespace = "", name, uid } = owner.metadata;
  const response = yield { verb: "get", resource: ownerResource, namespace, name };
  if (isFailure(response)) return `can't recheck DeletionTimestamp: ${errorText(response)}`;
  const { metadata } = response.body as KubeObject;
  if (metadata.uid !== uid) {
    return `can't recheck DeletionTimestamp: original ${owner.kind} ${namespace}/${name} is gone: got uid ${metadata.uid}, wanted ${uid}`;
  }
  if (metadata.deletionTimestamp !== undefined)
    return `${namespace}/${name} has just been deleted at ${metadata.deletionTimestamp}`;
  return undefined;
}

function cannotAdopt({ kind }: Claimer, { metadata }: KubeObject, why: string): string {
  return `can't adopt ${kind} ${metadata.namespace}/${metadata.name} (${metadata.uid}): ${why}`;
}

function* adopt(
  claimer: Claimer,
  object: KubeObject,
): Generator<ApiRequest, "adopted" | "gone" | { error: string }, ApiResponse> {
  const response = yield patchOf(claimer, object, {
    ownerReferences: [controllerRef(claimer.owner)],
    uid: object.metadata.uid,
  });
  if (isNotFound(response)) return "gone";
  if (isFailure(response)) return { error: errorText(response) };
  claimer.onWrite?.(response.body as KubeObject);
  return "adopted";
}

/** That the object is gone, or is another one of the same name by now, is no error. */
function* release(claimer: Claimer, object: KubeObject): Generator<ApiRequest, string | undefined, ApiResponse> {
  const response = yield patchOf(claimer, object, {
    ownerReferences: [{ $patch: "delete", uid: claimer.owner.metadata.uid }],
    uid: object.metadata.uid,
  });
  if (isNotFound(response) || failureReason(response) === "Invalid") return undefined;
  return isFailure(response) ? errorText(response) : undefined;
}

function patchOf({ resource }: Claimer, { metadata }: KubeObject, change: object): ApiRequest {
  return {
    verb: "patch",
    resource,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    patchType: "strategic",
    body: { metadata: change },
  };
}
