import { describe, expect, test } from "vitest";
import { viewOf } from "../../store/view.ts";
import { EPOCH, formatTime } from "../../time.ts";
import { leaseRenewTime } from "./lease.ts";
import { TestCluster } from "./testing/test-cluster.ts";

/** A pod on a machine that takes so many times longer for what it does. */
function cluster(slowdown: number, pod: Parameters<TestCluster["pod"]>[0] = {}): TestCluster {
  return new TestCluster().hardware({ slowdown }).node().pod(pod);
}

/** How many milliseconds after the start it is so, watched every tenth of a second. */
function since(one: TestCluster, isSo: () => boolean): number {
  const begin = one.state.now - one.start;
  for (let time = begin; time < begin + 600_000; time += 100) if (isSo.call(one.at(time))) return time - begin;
  return Number.NaN;
}

const runs = (one: TestCluster) => since(one, () => one.look().startsWith("Running"));
const isGone = (one: TestCluster) => since(one, () => one.getPod() === undefined);

describe("KL-NODE-12 a slow machine takes longer", () => {
  test("to set up a pod's network, to pull its image and to start its container", () => {
    const behaviour = (slowdown: number) => cluster(slowdown).behaviour("app:1", { pullTime: 2_000, startTime: 700 });
    expect([1, 2, 60].map((slowdown) => runs(behaviour(slowdown)))).toEqual([3_000, 6_000, 180_000]);
  });

  test("to stop it, and kills it at the end of its grace period, which is as long as ever", () => {
    const deleted = (slowdown: number) => {
      const one = cluster(slowdown, { terminationGracePeriodSeconds: 10 }).at(200_000).deletePod();
      const time = isGone(one);
      return [time, one.events().filter((event) => event.startsWith("Killing")).length];
    };
    expect([1, 10, 60].map(deleted)).toEqual([
      [500, 1],
      [5_000, 1],
      [10_000, 1],
    ]);
    const killed = cluster(60).at(200_000);
    killed.request({
      verb: "patch",
      patchType: "merge",
      resource: "pods",
      namespace: "default",
      name: "p",
      body: { metadata: { finalizers: ["example.com/kept"] } },
    });
    killed.deletePod({ gracePeriodSeconds: 10 }).at(230_000);
    expect(killed.getPod().status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(137);
  });

  test("to ask for an image that it has, and says in the event how long the pull took", () => {
    const one = cluster(60).at(200_000);
    one.pod({ containers: [{ name: "c", image: "app:1", imagePullPolicy: "Always" }] }, { name: "q" }).at(300_000);
    const pulls = (name: string) => one.events(name).filter((event) => event.startsWith("Pulled"));
    expect(pulls("p")[0]).toContain("in 1m30s (1m30s including waiting)");
    expect(pulls("q")[0]).toContain("in 18s (18s including waiting)");
  });

  test("to boot", () => {
    const one = new TestCluster().hardware({ slowdown: 6 }).node().at(1_000);
    one.hardware({ slowdown: 6, power: "Off" }).at(2_000).hardware({ slowdown: 6 });
    const rebooted = () => one.events("n1").some((event) => event.startsWith("Rebooted"));
    expect(since(one, rebooted)).toBe(60_000);
  });
});

describe("KL-NODE-12 what goes by the clock is as ever on a slow machine", () => {
  test("heartbeats", () => {
    const leases = [1, 60].map((slowdown) => {
      const { state } = cluster(slowdown).at(45_000);
      return leaseRenewTime(viewOf(state.tables), "n1", state.now);
    });
    expect(leases).toEqual([EPOCH + 40_000, EPOCH + 40_000]);
  });

  test("the runs of a container and the back-offs between them", () => {
    const restarts = (slowdown: number) => {
      const one = cluster(slowdown).behaviour("app:1", { exits: { after: 5_000, code: 1 }, pullTime: 0 });
      runs(one);
      return since(one, () => one.look() === "Running 3");
    };
    expect([1, 60].map(restarts)).toEqual([45_000, 45_000]);
  });
});

test("KL-NODE-12 what is under way when a machine becomes slow, or as fast as others, goes on as it has begun", () => {
  const one = cluster(1).at(1_000);
  expect(runs(one.hardware({ slowdown: 60 }))).toBe(800);
  const other = cluster(60).at(1_000);
  // The network is set up after 18 s, and then the image is pulled as fast as elsewhere.
  expect(runs(other.hardware({}))).toBe(17_000 + 1_500);
  expect(other.getPod().status?.startTime).toBe(formatTime(other.start));
});
