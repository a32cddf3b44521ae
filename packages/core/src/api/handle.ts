import type { ClusterState } from "../machine/state.ts";
import { type Call, type Handled, resolveCall } from "./call.ts";
import { create } from "./create.ts";
import { remove, removeCollection } from "./delete.ts";
import { isStatus, Refused } from "./failure.ts";
import { wrongWriteOptions } from "./options.ts";
import { patch } from "./patch-object.ts";
import { list, read } from "./read.ts";
import { receive } from "./receive.ts";
import type { ApiRequest } from "./request.ts";
import { type Failure, methodNotAllowed } from "./status.ts";
import { createSubresource } from "./subresource.ts";
import { update } from "./update.ts";

/**
 * One request to the API server: the state after it, and the answer. Pure; the state is the same reference where the
 * request read, was refused, or changed nothing.
 *
 * Whatever the request holds, the answer is a response: a failure has a `Status` with the real server's code, reason
 * and message as its body. The request is copied: changing it afterwards changes nothing in the cluster.
 */
export function handle(state: ClusterState, request: ApiRequest): Handled {
  const received = receive(request);
  return isStatus(received) ? refused(state, received) : handleTrusted(state, received);
}

/** As `handle`, for a request of the right types whose body is JSON that nobody will change: a component's, or a copy. */
export function handleTrusted(state: ClusterState, request: ApiRequest): Handled {
  try {
    return dispatch(state, resolveCall(state, request));
  } catch (error) {
    if (error instanceof Refused) return refused(state, error.status as Failure);
    throw error;
  }
}

function refused(state: ClusterState, status: Failure): Handled {
  return { state, response: { code: status.code, body: status } };
}

function requireOptions(kind: Parameters<typeof wrongWriteOptions>[0], { options }: Call): void {
  const wrong = wrongWriteOptions(kind, options);
  if (wrong !== undefined) throw new Refused(wrong);
}

function dispatch(state: ClusterState, call: Call): Handled {
  switch (call.request.verb) {
    case "get":
      return call.request.name === undefined ? list(state, call) : read(state, call);
    case "list":
      return list(state, call);
    case "create":
      requireOptions("CreateOptions", call);
      return call.request.subresource === undefined ? create(state, call) : createSubresource(state, call);
    case "update":
      requireOptions("UpdateOptions", call);
      return update(state, call);
    case "patch":
      requireOptions("PatchOptions", call);
      return patch(state, call);
    case "delete":
      return remove(state, call);
    case "deletecollection":
      return removeCollection(state, call);
    default:
      throw new Refused(methodNotAllowed());
  }
}
