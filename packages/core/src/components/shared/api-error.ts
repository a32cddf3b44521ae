import { type ApiResponse, isFailure } from "../../api/request.ts";
import type { Status } from "../../kubernetes/types.ts";

/** The text of a failed response, as client-go's error prints it. */
export function errorText(response: ApiResponse): string {
  return (response.body as Partial<Status>).message ?? `the server responded with the status code ${response.code}`;
}

export function isNotFound(response: ApiResponse): boolean {
  return response.code === 404;
}

/** The object is already being created or deleted along with its namespace: no use in trying again. */
export function isNamespaceTerminating(response: ApiResponse): boolean {
  if (!isFailure(response)) return false;
  return ((response.body as Partial<Status>).details?.causes ?? []).some(
    (cause) => cause.reason === "NamespaceTerminating",
  );
}

/** Several errors as one. Source: staging/src/k8s.io/apimachinery/pkg/util/errors/errors.go NewAggregate. */
export function aggregate(errors: readonly string[]): string | undefined {
  const distinct = [...new Set(errors)];
  if (distinct.length === 0) return undefined;
  return distinct.length === 1 ? distinct[0] : `[${distinct.join(", ")}]`;
}
