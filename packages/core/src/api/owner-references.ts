import type { OwnerReference } from "../kubernetes/types.ts";
import type { KubeObject } from "./request.ts";
import { semanticEqual } from "./semantic-equal.ts";

export interface Deduplicated<T extends KubeObject> {
  readonly object: T;
  readonly warnings: readonly string[];
}

/**
 * The object with each owner once, and the warning about it; the same object where each is there once. A patch is looked
 * at only after admission, and told so.
 * Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go dedupOwnerReferencesAndAddWarning.
 */
export function withDistinctOwners<T extends KubeObject>(object: T, verb: string): Deduplicated<T> {
  const { ownerReferences = [] } = object.metadata;
  const distinct: OwnerReference[] = [];
  const again: string[] = [];
  for (const owner of ownerReferences) {
    if (distinct.some((other) => other.uid === owner.uid && semanticEqual(other, owner))) again.push(owner.uid);
    else distinct.push(owner);
  }
  if (again.length === 0) return { object, warnings: [] };
  const when = verb === "patch" ? " after mutating admission happens" : "";
  const warning = `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${again.join(", ")}`;
  return { object: { ...object, metadata: { ...object.metadata, ownerReferences: distinct } }, warnings: [warning] };
}
