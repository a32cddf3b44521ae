import type { ResourceName } from "../api/request.ts";
import { RESOURCE_ROWS, type ResourceRow, USUAL_VERBS } from "./resources.data.ts";

/** What discovery says about one resource. */
export interface ApiResource {
  /** Its name in requests: the plural, then the group if there is one: `pods`, `daemonsets.apps`. */
  readonly resource: ResourceName;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  /** The preferred version, in which objects are stored here. */
  readonly version: string;
  /** All served versions, the preferred one first. */
  readonly versions: readonly string[];
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly string[];
  /** Sorted. `watch` is one of them where the resource can be watched. */
  readonly verbs: readonly string[];
  /** A resource of the simulation, which a real cluster does not have. */
  readonly simulated?: true;
  /** A resource that a CustomResourceDefinition made. */
  readonly custom?: true;
}

/** The group and version of the simulation's own resources. */
export const SIMULATION_GROUP = "sim.kubetick.dev";

function split(text: string): readonly string[] {
  return text === "" ? [] : text.split(",");
}

function fromRow(row: ResourceRow): ApiResource {
  const [plural, kind, group, versions, namespaced, shortNames, categories, subresources, verbs = USUAL_VERBS] = row;
  return {
    resource: resourceName(plural, group),
    plural,
    singular: kind.toLowerCase(),
    kind,
    group,
    version: split(versions)[0] ?? "v1",
    versions: split(versions),
    namespaced,
    shortNames: split(shortNames),
    categories: split(categories),
    subresources: split(subresources),
    verbs: split(verbs),
  };
}

/** What a kube-apiserver v1.37.2 serves by default, in its own order. */
export const builtinResources: readonly ApiResource[] = RESOURCE_ROWS.map(fromRow);

/** What only the simulation has: the machines under the nodes, and how images behave. Both are cluster-scoped. */
export const simulatedResources: readonly ApiResource[] = (
  [
    ["machines", "Machine", SIMULATION_GROUP, "v1", false, "", "", ""],
    ["imagebehaviours", "ImageBehaviour", SIMULATION_GROUP, "v1", false, "", "", ""],
  ] satisfies readonly ResourceRow[]
).map((row) => ({ ...fromRow(row), simulated: true }));

const ALL = [...builtinResources, ...simulatedResources];
const BY_NAME: ReadonlyMap<string, ApiResource> = new Map(ALL.map((r) => [r.resource, r]));
const BY_KIND: ReadonlyMap<string, ApiResource> = new Map(
  ALL.flatMap((r) => r.versions.map((version) => [kindKey(apiVersionOf(r.group, version), r.kind), r] as const)),
);

/** `daemonsets` and `apps` make `daemonsets.apps`; `pods` and the core group `""` make `pods`. */
export function resourceName(plural: string, group: string): ResourceName {
  return group === "" ? plural : `${plural}.${group}`;
}

/** `apps` and `v1` make `apps/v1`; the core group `""` and `v1` make `v1`. */
export function apiVersionOf(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}

function kindKey(apiVersion: string, kind: string): string {
  return `${apiVersion} ${kind}`;
}

/** The built-in or simulated resource of this exact name (`daemonsets.apps`), if there is one. */
export function resourceByName(name: ResourceName): ApiResource | undefined {
  return BY_NAME.get(name);
}

/** The built-in or simulated resource whose objects have this `apiVersion`, in any served version, and `kind`. */
export function resourceForKind(apiVersion: string, kind: string): ApiResource | undefined {
  return BY_KIND.get(kindKey(apiVersion, kind));
}
