import { failures } from "@kubetick/core";
import { jsonAnswer } from "../http/answer.ts";
import type { HttpAnswer } from "../transport/exchange.ts";
import { type Described, isWrite } from "./described.ts";

/**
 * What can go wrong with a request. `conflict`: somebody else was faster. `serverError`: 500, nothing done.
 * `timeoutBefore`, `timeoutAfter`: 504, and the server has not, or has, done what was asked. `lostBefore`, `lostAfter`: the
 * same, but the connection breaks and there is no answer.
 */
export type Fault = "conflict" | "serverError" | "timeoutBefore" | "timeoutAfter" | "lostBefore" | "lostAfter";

/** The faults that make a difference to this request. */
export function possibleFaults(request: Described): readonly Fault[] {
  const before: readonly Fault[] = ["serverError", "timeoutBefore", "lostBefore"];
  if (!isWrite(request)) return before;
  const after: readonly Fault[] = ["timeoutAfter", "lostAfter"];
  return canConflict(request) ? ["conflict", ...before, ...after] : [...before, ...after];
}

function canConflict({ verb, name }: Described): boolean {
  return name !== undefined && verb !== "create" && verb !== "deletecollection";
}

/** Whether the request is carried out all the same. */
export function isCarriedOut(fault: Fault): boolean {
  return fault === "timeoutAfter" || fault === "lostAfter";
}

/** The answer that the client gets in place of the true one; undefined where it gets none. */
export function faultyAnswer(fault: Fault, request: Described): HttpAnswer | undefined {
  switch (fault) {
    case "conflict":
      return refused(failures.modified({ resource: request.resource ?? "", name: request.name ?? "" }));
    case "serverError":
      return refused(failures.internalError("injected"));
    case "timeoutBefore":
    case "timeoutAfter":
      // Source: staging/src/k8s.io/apiserver/pkg/server/filters/timeout.go WithTimeoutForNonLongRunningRequests.
      return refused(failures.timeout("request did not complete within the allotted timeout"));
    case "lostBefore":
    case "lostAfter":
      return undefined;
  }
}

function refused(status: failures.Failure): HttpAnswer {
  return jsonAnswer({ code: status.code, body: status });
}

/** How Node's clients say that the connection broke. */
export function connectionLost(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}
