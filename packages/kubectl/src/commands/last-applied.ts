import type { Json, JsonObject, KubeObject } from "@kubetick/core";
import { toJsonLine } from "../print/json.ts";

export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** What was last applied to the object, if anything. Source: pkg/util/apply.go GetOriginalConfiguration. */
export function lastApplied(object: KubeObject): string | undefined {
  const { annotations } = object.metadata;
  return annotations && Object.hasOwn(annotations, LAST_APPLIED) ? annotations[LAST_APPLIED] : undefined;
}

/** The object with itself, as JSON, in its annotation. Source: pkg/util/apply.go CreateApplyAnnotation. */
export function withLastApplied(object: KubeObject): KubeObject {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {};
  const bare = withAnnotations(object, annotations);
  return withAnnotations(object, { ...annotations, [LAST_APPLIED]: `${toJsonLine(bare)}\n` });
}

function withAnnotations(object: KubeObject, annotations: { readonly [key: string]: string | undefined }): KubeObject {
  return {
    ...object,
    metadata: { ...object.metadata, annotations: annotations as { readonly [key: string]: string } },
  };
}

/** Without the fields that are null, inside lists too. Source: pkg/cmd/apply pruneNullsFromMap. */
export function withoutNulls<T>(value: T): T {
  return prune(value as unknown as Json) as unknown as T;
}

function prune(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(prune);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value as JsonObject).filter(([, v]) => v !== null && v !== undefined);
  return Object.fromEntries(kept.map(([key, v]) => [key, prune(v as Json)]));
}
