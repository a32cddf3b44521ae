import type { Json, JsonObject, KubeObject } from "@kubetick/core";
import type { Info } from "../resources/index.ts";
import type { Patch } from "./patches.ts";

/** What a patch would make of an object, as `--dry-run=client` shows it. */
export function applyLocally(_info: Info, object: KubeObject, { body }: Patch): KubeObject {
  return merge(object as unknown as Json, body) as unknown as KubeObject;
}

function merge(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const base = isObject(target) ? target : {};
  const changed = Object.entries(patch).map(([key, value]): [string, Json | undefined] => [
    key,
    value === null || value === undefined ? undefined : merge(Object.hasOwn(base, key) ? base[key] : undefined, value),
  ]);
  const all = { ...base, ...Object.fromEntries(changed) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as JsonObject;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
