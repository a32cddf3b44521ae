import { describe, expect, test } from "vitest";
import { DaemonWorld } from "../../../test/support/daemon-world.ts";
import type { ControllerRevision } from "../../kubernetes/types.ts";
import { HASH_LABEL } from "./pod-template.ts";

const numbers = (world: DaemonWorld) => world.revisions.map(({ revision }) => revision).sort();
const newest = (world: DaemonWorld) =>
  world.revisions.reduce((a, b) => ((a.revision ?? 0) > (b.revision ?? 0) ? a : b));

function patchRevision(world: DaemonWorld, name: string, body: object): void {
  world.request({
    verb: "patch",
    patchType: "merge",
    resource: "controllerrevisions.apps",
    namespace: "default",
    name,
    body,
  });
}

function started(): DaemonWorld {
  const world = new DaemonWorld().addNodes(0, 1);
  world.apply({ revisionHistoryLimit: 2 }, { annotations: { note: "kept" } });
  world.sync();
  return world;
}

describe("the history of a DaemonSet", () => {
  test("DS-HIST-01 DS-HIST-02 each template has a revision, as the real one stores it", () => {
    const world = started();
    const [revision] = world.revisions as [ControllerRevision];
    const hash = revision.metadata.labels?.[HASH_LABEL];
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
    expect(revision.metadata.name).toBe(`foo-${hash}`);
    expect(revision.metadata.labels).toEqual({ name: "simple-daemon", [HASH_LABEL]: hash });
    expect(revision.metadata.annotations).toMatchObject({ note: "kept" });
    expect(
      revision.metadata.ownerReferences?.map(({ kind, name, controller, blockOwnerDeletion }) => [
        kind,
        name,
        controller,
        blockOwnerDeletion,
      ]),
    ).toEqual([["DaemonSet", "foo", true, true]]);
    expect(revision.data).toEqual({ spec: { template: { ...world.daemonSet.spec.template, $patch: "replace" } } });
    expect(revision.revision).toBe(1);
  });

  test("DS-HIST-03 an older template that comes back gets the highest number, and no second revision", () => {
    const world = started();
    const { name } = world.revisions[0]?.metadata as { name: string };
    world.setImage("foo2/bar2");
    world.sync();
    expect(numbers(world)).toEqual([1, 2]);
    world.setImage("foo/bar");
    world.sync();
    expect(numbers(world)).toEqual([2, 3]);
    expect(newest(world).metadata.name).toBe(name);
  });

  test("DS-HIST-04 of old revisions revisionHistoryLimit are kept, the newest", () => {
    const world = started();
    for (let i = 2; i <= 5; i++) {
      world.setImage(`foo/bar:${i}`, { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } });
      for (let round = 0; round < 3; round++) world.sync();
      world.markPodsReady();
    }
    world.sync();
    expect(numbers(world)).toEqual([3, 4, 5]);
  });

  test("DS-HIST-05 a revision that pods still are of is kept beyond the limit", () => {
    const world = started();
    for (let i = 2; i <= 5; i++) {
      world.setImage(`foo/bar:${i}`);
      world.sync();
    }
    expect(numbers(world)).toEqual([1, 4, 5]);
  });

  test("DS-HIST-06 of two revisions of the template the newer one stays, and the pods are its", () => {
    const world = started();
    const [revision] = world.revisions as [ControllerRevision];
    const { uid: _uid, resourceVersion: _version, creationTimestamp: _at, ...metadata } = revision.metadata;
    const double = {
      ...revision,
      metadata: { ...metadata, name: "foo-double", labels: { ...metadata.labels, [HASH_LABEL]: "double" } },
      revision: 7,
    };
    world.request({ verb: "create", resource: "controllerrevisions.apps", namespace: "default", body: double });
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
    expect(world.revisions.map(({ metadata: { name }, revision: number }) => [name, number])).toEqual([
      ["foo-double", 7],
    ]);
    expect(world.pods[0]?.metadata.labels?.[HASH_LABEL]).toBe("double");
  });

  test("DS-HIST-07 DS-HIST-08 a taken name is counted as a collision, which gives another name in the next sync", () => {
    const probe = started();
    const { name } = probe.revisions[0]?.metadata as { name: string };
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply({ revisionHistoryLimit: 2 });
    const foreign = {
      apiVersion: "apps/v1",
      kind: "ControllerRevision",
      metadata: { name },
      data: { other: true },
      revision: 1,
    };
    world.request({ verb: "create", resource: "controllerrevisions.apps", namespace: "default", body: foreign });
    expect(world.sync()).toEqual({ created: 0, deleted: 0 });
    expect(world.daemonSet.status?.collisionCount).toBe(1);
    expect([...world.controller.failures.keys]).toEqual(["default/foo"]);
    expect(world.sync()).toEqual({ created: 1, deleted: 0 });
    const own = world.revisions.filter(({ metadata }) => metadata.ownerReferences !== undefined);
    expect(own.map(({ metadata }) => metadata.name === name)).toEqual([false]);
    expect(world.daemonSet.status?.collisionCount).toBe(1);
  });

  test("DS-HIST-08 a collision that the cache does not know of yet is not counted again", () => {
    const probe = started();
    const { name } = probe.revisions[0]?.metadata as { name: string };
    const world = new DaemonWorld().addNodes(0, 1);
    world.apply({ revisionHistoryLimit: 2 });
    const foreign = {
      apiVersion: "apps/v1",
      kind: "ControllerRevision",
      metadata: { name },
      data: { other: true },
      revision: 1,
    };
    world.request({ verb: "create", resource: "controllerrevisions.apps", namespace: "default", body: foreign });
    world.deliver();
    world.syncStale();
    world.syncStale();
    expect(world.daemonSet.status?.collisionCount).toBe(1);
  });

  test("DS-HIST-09 a revision without the hash label gets its name as one", () => {
    const world = started();
    const { name } = world.revisions[0]?.metadata as { name: string };
    patchRevision(world, name, { metadata: { labels: { [HASH_LABEL]: null } } });
    world.sync();
    expect(world.revisions[0]?.metadata.labels?.[HASH_LABEL]).toBe(name);
  });

  test("DS-HIST-10 orphaned revisions in its namespace are adopted, those whose labels no longer fit let go (TestControlledHistories)", () => {
    const world = started();
    const { name } = world.revisions[0]?.metadata as { name: string };
    patchRevision(world, name, { metadata: { ownerReferences: null } });
    world.sync();
    expect(world.revisions[0]?.metadata.ownerReferences).toHaveLength(1);
    expect(world.revisions).toHaveLength(1);
    patchRevision(world, name, { metadata: { labels: { name: "other" } } });
    world.sync();
    expect(world.revisions.find(({ metadata }) => metadata.name === name)?.metadata.ownerReferences ?? []).toEqual([]);
  });
});
