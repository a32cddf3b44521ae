import type { Json, JsonObject } from "@kubetick/core";

export { LAST_APPLIED, lastApplied, withLastApplied } from "@kubetick/core";

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
