import { describe, expect, it } from "vitest";
import { resourceFromCrd } from "./custom-resource.ts";
import { builtinResources, resourceByName, resourceForKind, simulatedResources } from "./resources.ts";
import { compareVersionPriority } from "./version-priority.ts";

describe("the registry of resources", () => {
  it("names a resource by its plural and its group", () => {
    expect(resourceByName("daemonsets.apps")).toEqual({
      resource: "daemonsets.apps",
      plural: "daemonsets",
      singular: "daemonset",
      kind: "DaemonSet",
      group: "apps",
      version: "v1",
      versions: ["v1"],
      namespaced: true,
      shortNames: ["ds"],
      categories: ["all"],
      subresources: ["status"],
      verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    });
    expect(resourceByName("pods")?.kind).toBe("Pod");
    expect(resourceByName("namespaces")?.namespaced).toBe(false);
  });

  it("finds a resource by each version and kind that it serves", () => {
    expect(resourceForKind("autoscaling/v1", "HorizontalPodAutoscaler")?.version).toBe("v2");
    expect(resourceForKind("v1", "Event")?.resource).toBe("events");
    expect(resourceForKind("events.k8s.io/v1", "Event")?.resource).toBe("events.events.k8s.io");
    expect(resourceForKind("v1", "DaemonSet")).toBeUndefined();
  });

  it.each(["__proto__", "constructor", "toString", "Pods", "daemonsets", ""])("has no resource named %j", (name) => {
    expect(resourceByName(name)).toBeUndefined();
  });

  it("keeps the simulation's own resources apart", () => {
    expect(simulatedResources.map((r) => r.resource)).toEqual([
      "machines.sim.kubetick.dev",
      "imagebehaviours.sim.kubetick.dev",
    ]);
    expect(resourceForKind("sim.kubetick.dev/v1", "Machine")?.simulated).toBe(true);
    expect(builtinResources.filter((r) => r.simulated)).toEqual([]);
  });

  // Source: `kubectl api-resources | wc -l` against a kube-apiserver v1.37.2.
  it("has all 71 built-in resources", () => expect(builtinResources).toHaveLength(71));
});

describe("resourceFromCrd", () => {
  const names = { plural: "crontabs", singular: "crontab", kind: "CronTab", shortNames: ["ct"] };
  const versions = [
    { name: "v1beta1", served: true, storage: false },
    { name: "v1", served: true, storage: true, subresources: { status: {} } },
    { name: "v2", served: false, storage: false },
  ];

  it("prefers the most stable served version", () => {
    const crd = { spec: { group: "stable.example.com", scope: "Namespaced", names, versions } };
    expect(resourceFromCrd(crd)).toMatchObject({
      resource: "crontabs.stable.example.com",
      kind: "CronTab",
      version: "v1",
      versions: ["v1", "v1beta1"],
      namespaced: true,
      shortNames: ["ct"],
      categories: [],
      subresources: ["status"],
    });
  });

  it.each([null, {}, { spec: [] }, { spec: { group: "g", names, versions: [{ name: "v1", served: false }] } }])(
    "makes nothing of %j",
    (crd) => expect(resourceFromCrd(crd)).toBeUndefined(),
  );
});

// Source: staging/src/k8s.io/apimachinery/pkg/version/helpers_test.go TestCompareKubeAwareVersionStrings.
it.each([
  ["v1", "v1", 0],
  ["v2", "v1", -1],
  ["v1beta2", "v1beta1", -1],
  ["v1", "v1beta2", -1],
  ["v1beta1", "v2alpha1", -1],
  ["v1alpha2", "v1alpha1", -1],
  ["foo", "v1beta1", 1],
  ["bar", "foo", -1],
])("orders version %s against %s: %i", (a, b, expected) => {
  expect(Math.sign(compareVersionPriority(a, b))).toBe(expected);
});
