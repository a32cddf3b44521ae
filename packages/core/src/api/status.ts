import type { Status, StatusCause, StatusDetails } from "../kubernetes/types.ts";
import { aggregateFieldErrors, type FieldError, fieldErrorBody } from "./field-error.ts";
import { goQuote } from "./go-text.ts";
import type { ResourceName } from "./request.ts";

/**
 * The failures of the API: status codes, reasons, details and messages as the real server's.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go.
 */
export interface Failure extends Status {
  readonly status: "Failure";
  readonly code: number;
  /** Absent from an error that no one thought of: the real server sends none either. */
  readonly reason?: string;
  readonly message: string;
}

interface Named {
  readonly resource: ResourceName;
  readonly name: string;
}

function failure(code: number, reason: string, message: string, details?: StatusDetails): Failure {
  const rest = { ...(reason !== "" && { reason }), ...(details !== undefined && { details }) };
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, ...rest, code };
}

/** `details` of a failure about a resource; its `kind` is the resource's plural, as the real server has it. */
function detailsOf(resource: ResourceName, name: string): StatusDetails {
  const dot = resource.indexOf(".");
  const kind = dot < 0 ? resource : resource.slice(0, dot);
  const group = dot < 0 ? "" : resource.slice(dot + 1);
  return { ...(name !== "" && { name }), ...(group !== "" && { group }), kind };
}

/** 404: `daemonsets.apps "x" not found`. */
export function notFound({ resource, name }: Named): Failure {
  return failure(404, "NotFound", `${resource} ${goQuote(name)} not found`, detailsOf(resource, name));
}

/** 404, for a path that names no resource that is served. Source: apiserver/pkg/endpoints/handlers/responsewriters/errors.go. */
export function noSuchResource(): Failure {
  return failure(404, "NotFound", "the server could not find the requested resource", {});
}

/** 406. Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation/errors.go errNotAcceptable. */
export function notAcceptable(available: readonly string[]): Failure {
  const message = `406: Not Acceptable\n\nAvailable representations: ${available.join(", ")}`;
  return failure(406, "NotAcceptable", message, {});
}

/** 409: `pods "x" already exists`. */
export function alreadyExists({ resource, name }: Named): Failure {
  return failure(409, "AlreadyExists", `${resource} ${goQuote(name)} already exists`, detailsOf(resource, name));
}

/** 409, where `generateName` met a taken name too often. */
export function generateNameConflict({ resource, name }: Named, retryAfterSeconds = 1): Failure {
  const message = `${resource} ${goQuote(name)} already exists, the server was not able to generate a unique name for the object`;
  return failure(409, "AlreadyExists", message, { ...detailsOf(resource, name), retryAfterSeconds });
}

/** 409: `Operation cannot be fulfilled on daemonsets.apps "x": …`. */
export function conflict({ resource, name }: Named, why: string): Failure {
  const message = `Operation cannot be fulfilled on ${resource} ${goQuote(name)}: ${why}`;
  return failure(409, "Conflict", message, detailsOf(resource, name));
}

/** Source: staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go OptimisticLockErrorMsg. */
export const OPTIMISTIC_LOCK_MESSAGE =
  "the object has been modified; please apply your changes to the latest version and try again";

/** 409, where the `resourceVersion` of an update is not the stored one. */
export function modified(named: Named): Failure {
  return conflict(named, OPTIMISTIC_LOCK_MESSAGE);
}

/**
 * 409, where a delete's preconditions name another uid or version. Here alone the details name the kind.
 * Source: staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go BeforeDelete.
 */
export function deletePreconditionFailed(
  object: { readonly kind: string; readonly group: string; readonly name: string },
  field: "UID" | "ResourceVersion",
  wanted: string,
  actual: string,
): Failure {
  const happened = field === "UID" ? "deleted and then recreated" : "modified";
  const why = `the ${field} in the precondition (${wanted}) does not match the ${field} in record (${actual}). The object might have been ${happened}`;
  return conflict({ resource: qualified(object.kind, object.group), name: object.name }, why);
}

/**
 * 409, where an update names another uid than the stored one.
 * Source: staging/src/k8s.io/apiserver/pkg/storage/{interfaces,errors}.go Preconditions.Check, StorageError.Error.
 */
export function storagePreconditionFailed(
  named: Named,
  key: string,
  field: "UID" | "ResourceVersion",
  wanted: string,
  actual: string,
): Failure {
  const detail = `Precondition failed: ${field} in precondition: ${wanted}, ${field} in object meta: ${actual}`;
  const plural = named.resource.split(".", 1)[0] ?? "";
  const where = `/registry/${STORED_AS.get(named.resource) ?? plural}/${key}`;
  return conflict(
    named,
    `StorageError: invalid object, Code: 4, Key: ${where}, ResourceVersion: 0, AdditionalErrorMsg: ${detail}`,
  );
}

/** Where the key in etcd is not the plural. Source: pkg/kubeapiserver/default_storage_factory_builder.go and the registries' storage. */
const STORED_AS: ReadonlyMap<ResourceName, string> = new Map([
  ["nodes", "minions"],
  ["services", "services/specs"],
  ["endpoints", "services/endpoints"],
  ["replicationcontrollers", "controllers"],
]);

/** 422: what validation found wrong, every cause on its own and all of them in the message. */
export function invalid(
  object: { readonly kind: string; readonly group: string; readonly name: string },
  errors: readonly FieldError[],
): Failure {
  const { kind, group, name } = object;
  const causes = errors.map((e): StatusCause => ({ reason: e.type, message: fieldErrorBody(e), field: e.field }));
  const aggregate = aggregateFieldErrors(errors);
  const subject = `${qualified(kind, group)} ${goQuote(name)} is invalid`;
  return failure(422, "Invalid", aggregate === "" ? subject : `${subject}: ${aggregate}`, {
    ...(name !== "" && { name }),
    ...(group !== "" && { group }),
    ...(kind !== "" && { kind }),
    ...(causes.length > 0 && { causes }),
  });
}

function qualified(kind: string, group: string): string {
  return group === "" ? kind : `${kind}.${group}`;
}

/** 400, with this message. */
export function badRequest(message: string): Failure {
  return failure(400, "BadRequest", message);
}

/** 403: `pods "x" is forbidden: …`; without a name, `pods is forbidden: …`. */
export function forbidden({ resource, name }: Named, why: string): Failure {
  const subject = name === "" ? resource : `${resource} ${goQuote(name)}`;
  return failure(403, "Forbidden", `${subject} is forbidden: ${why}`, detailsOf(resource, name));
}

/** 405: `update is not supported on resources of kind "bindings"`. */
export function methodNotSupported(resource: ResourceName, action: string): Failure {
  const message = `${action} is not supported on resources of kind ${goQuote(resource)}`;
  return failure(405, "MethodNotAllowed", message, detailsOf(resource, ""));
}

/** 405, for a verb that the path of a served resource does not have. */
export function methodNotAllowed(): Failure {
  return failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});
}

/** 410, for a watch or a list from a version that is no longer kept. */
export function expired(message: string): Failure {
  return failure(410, "Expired", message);
}

/** 410. Source: staging/src/k8s.io/apiserver/pkg/storage/cacher/watch_cache.go getAllEventsSinceLocked. */
export function tooOldResourceVersion(asked: number, oldest: number): Failure {
  return expired(`too old resource version: ${asked} (${oldest})`);
}

/** 415. Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation/errors.go. */
export function unsupportedMediaType(accepted: readonly string[]): Failure {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`;
  return failure(415, "UnsupportedMediaType", message);
}

/** 415, for a content type of a patch that is none. The words are those of the router, go-restful. */
export function unknownPatchType(): Failure {
  return failure(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
}

/** 413. */
export function requestTooLarge(message: string): Failure {
  return failure(413, "RequestEntityTooLarge", `Request entity too large: ${message}`);
}

/** 422, for a patch that cannot be applied; the real server's details hold nothing. */
export function unprocessable(): Failure {
  return failure(422, "Invalid", "the server rejected our request due to an error in our request", {});
}

/** 429, as an eviction that a budget forbids. */
export function tooManyRequests(message: string, causes: readonly StatusCause[] = []): Failure {
  return failure(429, "TooManyRequests", message, causes.length > 0 ? { causes } : {});
}

/** 500: `Internal error occurred: …`. */
export function internalError(why: string): Failure {
  return failure(500, "InternalError", `Internal error occurred: ${why}`, { causes: [{ message: why }] });
}

/** 500 without a reason: an error that the server passes on as it is. Source: responsewriters/status.go ErrorToAPIStatus. */
export function unknownError(message: string): Failure {
  return failure(500, "", message);
}

/** 504: `Timeout: …`. */
export function timeout(message: string): Failure {
  return failure(504, "Timeout", `Timeout: ${message}`, {});
}

/** 504: the list asks for a version that is still to come. Source: staging/src/k8s.io/apiserver/pkg/storage/errors.go NewTooLargeResourceVersionError. */
export function tooLargeResourceVersion(asked: number, current: number): Failure {
  const causes = [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }];
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`;
  return failure(504, "Timeout", message, { causes, retryAfterSeconds: 1 });
}

/** 500: the server gave up, and the client may try again. */
export function serverTimeout(resource: ResourceName, operation: string): Failure {
  const message = `The ${operation} operation against ${resource} could not be completed at this time, please try again.`;
  return failure(500, "ServerTimeout", message, detailsOf(resource, operation));
}
