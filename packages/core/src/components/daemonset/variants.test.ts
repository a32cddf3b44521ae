import { describe, expect, test } from "vitest";
import { DaemonWorld, refusal } from "../../../test/support/daemon-world.ts";
import type { Pod } from "../../kubernetes/types.ts";
import {
  UPSTREAM_BUGS,
  type UpstreamBug,
  type UpstreamBugEntry,
  type UpstreamBugOptions,
  upstreamSwitches,
} from "../../upstream-bugs/index.ts";
import { daemonVariants, V1_37 } from "./variants.ts";

const unavailable = (maxUnavailable: number) => ({
  updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable, maxSurge: 0 } },
});
const surge = (maxSurge: number) => ({
  updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge } },
});
const taint = (effect: string) => ({ spec: { taints: [{ key: "a", value: "b", effect }] } });

/** A world with a scheduled pod on each of so many nodes. */
function running(nodes: number, options: UpstreamBugOptions, spec: object = {}): DaemonWorld {
  const world = new DaemonWorld(options).addNodes(0, nodes);
  world.apply(spec);
  world.sync();
  for (const [i, pod] of world.pods.entries()) world.bind(pod, `node-${i}`);
  world.sync();
  return world;
}

function first(world: DaemonWorld): Pod {
  return world.pods[0] as Pod;
}

function patchNode(world: DaemonWorld, name: string, body: object): void {
  world.request({ verb: "patch", patchType: "merge", resource: "nodes", name, body });
}

function deletePod(world: DaemonWorld, { metadata: { name } }: Pod): void {
  world.request({ verb: "delete", resource: "pods", namespace: "default", name });
}

function sent(world: DaemonWorld, verb: string, resource: string): number {
  return world.requests.filter((request) => request.verb === verb && request.resource === resource).length;
}

interface Case {
  readonly bug: UpstreamBug;
  readonly what: string;
  readonly play: (options: UpstreamBugOptions) => unknown;
  readonly without: unknown;
  readonly with: unknown;
}

const CASES: readonly Case[] = [
  {
    bug: "kubernetes#14528",
    what: "made by a second sync, where the first pod is not scheduled yet",
    play: (options) => {
      const world = new DaemonWorld(options).addNodes(0, 1);
      world.apply();
      world.sync();
      return world.sync().created;
    },
    without: 0,
    with: 1,
  },
  {
    bug: "kubernetes#42639",
    what: "questions to the server before an adoption",
    play: (options) => {
      const world = new DaemonWorld(options).addNodes(0, 1);
      world.apply();
      const metadata = { name: "orphan", labels: { name: "simple-daemon" } };
      const body = { apiVersion: "v1", kind: "Pod", metadata, spec: { containers: [{ name: "c", image: "foo/bar" }] } };
      world.request({ verb: "create", resource: "pods", namespace: "default", body });
      world.sync();
      expect(world.pods.find(({ metadata: { name } }) => name === "orphan")?.metadata.ownerReferences).toHaveLength(1);
      return sent(world, "get", "daemonsets.apps");
    },
    without: 1,
    with: 0,
  },
  {
    bug: "kubernetes#50477",
    what: "made while the old pod terminates",
    play: (options) => {
      const world = running(1, options);
      deletePod(world, first(world));
      return world.sync().created;
    },
    without: 0,
    with: 1,
  },
  {
    bug: "kubernetes#63465",
    what: "expected still, when a pod that was deleted is seen to terminate",
    play: (options) => {
      const world = running(2, options, unavailable(1));
      world.markPodsReady();
      world.setImage("v2");
      expect(world.sync().deleted).toBe(1);
      world.deliver();
      return world.memory("expectations/").length;
    },
    without: 0,
    with: 1,
  },
  {
    bug: "kubernetes#65240",
    what: "deleted, when the successor of a failed pod has failed, too",
    play: (options) => {
      const world = running(1, options);
      for (const deleted of [1, 0]) {
        world.setPodReady(first(world), false, "Failed");
        if (deleted === 0) break;
        expect(world.sync().deleted).toBe(deleted);
        expect(world.sync().created).toBe(1);
        world.bind(first(world), "node-0");
      }
      return world.sync().deleted;
    },
    without: 0,
    with: 1,
  },
  {
    bug: "kubernetes#71349",
    what: "deleted, of a pod that waits for a node that is gone",
    play: (options) => {
      const world = new DaemonWorld(options).addNodes(0, 1);
      world.apply();
      world.sync();
      world.deleteNode("node-0");
      return world.sync().deleted;
    },
    without: 1,
    with: 0,
  },
  {
    bug: "kubernetes#75836",
    what: "deleted, of a pod that was on a node that is gone",
    play: (options) => {
      const world = running(1, options);
      world.deleteNode("node-0");
      return world.sync().deleted;
    },
    without: 0,
    with: 1,
  },
  {
    bug: "kubernetes#77203",
    what: "when the controller comes back, of a pod that became ready by a clock that is five seconds ahead",
    play: (options) => {
      const world = running(1, options, { minReadySeconds: 10 });
      const start = world.state.now;
      world.later(5);
      world.setPodReady(first(world), true);
      world.at(start);
      world.sync();
      const seconds = () => {
        const due = world.timerOf(world.key);
        return due === undefined ? "never" : (due - start) / 1000;
      };
      const before = seconds();
      world.run(start + 14_000);
      return [before, seconds()];
    },
    without: [10, 20],
    with: [11, "never"],
  },
  {
    bug: "kubernetes#78972",
    what: "deletions of a pod that leaves its node, in two syncs",
    play: (options) => {
      const world = running(1, options);
      patchNode(world, "node-0", taint("NoExecute"));
      world.sync();
      world.sync();
      return sent(world, "delete", "pods");
    },
    without: 1,
    with: 2,
  },
  {
    bug: "kubernetes#91008",
    what: "expected still, when somebody else has deleted a failed pod while the controller tells of it",
    play: (options) => {
      const world = running(1, options);
      world.setPodReady(first(world), false, "Failed");
      world.deliver();
      world.intercept = ({ verb, resource }) => {
        if (verb !== "create" || resource !== "events" || world.pods.length === 0) return undefined;
        deletePod(world, first(world));
        world.deliver();
        return undefined;
      };
      world.syncStale();
      expect(sent(world, "delete", "pods")).toBe(1);
      return world.memory("expectations/").length;
    },
    without: 0,
    with: 1,
  },
  {
    bug: "kubernetes#100683",
    what: "desired in the status, where no pod can be made",
    play: (options) => {
      const world = new DaemonWorld(options).addNodes(0, 1);
      world.apply();
      world.intercept = ({ verb, resource }) =>
        verb === "create" && resource === "pods" ? refusal(403, "Forbidden", "no") : undefined;
      world.sync();
      return [world.daemonSet.status?.desiredNumberScheduled, world.daemonSet.status?.observedGeneration];
    },
    without: [1, 1],
    with: [0, undefined],
  },
  {
    bug: "kubernetes#107174",
    what: "made beside two old pods that are not available, where maxSurge is 1",
    play: (options) => {
      const world = running(2, options, surge(1));
      world.setImage("v2");
      return world.sync().created;
    },
    without: 1,
    with: 2,
  },
  {
    bug: "kubernetes#118587",
    what: "made while a pod that has failed is held",
    play: (options) => {
      const world = running(1, options);
      const { name } = first(world).metadata;
      world.request({
        verb: "patch",
        patchType: "merge",
        resource: "pods",
        namespace: "default",
        name,
        body: { metadata: { finalizers: ["example.com/hold"] } },
      });
      world.setPodReady(first(world), false, "Failed");
      expect(world.sync().deleted).toBe(1);
      return world.sync().created;
    },
    without: 1,
    with: 0,
  },
  {
    bug: "kubernetes#118823",
    what: "for which node a pod is made first, where the first one should not run any",
    play: (options) => {
      const world = running(2, options, surge(1));
      world.markPodsReady();
      patchNode(world, "node-0", taint("NoSchedule"));
      world.setImage("v2");
      expect(world.sync().created).toBe(1);
      const made = world.pods.find(({ spec }) => spec?.containers[0]?.image === "v2");
      return made === undefined ? undefined : V1_37.nodeOf(made);
    },
    without: "node-1",
    with: "node-0",
  },
  {
    bug: "kubernetes#122527",
    what: "up to date, where a new pod is beside an old one",
    play: (options) => {
      const world = running(1, options, surge(1));
      world.markPodsReady();
      world.setImage("v2");
      expect(world.sync().created).toBe(1);
      world.sync();
      return world.daemonSet.status?.updatedNumberScheduled ?? 0;
    },
    without: 1,
    with: 0,
  },
  {
    bug: "kubernetes#123232",
    what: "deleted by a second edit, where the pod of the first one has not become ready",
    play: (options) => {
      const world = running(3, options, unavailable(1));
      world.markPodsReady();
      world.setImage("v2");
      expect(world.sync().deleted).toBe(1);
      for (const pod of world.pods.filter(({ metadata }) => metadata.deletionTimestamp !== undefined))
        world.request({
          verb: "delete",
          resource: "pods",
          namespace: "default",
          name: pod.metadata.name,
          options: { gracePeriodSeconds: 0 },
        });
      expect(world.sync().created).toBe(1);
      world.setImage("v3");
      return world.sync().deleted;
    },
    without: 1,
    with: 2,
  },
];

const ENTRIES: readonly UpstreamBugEntry[] = UPSTREAM_BUGS;

/** The options with which a bug is there, and without which it is not. */
function switched(bug: UpstreamBug, there: boolean): UpstreamBugOptions {
  const open = ENTRIES.find(({ id }) => id === bug)?.state === "open";
  if (open) return there ? {} : { upstreamFixes: [bug] as unknown as NonNullable<UpstreamBugOptions["upstreamFixes"]> };
  return there ? { upstreamBugs: [bug] } : {};
}

test("without any switch the rules are those of v1.37 themselves", () => {
  expect(daemonVariants(upstreamSwitches({}))).toBe(V1_37);
});

describe.each(CASES)("$bug: $what", ({ bug, play, ...shown }) => {
  test("without it", () => {
    expect(play(switched(bug, false))).toEqual(shown.without);
  });

  test("with it", () => {
    expect(play(switched(bug, true))).toEqual(shown.with);
  });
});

test("every bug of the DaemonSet controller has a case", () => {
  const own = ENTRIES.filter(({ component }) => component === "daemonset-controller").map(({ id }) => id);
  expect(CASES.map(({ bug }) => bug)).toEqual(own);
});
