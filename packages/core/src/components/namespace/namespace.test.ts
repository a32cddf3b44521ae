import { beforeEach, expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import type { Namespace, NamespaceCondition } from "../../kubernetes/types.ts";
import { namespaceConditions } from "./conditions.ts";
import { namespaceController } from "./index.ts";

let play: Play;
beforeEach(() => {
  play = new Play(namespaceController);
  play.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "ns" } });
});

const config = (name: string, finalizers?: string[]) =>
  play.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "ns", ...(finalizers ? { finalizers } : {}) },
  });
const namespace = () => play.get<Namespace>("namespaces", "ns");
const conditions = () =>
  (namespace()?.status?.conditions ?? []).map(({ type, status, reason, message }) =>
    [type, status, reason, message].join(" | "),
  );

test("NS-DELETE-01 five seconds later a namespace and all that it holds are gone, and nothing of others", () => {
  config("a");
  play.create({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d", namespace: "ns" },
    spec: {
      selector: { matchLabels: { a: "b" } },
      template: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "i" }] } },
    },
  });
  play.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "other", namespace: "default" } });
  play.delete("namespaces", "ns");
  expect(namespace()?.status?.phase).toBe("Terminating");
  play.pass(4999);
  expect(play.get("configmaps", "ns/a")).toBeDefined();
  play.pass(1);
  expect([namespace(), play.get("configmaps", "ns/a"), play.get("deployments.apps", "ns/d")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(play.get("configmaps", "default/other")).toBeDefined();
});

test("NS-FINALIZERS-01 what has finalizers is said to remain, and tried again after 8 s", () => {
  config("a", ["test/keep"]);
  config("b", ["test/keep"]);
  play.delete("namespaces", "ns");
  play.pass(5000);
  // Recorded from a kube-controller-manager v1.37.2.
  expect(conditions()).toEqual([
    "NamespaceDeletionDiscoveryFailure | False | ResourcesDiscovered | All resources successfully discovered",
    "NamespaceDeletionGroupVersionParsingFailure | False | ParsedGroupVersions | All legacy kube types successfully parsed",
    "NamespaceDeletionContentFailure | False | ContentDeleted | All content successfully deleted, may be waiting on finalization",
    "NamespaceContentRemaining | True | SomeResourcesRemain | Some resources are remaining: configmaps. has 2 resource instances",
    "NamespaceFinalizersRemaining | True | SomeFinalizersRemain | Some content in the namespace has finalizers remaining: test/keep in 2 resource instances",
  ]);
  for (const name of ["a", "b"]) play.patch("configmaps", `ns/${name}`, { metadata: { finalizers: null } });
  play.pass(8000);
  expect(namespace()).toBeUndefined();
});

test("NS-PODS-01 pods go first, with their grace period", () => {
  play.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "ns" },
    spec: { nodeName: "n1", terminationGracePeriodSeconds: 30, containers: [{ name: "c", image: "i" }] },
  });
  config("a");
  play.delete("namespaces", "ns");
  play.pass(5000);
  expect(play.get("pods", "ns/p")?.metadata.deletionGracePeriodSeconds).toBe(30);
  expect(play.get("configmaps", "ns/a")).toBeDefined();
  expect(conditions()[3]).toBe("NamespaceContentRemaining | False | ContentRemoved | All content successfully removed");
  play.delete("pods", "ns/p", { gracePeriodSeconds: 0 });
  play.pass(16_000);
  expect(namespace()).toBeUndefined();
});

test("NS-PODS-01 a pod that outstays its grace period is said to be unexpected", () => {
  play.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "ns" },
    spec: { nodeName: "n1", terminationGracePeriodSeconds: 4, containers: [{ name: "c", image: "i" }] },
  });
  play.delete("namespaces", "ns");
  play.pass(10_000);
  expect(conditions()[2]).toBe(
    "NamespaceDeletionContentFailure | True | ContentDeletionFailed | " +
      "Failed to delete all resource types, 1 remaining: " +
      "unexpected items still remain in namespace: ns for gvr: /v1, Resource=pods",
  );
});

test("NS-FINALIZERS-02 another finalizer of the namespace keeps it, empty", () => {
  play.patch("namespaces", "ns", { metadata: { finalizers: ["test/keep"] } });
  config("a");
  play.delete("namespaces", "ns");
  play.pass(60_000);
  expect(namespace()?.spec?.finalizers ?? []).toEqual([]);
  expect(play.get("configmaps", "ns/a")).toBeUndefined();
  play.patch("namespaces", "ns", { metadata: { finalizers: null } });
  expect(namespace()).toBeUndefined();
});

// Cases: pkg/controller/namespace/deletion/status_condition_utils_test.go TestUpdateConditions.
test("NS-CONDITIONS-01 a condition keeps its time while its status stays, and the list while nothing changes", () => {
  const nothing = { errors: [], remaining: new Map(), finalizers: new Map() };
  const first = namespaceConditions([], nothing, Date.UTC(2026, 0, 1));
  expect(first.map(({ status }) => status)).toEqual(["False", "False", "False", "False", "False"]);
  expect(namespaceConditions(first, nothing, Date.UTC(2026, 0, 2))).toBe(first);
  const failed = namespaceConditions(first, { ...nothing, errors: ["b", "a"] }, Date.UTC(2026, 0, 2));
  expect(failed[2]).toEqual({
    type: "NamespaceDeletionContentFailure",
    status: "True",
    reason: "ContentDeletionFailed",
    message: "Failed to delete all resource types, 2 remaining: a, b",
    lastTransitionTime: "2026-01-02T00:00:00Z",
  } satisfies NamespaceCondition);
  const again = namespaceConditions(failed, { ...nothing, errors: ["a"] }, Date.UTC(2026, 0, 3));
  expect(again[2]).toMatchObject({
    message: "Failed to delete all resource types, 1 remaining: a",
    lastTransitionTime: "2026-01-02T00:00:00Z",
  });
});
