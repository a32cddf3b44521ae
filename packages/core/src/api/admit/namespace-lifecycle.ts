import type { Namespace } from "../../kubernetes/types.ts";
import type { ResourceName } from "../request.ts";
import { type Failure, forbidden, notFound } from "../status.ts";

/**
 * Nothing is created in a namespace that is not there or is going, and the system's own namespaces stay.
 * Source: staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go.
 */

const IMMORTAL: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public"]);

/** Refuses to delete an immortal namespace. */
export function admitNamespaceDeletion(name: string): Failure | undefined {
  return IMMORTAL.has(name)
    ? forbidden({ resource: "namespaces", name }, "this namespace may not be deleted")
    : undefined;
}

export interface Creation {
  readonly resource: ResourceName;
  /** The name that was asked for; where there is none, `generateName`. */
  readonly name: string;
  /** Empty for cluster-scoped resources, which are always admitted. */
  readonly namespace: string;
}

/** Refuses to create where the namespace is not there (`stored` is undefined) or is being terminated. */
export function admitIntoNamespace(creation: Creation, stored: Namespace | undefined): Failure | undefined {
  const { namespace } = creation;
  if (namespace === "") return undefined;
  if (stored === undefined) return notFound({ resource: "namespaces", name: namespace });
  return stored.status?.phase === "Terminating" ? beingTerminated(creation) : undefined;
}

function beingTerminated({ resource, name, namespace }: Creation): Failure {
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const failure = forbidden({ resource, name }, why);
  const message = `namespace ${namespace} is being terminated`;
  const causes = [{ reason: "NamespaceTerminating", message, field: "metadata.namespace" }];
  return { ...failure, details: { ...failure.details, causes } };
}
