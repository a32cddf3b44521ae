import type { KubeObject } from "../../api/request.ts";
import type { ObjectMeta, ObjectReference, OwnerReference } from "../../kubernetes/types.ts";

/** The owner that manages an object, if there is one. Source: apimachinery pkg/apis/meta/v1/controller_ref.go GetControllerOf. */
export function controllerOf(metadata: ObjectMeta): OwnerReference | undefined {
  return metadata.ownerReferences?.find((reference) => reference.controller === true);
}

/** The reference by which `owner` manages what it creates. Source: same file, NewControllerRef. */
export function controllerRef(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function sameController(a: OwnerReference | undefined, b: OwnerReference | undefined): boolean {
  return a?.uid === b?.uid && a?.kind === b?.kind && a?.name === b?.name && a?.apiVersion === b?.apiVersion;
}

/** `namespace/name`, or the name of what has no namespace. */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** What an event says it is about. Source: staging/src/k8s.io/client-go/tools/reference/ref.go GetReference. */
export function referenceTo(object: KubeObject): ObjectReference {
  const { namespace, name, uid, resourceVersion } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    resourceVersion,
    uid,
  };
}
