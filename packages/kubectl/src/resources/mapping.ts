import { type ApiResource, builtinResources, resourceFromCrd, simulatedResources } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";

const FIXED: readonly ApiResource[] = [...builtinResources, ...simulatedResources];

/** All resources that the server has, the built-in ones first: what discovery would say. */
export function discover(context: CommandContext): readonly ApiResource[] {
  const response = context.host.request({
    verb: "list",
    resource: "customresourcedefinitions.apiextensions.k8s.io",
    by: "kubectl",
  });
  const items = (response.body as { readonly items?: readonly unknown[] }).items ?? [];
  const custom = items.map((crd) => resourceFromCrd(crd)).filter((resource) => resource !== undefined);
  return custom.length === 0 ? FIXED : [...FIXED, ...custom];
}

/** A resource in one of its versions. */
export interface Mapping {
  readonly resource: ApiResource;
  readonly version: string;
}

/** Finds what `daemonsets`, `ds`, `DaemonSet`, `daemonsets.apps` or `daemonsets.v1.apps` mean. */
export class Mapper {
  readonly #context: CommandContext;
  #resources: readonly ApiResource[] | undefined;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  get resources(): readonly ApiResource[] {
    this.#resources ??= discover(this.#context);
    return this.#resources;
  }

  /** Source: cli-runtime/pkg/resource/builder.go mappingFor. */
  forArgument(argument: string): Mapping {
    const [name = "", ...rest] = argument.toLowerCase().split(".");
    if (rest.length >= 2) {
      const [version = "", ...group] = rest;
      const resource = this.#find(name, group.join("."));
      if (resource?.versions.includes(version)) return { resource, version };
    }
    const group = rest.join(".");
    const resource = this.#find(name, group);
    if (resource !== undefined) return { resource, version: resource.version };
    throw noResource(argument);
  }

  forKind(apiVersion: string, kind: string): Mapping | undefined {
    const { group, version } = splitApiVersion(apiVersion);
    const resource = this.resources.find((r) => r.kind === kind && r.group === group && r.versions.includes(version));
    return resource && { resource, version };
  }

  /** The resources of a category, `all`, by their names; undefined where there is no such category. */
  category(name: string): readonly string[] | undefined {
    const found = this.resources.filter((r) => r.categories.includes(name)).map((r) => r.resource);
    return found.length === 0 ? undefined : found;
  }

  /** Source: client-go/restmapper/shortcut.go expandResourceShortcut; apimachinery/pkg/api/meta/restmapper.go ResourcesFor. */
  #find(name: string, group: string): ApiResource | undefined {
    const inGroup = this.resources.filter((r) => group === "" || r.group === group);
    const byPrefix = group === "" ? [] : this.resources.filter((r) => r.group.startsWith(group));
    const named = (r: ApiResource) => r.plural === name || r.singular === name;
    const full = inGroup.find(named) ?? byPrefix.find(named);
    if (full !== undefined) return full;
    const [first, ...others] = [...new Set([...inGroup, ...byPrefix])].filter((r) => r.shortNames.includes(name));
    if (first !== undefined) this.#warnAboutShortName(name, others);
    return first;
  }

  #warnAboutShortName(name: string, others: readonly ApiResource[]): void {
    if (others.length === 0) return;
    const list = others.map((r) => r.resource).join(", ");
    const plural = others.length === 1 ? "resource" : "resources";
    this.#context.warn(`short name ${JSON.stringify(name)} could also match lower priority ${plural} ${list}`);
  }
}

function noResource(argument: string): KubectlError {
  const dot = argument.indexOf(".");
  if (dot < 0) return new KubectlError(`the server doesn't have a resource type ${JSON.stringify(argument)}`);
  const [name, group] = [argument.slice(0, dot), argument.slice(dot + 1)];
  return new KubectlError(
    `the server doesn't have a resource type ${JSON.stringify(name)} in group ${JSON.stringify(group)}`,
  );
}

export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf("/");
  if (slash < 0) return { group: "", version: apiVersion };
  return { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** `apps/v1, Resource=daemonsets`, as Go prints a GroupVersionResource. */
export function gvrText({ resource, version }: Mapping): string {
  return `${resource.group}/${version}, Resource=${resource.plural}`;
}

/** `apps/v1, Kind=DaemonSet`. */
export function gvkText({ resource, version }: Mapping): string {
  return `${resource.group}/${version}, Kind=${resource.kind}`;
}

/** `daemonset.apps`, `pod`: what kubectl puts before a name. */
export function kindText({ resource }: Mapping): string {
  const kind = resource.kind.toLowerCase();
  return resource.group === "" ? kind : `${kind}.${resource.group}`;
}
