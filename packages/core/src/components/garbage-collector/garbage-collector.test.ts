import { beforeEach, describe, expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import type { KubeObject } from "../../api/request.ts";
import type { OwnerReference } from "../../kubernetes/types.ts";
import { garbageCollector } from "./index.ts";

// Cases: pkg/controller/garbagecollector/garbagecollector_test.go, test/integration/garbagecollector.
let play: Play;
beforeEach(() => {
  play = new Play(garbageCollector);
});

const refTo = ({ apiVersion, kind, metadata }: KubeObject, more: Partial<OwnerReference> = {}): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid,
  ...more,
});
const config = (name: string, ownerReferences: readonly OwnerReference[] = [], metadata: object = {}) =>
  play.create<KubeObject>({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "default", ...(ownerReferences.length > 0 ? { ownerReferences } : {}), ...metadata },
  });
const absent = (more: Partial<OwnerReference> = {}): OwnerReference => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  name: "gone",
  uid: "00000000-0000-0000-0000-000000000000",
  ...more,
});
const left = () => play.names("configmaps").filter((name) => name !== "kube-root-ca.crt");
const owners = (name: string) =>
  (play.get("configmaps", `default/${name}`)?.metadata.ownerReferences ?? []).map((reference) => reference.name);

describe("in the background", () => {
  test("GC-BACKGROUND-01 dependents go after their owner, and theirs after them", () => {
    const a = config("a");
    const b = config("b", [refTo(a)]);
    config("c", [refTo(b)]);
    config("other");
    play.settle();
    expect(left()).toEqual(["a", "b", "c", "other"]);
    play.delete("configmaps", "default/a");
    play.settle();
    expect(left()).toEqual(["other"]);
  });

  test("GC-BACKGROUND-02 across kinds, and from a cluster-scoped owner", () => {
    const node = play.create<KubeObject>({ apiVersion: "v1", kind: "Node", metadata: { name: "n1" } });
    play.create({
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "n1", namespace: "kube-node-lease", ownerReferences: [refTo(node)] },
      spec: {},
    });
    play.settle();
    play.delete("nodes", "n1");
    play.settle();
    expect(play.names("leases.coordination.k8s.io")).toEqual([]);
  });

  test("GC-SOLID-01 with another owner left an object stays, without the dangling reference", () => {
    const [a, b] = [config("a"), config("b")];
    config("c", [refTo(a), refTo(b)]);
    play.settle();
    play.delete("configmaps", "default/a");
    play.settle();
    expect(left()).toEqual(["b", "c"]);
    expect(owners("c")).toEqual(["b"]);
  });
});

describe("owners that are not there", () => {
  test("GC-ABSENT-01 an object whose owner does not exist is deleted", () => {
    config("a", [absent()]);
    play.settle();
    expect(left()).toEqual([]);
  });

  test("GC-ABSENT-02 so is one whose owner is another object of that name", () => {
    config("owner");
    config("a", [absent({ name: "owner" })]);
    play.settle();
    expect(left()).toEqual(["owner"]);
  });

  test("GC-ABSENT-03 and one that points into another namespace, which is said", () => {
    const owner = play.create<KubeObject>({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "owner", namespace: "kube-system" },
    });
    config("a", [refTo(owner)]);
    play.settle();
    expect(left()).toEqual(["owner"]);
  });

  test("GC-ABSENT-04 OwnerRefInvalidNamespace", () => {
    const owner = play.create<KubeObject>({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "owner", namespace: "kube-system" },
    });
    const solid = config("solid");
    config("a", [refTo(owner), refTo(solid)]);
    play.settle();
    expect(play.events()).toEqual([
      `Warning OwnerRefInvalidNamespace a: ownerRef [v1/ConfigMap, namespace: default, name: owner, uid: ${owner.metadata.uid}] does not exist in namespace "default"`,
    ]);
    expect(owners("a")).toEqual(["solid"]);
  });

  test("GC-ABSENT-05 a cluster-scoped object with a namespaced owner is left alone", () => {
    play.create({ apiVersion: "v1", kind: "Node", metadata: { name: "n1", ownerReferences: [absent()] } });
    play.settle();
    expect(play.names("nodes")).toEqual(["n1"]);
  });

  test("GC-ABSENT-06 a reference to a kind that nobody knows keeps the object", () => {
    config("a", [absent({ apiVersion: "example.com/v1", kind: "Nothing" })]);
    play.settle();
    expect(left()).toEqual(["a"]);
  });
});

describe("in the foreground", () => {
  const foreground = { propagationPolicy: "Foreground" } as const;

  test("GC-FOREGROUND-01 the owner goes last", () => {
    const a = config("a");
    config("b", [refTo(a, { blockOwnerDeletion: true })], { finalizers: ["test/keep"] });
    play.settle();
    play.delete("configmaps", "default/a", foreground);
    play.settle();
    expect(left()).toEqual(["a", "b"]);
    expect(play.get("configmaps", "default/a")?.metadata.finalizers).toEqual(["foregroundDeletion"]);
    expect(play.get("configmaps", "default/b")?.metadata.deletionTimestamp).toBeDefined();
    play.patch("configmaps", "default/b", { metadata: { finalizers: null } });
    play.settle();
    expect(left()).toEqual([]);
  });

  test("GC-FOREGROUND-02 dependents that do not block are not waited for", () => {
    const a = config("a");
    config("b", [refTo(a)], { finalizers: ["test/keep"] });
    play.settle();
    play.delete("configmaps", "default/a", foreground);
    play.settle();
    expect(left()).toEqual(["b"]);
  });

  test("GC-FOREGROUND-03 a dependent with dependents of its own goes in the foreground, too", () => {
    const a = config("a");
    const b = config("b", [refTo(a, { blockOwnerDeletion: true })]);
    config("c", [refTo(b, { blockOwnerDeletion: true })], { finalizers: ["test/keep"] });
    play.settle();
    play.delete("configmaps", "default/a", foreground);
    play.settle();
    expect(left()).toEqual(["a", "b", "c"]);
    expect(play.get("configmaps", "default/b")?.metadata.finalizers).toEqual(["foregroundDeletion"]);
    play.patch("configmaps", "default/c", { metadata: { finalizers: null } });
    play.settle();
    expect(left()).toEqual([]);
  });

  test("GC-FOREGROUND-04 an object with another owner is let go", () => {
    const [a, other] = [config("a"), config("other")];
    config("b", [refTo(a, { blockOwnerDeletion: true }), refTo(other)]);
    play.settle();
    play.delete("configmaps", "default/a", foreground);
    play.settle();
    expect(left()).toEqual(["b", "other"]);
    expect(owners("b")).toEqual(["other"]);
  });

  test("GC-FOREGROUND-05 an owner is told when a dependent stops blocking it", () => {
    const a = config("a");
    config("b", [refTo(a, { blockOwnerDeletion: true })], { finalizers: ["test/keep"] });
    play.settle();
    play.delete("configmaps", "default/a", foreground);
    play.settle();
    play.patch("configmaps", "default/b", { metadata: { ownerReferences: null } });
    play.settle();
    expect(left()).toEqual(["b"]);
  });

  test("GC-CYCLE-01 a cycle of owners ends", () => {
    const a = config("a");
    const b = config("b", [refTo(a, { blockOwnerDeletion: true })]);
    play.patch("configmaps", "default/a", { metadata: { ownerReferences: [refTo(b, { blockOwnerDeletion: true })] } });
    play.settle();
    expect(left()).toEqual(["a", "b"]);
    play.delete("configmaps", "default/a", foreground);
    play.settle();
    expect(left()).toEqual([]);
  });
});

describe("orphaning", () => {
  test("GC-ORPHAN-01 dependents stay, without the reference", () => {
    const a = config("a");
    config("b", [refTo(a)]);
    play.settle();
    play.delete("configmaps", "default/a", { propagationPolicy: "Orphan" });
    play.settle();
    expect(left()).toEqual(["b"]);
    expect(owners("b")).toEqual([]);
  });
});
