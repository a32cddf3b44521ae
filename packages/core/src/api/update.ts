import type { Namespace, ObjectMeta } from "../kubernetes/types.ts";
import type { ClusterState } from "../machine/state.ts";
import { admitUpdate } from "./admit/index.ts";
import { answer, type Call, existing, type Handled, kindNamed, named, nameOf } from "./call.ts";
import { commit, commitRemoval } from "./commit.ts";
import { create, namespaceOf, withinScope } from "./create.ts";
import { decodeBody } from "./decode-body.ts";
import { sameJson } from "./equal.ts";
import { Refused } from "./failure.ts";
import { invalid as invalidField } from "./field-error.ts";
import { parseUintError } from "./go-text.ts";
import { withDistinctOwners } from "./owner-references.ts";
import type { KubeObject } from "./request.ts";
import { keyOf, storedObject } from "./scope.ts";
import { badRequest, invalid, modified, noSuchResource, storagePreconditionFailed, unknownError } from "./status.ts";

/** PUT of an object, of its `status`, or of a namespace's `finalize`. Source: registry/generic/registry/store.go Update. */
export function update(state: ClusterState, call: Call): Handled {
  const { object, warnings } = decodeBody(call, call.request.body);
  const name = nameOf(call);
  requireName(object, name);
  const stored = storedObject(state, call.resource.resource, keyOf(call.namespace, name));
  if (stored === undefined && call.strategy.allowCreateOnUpdate && call.request.subresource === undefined)
    return create(state, call);
  return replace(state, call, existing(state, call), object, warnings);
}

/** Source: apiserver endpoints/handlers/rest.go checkName. */
export function requireName({ metadata: { name } }: KubeObject, inUrl: string): void {
  if (!name)
    throw new Refused(
      badRequest(`the name of the object (${inUrl} based on URL) was undeterminable: name must be provided`),
    );
  if (name !== inUrl)
    throw new Refused(badRequest(`the name of the object (${name}) does not match the name on the URL (${inUrl})`));
}

/** Puts `object` in the place of `stored`: what PUT and PATCH have in common. */
export function replace(
  state: ClusterState,
  call: Call,
  stored: KubeObject,
  object: KubeObject,
  warnings: readonly string[],
): Handled {
  checkPreconditions(call, stored, object);
  const { object: owned, warnings: ownerWarnings } = withDistinctOwners(object, call.request.verb);
  const prepared = prepare(call, stored, withKeptMetadata(call, stored, withinScope(call, owned)));
  const admitted = admitUpdate(state, call, prepared, stored);
  const errors = validate(call, admitted, stored);
  if (errors.length > 0) throw new Refused(invalid(kindNamed(call.resource, stored.metadata.name), errors));
  const all = [
    ...warnings,
    ...ownerWarnings,
    ...(call.request.subresource ? [] : (call.strategy.warnings?.(admitted, stored) ?? [])),
  ];
  const key = keyOf(call.namespace, stored.metadata.name);
  if (isFinished(admitted, stored)) {
    const { state: after, object: last } = commitRemoval(state, call.resource.resource, key, admitted);
    return answer(call, state, after, 200, last, all);
  }
  if (sameJson(admitted, stored)) return answer(call, state, state, 200, stored, all);
  const { state: after, object: written } = commit(state, call.resource.resource, key, stored, admitted);
  return answer(call, state, after, 200, written, all);
}

function checkPreconditions(call: Call, stored: KubeObject, object: KubeObject): void {
  const { resourceVersion, uid } = object.metadata;
  const { name } = stored.metadata;
  const unreadable = resourceVersion ? parseUintError(resourceVersion) : undefined;
  if (unreadable !== undefined) throw new Refused(unknownError(unreadable));
  // A patch has none: there the uid is a field that may not change.
  if (call.request.verb === "update") checkStoragePreconditions(call, stored, { uid });
  if (!resourceVersion || resourceVersion === "0") {
    if (call.strategy.allowUnconditionalUpdate !== false) return;
    // Source: registry/generic/registry/store.go Update, which names the resource here, and not the kind.
    const { group, plural } = call.resource;
    throw new Refused(
      invalid({ group, kind: plural, name }, [
        invalidField("metadata.resourceVersion", 0, "must be specified for an update"),
      ]),
    );
  }
  if (resourceVersion !== stored.metadata.resourceVersion) throw new Refused(modified(named(call.resource, name)));
}

/** Source: staging/src/k8s.io/apiserver/pkg/storage/interfaces.go Preconditions.Check. */
export function checkStoragePreconditions(
  call: Call,
  { metadata }: KubeObject,
  wanted: { readonly uid?: string; readonly resourceVersion?: string },
): void {
  const at = keyOf(call.namespace, metadata.name);
  const fail = (field: "UID" | "ResourceVersion", value: string, actual: string) =>
    new Refused(storagePreconditionFailed(named(call.resource, metadata.name), at, field, value, actual));
  const { uid, resourceVersion } = wanted;
  if (uid && uid !== metadata.uid) throw fail("UID", uid, metadata.uid);
  if (resourceVersion && resourceVersion !== metadata.resourceVersion)
    throw fail("ResourceVersion", resourceVersion, metadata.resourceVersion);
}

/** What no update changes. Source: registry/rest/update.go BeforeUpdate. */
function withKeptMetadata(call: Call, stored: KubeObject, object: KubeObject): KubeObject {
  if (object.metadata === stored.metadata) return object;
  const old = stored.metadata;
  const {
    generation: _,
    managedFields: __,
    selfLink: ___,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    ...given
  } = object.metadata;
  const metadata: ObjectMeta = Object.assign(
    {},
    given,
    call.resource.namespaced ? { namespace: namespaceOf(call, object) } : {},
    old.generation === undefined ? {} : { generation: old.generation },
    kept("deletionTimestamp", old.deletionTimestamp ?? deletionTimestamp),
    kept("deletionGracePeriodSeconds", deletionGracePeriodSeconds ?? old.deletionGracePeriodSeconds),
    {
      uid: object.metadata.uid || old.uid,
      creationTimestamp: old.creationTimestamp,
      resourceVersion: old.resourceVersion,
    },
  );
  return { ...object, metadata: sameJson(metadata, old) ? old : metadata };
}

function kept<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}

function prepare(call: Call, stored: KubeObject, object: KubeObject): KubeObject {
  const { strategy, request } = call;
  const defaulted = strategy.default?.(object) ?? object;
  switch (request.subresource) {
    case undefined:
      return strategy.prepareForUpdate?.(defaulted, stored) ?? defaulted;
    case "status":
      return strategy.prepareForStatusUpdate?.(defaulted, stored) ?? defaulted;
    case "finalize":
      return finalized(stored as Namespace, defaulted as Namespace);
    default:
      throw new Refused(noSuchResource());
  }
}

/** Source: pkg/registry/core/namespace/strategy.go namespaceFinalizeStrategy. */
function finalized(stored: Namespace, object: Namespace): Namespace {
  return {
    ...object,
    metadata: { ...object.metadata },
    spec: object.spec ?? {},
    ...(stored.status ? { status: stored.status } : {}),
  };
}

function validate(call: Call, object: KubeObject, stored: KubeObject) {
  if (call.request.subresource === "finalize" && call.strategy.validateFinalizeUpdate !== undefined)
    return call.strategy.validateFinalizeUpdate(object, stored);
  if (call.request.subresource === "status")
    return (call.strategy.validateStatusUpdate ?? call.strategy.validateUpdate)(object, stored);
  return call.strategy.validateUpdate(object, stored);
}

/** Whether this update takes away the last thing that kept a deleted object. Source: registry/generic/registry/store.go ShouldDeleteDuringUpdate. */
function isFinished(object: KubeObject, stored: KubeObject): boolean {
  if (stored.metadata.deletionTimestamp === undefined || (object.metadata.finalizers?.length ?? 0) > 0) return false;
  if (object.kind === "Namespace" && ((object as Namespace).spec?.finalizers?.length ?? 0) > 0) return false;
  return (stored.metadata.deletionGracePeriodSeconds ?? 0) === 0;
}
