import { type ApiResource, apiVersionOf, type ClusterState } from "@kubetick/core";
import { servedResources, servedVersions } from "./served.ts";

interface GroupVersion {
  readonly groupVersion: string;
  readonly version: string;
}

interface Group {
  readonly name: string;
  readonly versions: readonly GroupVersion[];
  readonly preferredVersion: GroupVersion;
}

/** `/api`. The server has no address: requests come to it in process. */
export function coreVersions(): object {
  return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] };
}

/** `/apis`. */
export function groupList(state: ClusterState): object {
  return { kind: "APIGroupList", apiVersion: "v1", groups: groups(state) };
}

/** `/apis/GROUP`. */
export function oneGroup(state: ClusterState, name: string): object | undefined {
  const found = groups(state).find((group) => group.name === name);
  return found === undefined ? undefined : { kind: "APIGroup", apiVersion: "v1", ...found };
}

/** `/api/v1`, `/apis/GROUP/VERSION`. */
export function resourceList(state: ClusterState, group: string, version: string): object | undefined {
  const resources = servedResources(state)
    .filter((resource) => resource.group === group && servedVersions(resource).includes(version))
    .sort((a, b) => (a.plural < b.plural ? -1 : 1));
  if (resources.length === 0) return undefined;
  const groupVersion = apiVersionOf(group, version);
  return { kind: "APIResourceList", ...listVersion(group), groupVersion, resources: resources.flatMap(entriesOf) };
}

/** The list of the core group has no `apiVersion`. */
function listVersion(group: string): object {
  return group === "" ? {} : { apiVersion: "v1" };
}

/** `/version`. */
export function version(): object {
  return {
    major: "1",
    minor: "37",
    emulationMajor: "1",
    emulationMinor: "37",
    minCompatibilityMajor: "1",
    minCompatibilityMinor: "36",
    gitVersion: "v1.37.2",
    gitCommit: "",
    gitTreeState: "",
    buildDate: "1970-01-01T00:00:00Z",
    goVersion: "",
    compiler: "",
    platform: "",
  };
}

function groups(state: ClusterState): readonly Group[] {
  const found = new Map<string, Set<string>>();
  for (const resource of servedResources(state)) {
    if (resource.group === "") continue;
    const versions = found.get(resource.group) ?? new Set();
    for (const served of servedVersions(resource)) versions.add(served);
    found.set(resource.group, versions);
  }
  return Array.from(found, ([name, versions]) => {
    const all = Array.from(versions, (each) => ({ groupVersion: apiVersionOf(name, each), version: each }));
    return { name, versions: all, preferredVersion: all[0] as GroupVersion };
  });
}

/** The verbs of the subresources that are simulated, and the kinds of what is sent to them. */
const SUBRESOURCES: Readonly<Record<string, { readonly verbs: readonly string[]; readonly kind?: object }>> = {
  binding: { verbs: ["create"], kind: { kind: "Binding" } },
  eviction: { verbs: ["create"], kind: { group: "policy", version: "v1", kind: "Eviction" } },
  finalize: { verbs: ["update"] },
  status: { verbs: ["get", "patch", "update"] },
};

/** Source: apiextensions-apiserver/pkg/apiserver/customresource_discovery_controller.go sync. */
const CUSTOM_VERBS = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

function entriesOf(resource: ApiResource): object[] {
  const { plural, singular, namespaced, kind, verbs, shortNames, categories, subresources } = resource;
  const own = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: resource.custom ? CUSTOM_VERBS : verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
  };
  const parts = subresources.flatMap((subresource) => {
    const known = SUBRESOURCES[subresource];
    if (known === undefined) return [];
    const name = `${plural}/${subresource}`;
    return [{ name, singularName: "", namespaced, ...(known.kind ?? { kind }), verbs: known.verbs }];
  });
  return [own, ...parts];
}
