import { type ApiResource, resourceByName } from "../kubernetes/resources.ts";
import type { Binding, Json, Pod } from "../kubernetes/types.ts";
import type { ClusterState } from "../machine/state.ts";
import { formatTime } from "../time.ts";
import { answer, type Call, existing, type Handled, isDryRun, named, nameOf } from "./call.ts";
import { commit } from "./commit.ts";
import { namespaceOf } from "./create.ts";
import { decodeObject } from "./decode/index.ts";
import { checkPreconditions, remove } from "./delete.ts";
import { decodeDeleteOptions } from "./delete-options.ts";
import { sameJson } from "./equal.ts";
import { isStatus, Refused } from "./failure.ts";
import { aggregateFieldErrors } from "./field-error.ts";
import type { KubeObject } from "./request.ts";
import { keyOf } from "./scope.ts";
import { badRequest, conflict, noSuchResource, unknownError } from "./status.ts";
import { bindPod, validateBinding } from "./strategy/binding.ts";
import { withCondition } from "./strategy/pod-condition.ts";
import { checkStoragePreconditions } from "./update.ts";

const SUCCESS = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };

const BINDINGS = resourceByName("bindings") as ApiResource;
/** Evictions are no resource of their own: only what is posted to a pod. */
const EVICTIONS: ApiResource = {
  ...BINDINGS,
  resource: "evictions.policy",
  plural: "evictions",
  singular: "eviction",
  kind: "Eviction",
  group: "policy",
};

/** POST of a subresource of a pod: `binding` or `eviction`. */
export function createSubresource(state: ClusterState, call: Call): Handled {
  if (call.resource.resource !== "pods") throw new Refused(noSuchResource());
  if (call.request.subresource === "binding") return bind(state, call);
  if (call.request.subresource === "eviction") return evict(state, call);
  throw new Refused(noSuchResource());
}

/** What was posted, as an object of its kind and about the pod of the request. */
function posted<T extends KubeObject>(call: Call, resource: ApiResource): T {
  const decoded = decodeObject((call.request.body ?? null) as Json, resource, {
    fieldValidation: call.options.fieldValidation ?? "Warn",
  });
  if (isStatus(decoded)) throw new Refused(decoded);
  const { object } = decoded;
  namespaceOf(call, object);
  if (object.metadata.name !== nameOf(call))
    throw new Refused(badRequest(`name in URL does not match name in ${resource.kind} object`));
  return object as T;
}

/** Source: pkg/registry/core/pod/storage/storage.go BindingREST.Create. */
function bind(state: ClusterState, call: Call): Handled {
  const binding = posted<Binding>(call, BINDINGS);
  const errors = validateBinding(binding);
  if (errors.length > 0) throw new Refused(unknownError(aggregateFieldErrors(errors)));
  const pod = existing<Pod>(state, call);
  const { uid, resourceVersion } = binding.metadata;
  checkStoragePreconditions(call, pod, { uid, resourceVersion });
  const bound = bindPod(pod, binding, formatTime(state.now));
  if (typeof bound === "string")
    throw new Refused(conflict(named({ ...call.resource, resource: "pods/binding" }, nameOf(call)), bound));
  const { state: after } = commit(state, "pods", keyOf(call.namespace, nameOf(call)), pod, bound);
  return answer(call, state, after, 201, SUCCESS);
}

interface Eviction extends KubeObject {
  readonly deleteOptions?: object;
}

/**
 * A condition that says why, then a deletion. Budgets are not looked at.
 * Source: pkg/registry/core/pod/storage/eviction.go EvictionREST.Create, addConditionAndDeletePod.
 */
function evict(state: ClusterState, call: Call): Handled {
  const { deleteOptions: body } = posted<Eviction>(call, EVICTIONS);
  const { verb: _, subresource: __, body: ___, ...request } = call.request;
  const asked: Call = { ...call, request: { ...request, verb: "delete", ...(body ? { body } : {}) } };
  const pod = existing<Pod>(state, call);
  const options = { ...call.options, ...decodeDeleteOptions(asked) };
  checkPreconditions({ ...asked, options }, pod);
  const { preconditions: ____, ...rest } = options;
  const deletion: Call = { ...call, options: rest, request: { ...request, verb: "delete", options: rest } };
  const { state: after } = remove(isDryRun(deletion) ? state : withDisruption(state, deletion, pod), deletion);
  return answer(call, state, after, 201, SUCCESS);
}

function withDisruption(state: ClusterState, call: Call, pod: Pod): ClusterState {
  const status = withCondition(pod.status ?? {}, {
    type: "DisruptionTarget",
    status: "True",
    lastTransitionTime: formatTime(state.now),
    reason: "EvictionByEvictionAPI",
    message: "Eviction API: evicting",
  });
  if (sameJson(status, pod.status ?? {})) return state;
  return commit(state, "pods", keyOf(call.namespace, pod.metadata.name), pod, { ...pod, status }).state;
}
