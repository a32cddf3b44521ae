import type { ClusterState } from "../machine/state.ts";
import { type Call, type Handled, resolveCall } from "./call.ts";
import { create } from "./create.ts";
import { remove, removeCollection } from "./delete.ts";
import { Refused } from "./failure.ts";
import { patch } from "./patch-object.ts";
import { list, read } from "./read.ts";
import type { ApiRequest } from "./request.ts";
import { methodNotAllowed } from "./status.ts";
import { createSubresource } from "./subresource.ts";
import { update } from "./update.ts";

/**
 * One request to the API server: the state after it, and the answer. Pure; the state is the same reference where the
 * request read, was refused, or changed nothing.
 *
 * Whatever the request holds, the answer is a response: a failure has a `Status` with the real server's code, reason
 * and message as its body.
 */
export function handle(state: ClusterState, request: ApiRequest): Handled {
  try {
    return dispatch(state, resolveCall(state, request));
  } catch (error) {
    if (error instanceof Refused) return { state, response: { code: error.status.code ?? 500, body: error.status } };
    throw error;
  }
}

function dispatch(state: ClusterState, call: Call): Handled {
  switch (call.request.verb) {
    case "get":
      return call.request.name === undefined ? list(state, call) : read(state, call);
    case "list":
      return list(state, call);
    case "create":
      return call.request.subresource === undefined ? create(state, call) : createSubresource(state, call);
    case "update":
      return update(state, call);
    case "patch":
      return patch(state, call);
    case "delete":
      return remove(state, call);
    case "deletecollection":
      return removeCollection(state, call);
    default:
      throw new Refused(methodNotAllowed());
  }
}
