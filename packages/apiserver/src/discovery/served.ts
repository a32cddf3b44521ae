import {
  type ApiResource,
  builtinResources,
  type ClusterState,
  resourceByName,
  resourceFromCrd,
  resourceName,
  simulatedResources,
  viewOf,
} from "@kubetick/core";

const DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

const FIXED = [...builtinResources, ...simulatedResources];
const FIXED_GROUPS: ReadonlySet<string> = new Set(FIXED.map(({ group }) => group));

/** All resources that the API serves: the built-in ones, then those of CustomResourceDefinitions, by their names. */
export function servedResources(state: ClusterState): readonly ApiResource[] {
  const custom = viewOf(state.tables)
    .list(DEFINITIONS)
    .flatMap((definition) => resourceFromCrd(definition) ?? []);
  return [...FIXED, ...custom];
}

/** The resource with this plural in this group, in whatever version. */
export function servedResource(state: ClusterState, plural: string, group: string): ApiResource | undefined {
  const name = resourceName(plural, group);
  const fixed = resourceByName(name);
  if (fixed !== undefined) return fixed;
  const definition = viewOf(state.tables).get(DEFINITIONS, name);
  return definition === undefined ? undefined : resourceFromCrd(definition);
}

/**
 * The versions in which a resource can be asked for. Objects of built-in kinds are not converted between versions: only
 * their preferred one is served. Those of custom resources differ in their `apiVersion` alone.
 */
export function servedVersions({ custom, version, versions }: ApiResource): readonly string[] {
  return custom ? versions : [version];
}

/** A group of the server's own, whose unknown paths are answered with a `Status`; elsewhere there is only a text. */
export function isFixedGroup(group: string): boolean {
  return FIXED_GROUPS.has(group);
}
