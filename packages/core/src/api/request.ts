import type { Json, ObjectMeta, Status } from "../kubernetes/types.ts";

/** A resource as kubectl and the API server name it: the plural, then the group if there is one: `pods`, `daemonsets.apps`. */
export type ResourceName = string;

/** `namespace/name`, or only `name` where the resource is cluster-scoped. */
export type ObjectKey = string;

/** Virtual milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number;

/** Any object of the API, as stored. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export type Verb = "get" | "list" | "create" | "update" | "patch" | "delete" | "deletecollection";

/** `strategic`: application/strategic-merge-patch+json; `merge`: application/merge-patch+json; `json`: application/json-patch+json. */
export type PatchType = "strategic" | "merge" | "json";

/** One request to the API server: the only way in which anything, user, controller or kubelet, changes the cluster. */
export interface ApiRequest {
  readonly verb: Verb;
  readonly resource: ResourceName;
  readonly namespace?: string;
  readonly name?: string;
  /** `status`, `binding` or `eviction`. */
  readonly subresource?: string;
  readonly body?: Json | object;
  readonly patchType?: PatchType;
  readonly options?: RequestOptions;
  /** Who asks: the user agent, such as `kubectl` or `daemonset-controller`. */
  readonly by?: string;
}

export interface RequestOptions {
  /** `["All"]`: validate and admit, but store nothing. */
  readonly dryRun?: readonly string[];
  /** What to do about unknown and duplicate fields. The server's default is `Warn`; kubectl asks for `Strict`. */
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore";
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Seconds. 0 deletes at once. Default: the object's own (`terminationGracePeriodSeconds` for pods). */
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** The answer: an HTTP status code, and the object, the list, or a `Status` where the code is 400 or more. */
export interface ApiResponse {
  readonly code: number;
  readonly body: Json | object;
  /** The `Warning` headers, in order. */
  readonly warnings?: readonly string[];
}

/** What changed: `object` is what it is now (for `DELETED`: what it last was), `old` what it was before. */
export interface WatchEvent<T extends KubeObject = KubeObject> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly resource: ResourceName;
  readonly key: ObjectKey;
  readonly resourceVersion: number;
  readonly object: T;
  readonly old?: T;
}

/** The body of a response as the object or the list that the caller knows it to be. */
export function bodyOf<T>(response: ApiResponse): T {
  return response.body as T;
}

export function isFailure(response: ApiResponse): boolean {
  return response.code >= 400;
}

/** The `Status.reason` of a failed response, such as `NotFound`, `AlreadyExists`, `Conflict`. */
export function failureReason(response: ApiResponse): string | undefined {
  return isFailure(response) ? (response.body as Status).reason : undefined;
}
