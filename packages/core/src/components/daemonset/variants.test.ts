import { describe, expect, test } from "vitest";
import { DaemonWorld } from "../../../test/support/daemon-world.ts";
import type { UpstreamBugOptions } from "../../upstream-bugs/index.ts";
import { daemonVariants, V1_37 } from "./variants.ts";

const unavailable = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } };
const surge = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };

/** A world with so many nodes and a pod on each. */
function running(nodes: number, options: UpstreamBugOptions, spec: object = {}): DaemonWorld {
  const world = new DaemonWorld(options).addNodes(0, nodes);
  world.apply(spec);
  world.sync();
  world.sync();
  return world;
}

test("without any switch the rules are those of v1.37 themselves", () => {
  expect(daemonVariants((bug) => bug === "kubernetes#122527")).toBe(V1_37);
});

describe("kubernetes#123232", () => {
  /** Two edits, neither of which becomes ready: what the first sync after the second deletes. */
  const deletedByTheSecondEdit = (options: UpstreamBugOptions): number => {
    const world = running(3, options, { updateStrategy: unavailable });
    world.markPodsReady();
    world.setImage("v2");
    expect(world.sync().deleted).toBe(1);
    expect(world.sync().created).toBe(1);
    world.setImage("v3");
    return world.sync().deleted;
  };

  test("off: an old pod that is not ready uses the budget up (DS-ROLL-04)", () => {
    expect(deletedByTheSecondEdit({})).toBe(1);
  });

  test("on: one more is deleted for it", () => {
    expect(deletedByTheSecondEdit({ upstreamBugs: ["kubernetes#123232"] })).toBe(2);
  });
});

describe("kubernetes#122527", () => {
  const upToDateWhileSurging = (options: UpstreamBugOptions): number | undefined => {
    const world = running(1, options, { updateStrategy: surge });
    world.markPodsReady();
    world.setImage("v2");
    expect(world.sync()).toEqual({ created: 1, deleted: 0 });
    world.sync();
    return world.daemonSet.status?.updatedNumberScheduled;
  };

  test("as in v1.37: the new pod beside the old one does not count", () => {
    expect(upToDateWhileSurging({})).toBeUndefined();
  });

  test("fixed: it does", () => {
    expect(upToDateWhileSurging({ upstreamFixes: ["kubernetes#122527"] })).toBe(1);
  });
});

describe("kubernetes#77203", () => {
  /** When the controller comes back, if at all, after a pod has become ready by a clock that is five seconds ahead. */
  const looksAgain = (options: UpstreamBugOptions): readonly (number | undefined)[] => {
    const world = running(1, options, { minReadySeconds: 10 });
    const start = world.state.now;
    world.later(5);
    const [pod] = world.pods;
    if (pod !== undefined) world.setPodReady(pod, true);
    world.at(start);
    world.sync();
    const seconds = () => ((world.timerOf(world.key) ?? Number.NaN) - start) / 1000;
    const first = seconds();
    world.run(start + 14_000);
    return [first, seconds(), world.daemonSet.status?.numberAvailable];
  };

  test("off: it looks each minReadySeconds until the pod is available", () => {
    expect(looksAgain({})).toEqual([10, 20, undefined]);
  });

  test("on: it looks once, a second after minReadySeconds, and never again", () => {
    expect(looksAgain({ upstreamBugs: ["kubernetes#77203"] })).toEqual([11, Number.NaN, undefined]);
  });
});
