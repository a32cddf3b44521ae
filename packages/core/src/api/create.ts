import type { ObjectMeta } from "../kubernetes/types.ts";
import type { ClusterState } from "../machine/state.ts";
import { formatTime } from "../time.ts";
import { admitCreate } from "./admit/index.ts";
import { answer, type Call, type Handled, kindNamed, named } from "./call.ts";
import { commit } from "./commit.ts";
import { decodeBody } from "./decode-body.ts";
import { Refused } from "./failure.ts";
import { generatedName, generatedUid } from "./identity.ts";
import { withDistinctOwners } from "./owner-references.ts";
import type { KubeObject } from "./request.ts";
import { keyOf, storedObject } from "./scope.ts";
import { alreadyExists, badRequest, type Failure, generateNameConflict, invalid, unknownError } from "./status.ts";

/** How often the server tries another generated name. Source: registry/generic/registry/store.go maxNameGenerationCreateAttempts. */
const NAME_ATTEMPTS = 8;

/**
 * POST of a collection: decode, default, prepare, admit, validate, commit.
 * Source: apiserver endpoints/handlers/create.go createHandler, registry/rest/create.go BeforeCreate, registry/generic/registry/store.go Create.
 */
export function create(state: ClusterState, call: Call): Handled {
  const { object: decoded, warnings } = decodeBody(call, call.request.body);
  if (decoded.metadata.resourceVersion)
    throw new Refused(unknownError("resourceVersion should not be set on objects to be created"));
  const counted = { ...state, uids: state.uids + 1 };
  const { object: distinct, warnings: ownerWarnings } = withDistinctOwners(decoded, call.request.verb);
  const { object: defaulted, state: named } = withName(
    counted,
    call,
    withSystemFields(state, call, withinScope(call, distinct)),
  );
  const admitted = admitCreate(state, call, prepared(call, defaulted), decoded.metadata);
  const errors = call.strategy.validateCreate(admitted);
  if (errors.length > 0) throw new Refused(invalid(kindNamed(call.resource, admitted.metadata.name), errors));
  const key = keyOf(call.namespace, admitted.metadata.name);
  const taken = storedObject(state, call.resource.resource, key);
  if (taken !== undefined) throw new Refused(existsAlready(call, decoded, taken));
  const all = [...warnings, ...ownerWarnings, ...(call.strategy.warnings?.(admitted) ?? [])];
  const { state: after, object } = commit(named, call.resource.resource, key, undefined, admitted);
  return answer(call, state, after, 201, object, all);
}

function prepared(call: Call, object: KubeObject): KubeObject {
  const defaulted = call.strategy.default?.(object) ?? object;
  return call.strategy.prepareForCreate?.(defaulted) ?? defaulted;
}

/** Source: registry/rest/meta.go FillObjectMetaSystemFields, and the resets of BeforeCreate. */
function withSystemFields(state: ClusterState, call: Call, object: KubeObject): KubeObject {
  const { deletionTimestamp, deletionGracePeriodSeconds, managedFields, selfLink, resourceVersion, ...kept } =
    object.metadata;
  const namespace = call.resource.namespaced ? { namespace: namespaceOf(call, object) } : {};
  const metadata: ObjectMeta = Object.assign({}, kept, namespace, {
    uid: generatedUid(state.seed, state.uids),
    resourceVersion: "",
    creationTimestamp: formatTime(state.now),
  });
  return { ...object, metadata };
}

/** A resource without namespaces passes over the one in the body. Source: as for `namespaceOf`. */
export function withinScope({ resource }: Call, object: KubeObject): KubeObject {
  if (resource.namespaced || object.metadata.namespace === undefined) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Source: registry/rest/meta.go EnsureObjectNamespaceMatchesRequestNamespace. */
export function namespaceOf(call: Call, object: KubeObject): string {
  const { namespace } = object.metadata;
  if (namespace !== undefined && namespace !== "" && namespace !== call.namespace) {
    throw new Refused(
      badRequest("the namespace of the provided object does not match the namespace sent on the request"),
    );
  }
  return call.namespace;
}

function withName(state: ClusterState, call: Call, object: KubeObject): { object: KubeObject; state: ClusterState } {
  const { name, generateName } = object.metadata;
  if (name || !generateName) return { object, state };
  let names = state.names;
  let generated = "";
  for (let attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
    generated = generatedName(state.seed, names++, generateName);
    if (storedObject(state, call.resource.resource, keyOf(call.namespace, generated)) === undefined) break;
  }
  return {
    object: { ...object, metadata: Object.assign({}, object.metadata, { name: generated }) },
    state: { ...state, names },
  };
}

function existsAlready(call: Call, asked: KubeObject, { metadata }: KubeObject): Failure {
  const generated = !asked.metadata.name && asked.metadata.generateName;
  const failure = (generated ? generateNameConflict : alreadyExists)(named(call.resource, metadata.name));
  return metadata.deletionTimestamp === undefined
    ? failure
    : { ...failure, message: `object is being deleted: ${failure.message}` };
}
