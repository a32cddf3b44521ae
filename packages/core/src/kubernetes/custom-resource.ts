import { USUAL_VERBS } from "./resources.data.ts";
import { type ApiResource, resourceName } from "./resources.ts";
import type { Json, JsonObject } from "./types.ts";
import { compareVersionPriority } from "./version-priority.ts";

/**
 * The resource that a stored CustomResourceDefinition makes; undefined where the definition lacks what that takes.
 * The names are those of the spec: name conflicts between definitions are not looked for.
 * Source: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_discovery_controller.go sync.
 */
export function resourceFromCrd(crd: unknown): ApiResource | undefined {
  const spec = objectAt(crd, "spec");
  const names = objectAt(spec, "names");
  const [group, plural, kind] = [textAt(spec, "group"), textAt(names, "plural"), textAt(names, "kind")];
  const served = listAt(spec, "versions").filter((v) => at(v, "served") === true);
  const versions = textsOf(served.map((v) => at(v, "name"))).sort(compareVersionPriority);
  const [version] = versions;
  if (group === undefined || plural === undefined || kind === undefined || version === undefined) return undefined;
  const preferred = served.find((v) => at(v, "name") === version);
  const subresources = Object.keys(objectAt(preferred, "subresources") ?? {}).filter(
    (s) => s === "scale" || s === "status",
  );
  return {
    resource: resourceName(plural, group),
    plural,
    singular: textAt(names, "singular") ?? kind.toLowerCase(),
    kind,
    group,
    version,
    versions,
    namespaced: at(spec, "scope") === "Namespaced",
    shortNames: textsOf(listAt(names, "shortNames")),
    categories: textsOf(listAt(names, "categories")),
    subresources: subresources.sort(),
    verbs: USUAL_VERBS.split(","),
    custom: true,
  };
}

function at(value: unknown, key: string): Json | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as JsonObject)[key];
}

function objectAt(value: unknown, key: string): JsonObject | undefined {
  const found = at(value, key);
  return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as JsonObject) : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
  const found = at(value, key);
  return typeof found === "string" && found !== "" ? found : undefined;
}

function listAt(value: unknown, key: string): readonly Json[] {
  const found = at(value, key);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

function textsOf(values: readonly (Json | undefined)[]): string[] {
  return values.filter((v) => typeof v === "string");
}
