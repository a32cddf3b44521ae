import type { ResourceName } from "../../api/request.ts";
import { resourceFromCrd } from "../../kubernetes/custom-resource.ts";
import { type ApiResource, builtinResources, resourceForKind } from "../../kubernetes/resources.ts";
import type { ClusterView } from "../../store/view.ts";

const CRDS = "customresourcedefinitions.apiextensions.k8s.io";

/** Source: pkg/controller/garbagecollector/config/v1alpha1/defaults.go, garbagecollector.go DefaultIgnoredResources. */
const IGNORED: ReadonlySet<ResourceName> = new Set(["events", "events.events.k8s.io"]);

/** What can own and be owned: everything that can be listed, watched and deleted. Source: GetDeletableResources. */
export const collectable: readonly ResourceName[] = builtinResources
  .filter(
    ({ resource, verbs }) =>
      !IGNORED.has(resource) && ["delete", "list", "watch"].every((verb) => verbs.includes(verb)),
  )
  .map(({ resource }) => resource);

/** The resource of a kind, built in or made by a definition; undefined while there is none. */
export function resourceOfKind(view: ClusterView, apiVersion: string, kind: string): ApiResource | undefined {
  const builtin = resourceForKind(apiVersion, kind);
  if (builtin !== undefined) return builtin;
  for (const definition of view.list(CRDS)) {
    const custom = resourceFromCrd(definition);
    if (custom?.kind === kind && custom.versions.some((version) => `${custom.group}/${version}` === apiVersion))
      return custom;
  }
  return undefined;
}

/** The built-in resources and those of all definitions. */
export function allResources(view: ClusterView): readonly ResourceName[] {
  const custom = view.list(CRDS).flatMap((definition) => resourceFromCrd(definition)?.resource ?? []);
  return custom.length === 0 ? collectable : [...collectable, ...custom];
}
