import type { Binding, Pod } from "../kubernetes/types.ts";
import type { ClusterState } from "../machine/state.ts";
import { formatTime } from "../time.ts";
import { answer, type Call, existing, type Handled, named, nameOf } from "./call.ts";
import { commit } from "./commit.ts";
import { remove } from "./delete.ts";
import { Refused } from "./failure.ts";
import { aggregateFieldErrors } from "./field-error.ts";
import { keyOf } from "./scope.ts";
import { badRequest, conflict, internalError, noSuchResource } from "./status.ts";
import { bindPod, validateBinding } from "./strategy/binding.ts";

const SUCCESS = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };

/** POST of a subresource of a pod: `binding` or `eviction`. */
export function createSubresource(state: ClusterState, call: Call): Handled {
  if (call.resource.resource !== "pods") throw new Refused(noSuchResource());
  if (call.request.subresource === "binding") return bind(state, call);
  if (call.request.subresource === "eviction") return evict(state, call);
  throw new Refused(noSuchResource());
}

/** Source: pkg/registry/core/pod/storage/storage.go BindingREST.Create. */
function bind(state: ClusterState, call: Call): Handled {
  const pod = existing<Pod>(state, call);
  const { body } = call.request;
  if (typeof body !== "object" || body === null) throw new Refused(badRequest("a Binding is wanted in the body"));
  const binding = body as Binding;
  const errors = validateBinding(binding);
  if (errors.length > 0) throw new Refused(internalError(aggregateFieldErrors(errors)));
  const bound = bindPod(pod, binding, formatTime(state.now));
  if (typeof bound === "string")
    throw new Refused(conflict(named({ ...call.resource, resource: "pods/binding" }, nameOf(call)), bound));
  const { state: after } = commit(state, "pods", keyOf(call.namespace, nameOf(call)), pod, bound);
  return answer(call, state, after, 201, SUCCESS);
}

/** Budgets are not looked at: an eviction is a deletion. Source: pkg/registry/core/pod/storage/eviction.go EvictionREST.Create. */
function evict(state: ClusterState, call: Call): Handled {
  const { verb: _, subresource: __, body, ...request } = call.request;
  const deleteOptions =
    typeof body === "object" && body !== null ? (body as { deleteOptions?: object }).deleteOptions : undefined;
  const { state: after } = remove(state, {
    ...call,
    request: { ...request, verb: "delete", ...(deleteOptions ? { body: deleteOptions } : {}) },
  });
  return answer(call, state, after, 201, SUCCESS);
}
