import { Cluster } from "@kubetick/cluster";
import { crashes, failsPull, type Pod, rollingUpdate, type UpdateStrategy } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import {
  ANY,
  type CheckFailedError,
  canary,
  canaryFirst,
  check,
  endsOrIsHeldUp,
  everyNodeUpdated,
  type Invariant,
  type Model,
  oneZoneAtATime,
  pausesOnFailure,
  percentageSteps,
  stockInvariants,
  stockStrategies,
  type UserAction,
  withinStep,
  zoneByZone,
} from "../src/index.ts";
import { agent } from "./saboteur.ts";

const IMAGES = { "crash:1": crashes({ after: 10_000 }), "stuck:1": failsPull("not found") };
const ZONE = "topology.kubernetes.io/zone";
const ZONES = ["a", "a", "b", "b", "c"].map((zone, at) => ({ name: `${zone}${at}`, labels: { [ZONE]: zone } }));

/** The limits leave all to the strategy, where nothing else is said. */
function asking({ name }: UpdateStrategy, rollingUpdate: object = { maxUnavailable: "100%" }): object {
  const metadata = {
    name: "agent",
    namespace: "default",
    annotations: { "sim.kubetick.dev/update-strategy": name },
  };
  return { ...agent({ updateStrategy: { type: "RollingUpdate", rollingUpdate } }), metadata };
}

function rolledOut(strategy: UpdateStrategy, nodes: number | typeof ZONES, rollingUpdate?: object): Cluster {
  const manifest = asking(strategy, rollingUpdate);
  return new Cluster({ nodes, strategies: [strategy], images: IMAGES }).apply(manifest).settle();
}

function setImage(cluster: Cluster, image: string): Cluster {
  const body = { spec: { template: { spec: { containers: [{ name: "agent", image }] } } } };
  cluster.daemonSets.patch("default/agent", body);
  return cluster;
}

function podsOf(cluster: Cluster): readonly Pod[] {
  return cluster.pods.list({ namespace: "default" });
}

/** The nodes with a pod of this image, by name. */
function nodesWith(cluster: Cluster, image: string): readonly string[] {
  return podsOf(cluster)
    .filter(({ spec }) => spec?.containers[0]?.image === image)
    .flatMap(({ spec }) => spec?.nodeName ?? [])
    .sort();
}

/** After so long, so many nodes have a pod of the image. */
function growth(cluster: Cluster, image: string, times: readonly string[]): readonly number[] {
  return times.map((time) => nodesWith(cluster.advance(time), image).length);
}

describe("canary", () => {
  test("one node, a wait, and then all the others", () => {
    const cluster = setImage(rolledOut(canary({ wait: "1m" }), 4), "good:2");
    expect(growth(cluster, "good:2", ["10s", "50s", "5s"])).toEqual([1, 1, 4]);
  });

  test("a canary that crashes, or is never available, keeps the others as they are", () => {
    for (const image of ["crash:1", "stuck:1"]) {
      const cluster = setImage(rolledOut(canary(), 4), image);
      expect(growth(cluster, image, ["1m", "1h"])).toEqual([1, 1]);
      setImage(cluster, "good:2");
      expect(growth(cluster, "good:2", ["10s", "40s"])).toEqual([1, 4]);
    }
  });

  test("keeps the limits, and surges where the DaemonSet does", () => {
    const one = setImage(rolledOut(canary(), 4, { maxUnavailable: 1 }), "stuck:1");
    expect(growth(one, "stuck:1", ["1m"])).toEqual([1]);
    const surging = setImage(rolledOut(canary(), 4, { maxUnavailable: 0, maxSurge: 4 }), "stuck:1");
    expect(growth(surging, "stuck:1", ["1m"])).toEqual([1]);
    expect(surging.daemonSets.get("default/agent").status?.numberAvailable).toBe(4);
    setImage(surging, "good:2");
    expect(growth(surging, "good:2", ["10s", "40s"])).toEqual([1, 4]);
  });

  test("a wait that is none is refused", () => {
    expect(() => canary({ wait: "soon" })).toThrow('"soon" is no time span');
  });
});

describe("zoneByZone", () => {
  test("a zone is finished before the next one begins", () => {
    const cluster = setImage(rolledOut(zoneByZone(), ZONES), "good:2");
    const order: string[] = [];
    const end = cluster.now + 600_000;
    while (nodesWith(cluster, "good:2").length < ZONES.length && cluster.proceed(end)) {
      const zones = new Set(nodesWith(cluster, "good:2").map((node) => node[0]));
      const seen = [...zones].join("");
      if (seen !== order.at(-1)) order.push(seen);
      const disturbed = podsOf(cluster).filter((pod) => !isReady(pod));
      expect(new Set(disturbed.flatMap(({ spec }) => spec?.nodeName?.[0] ?? [])).size).toBeLessThanOrEqual(1);
    }
    expect(order).toEqual(["", "a", "ab", "abc"]);
  });

  test("a zone that does not get available keeps the others as they are", () => {
    const cluster = setImage(rolledOut(zoneByZone(), ZONES), "stuck:1").advance("10m");
    expect(nodesWith(cluster, "stuck:1")).toEqual(["a0", "a1"]);
  });

  test("nodes without the label are a zone, the first; another label makes other zones", () => {
    const rack = ({ name }: { name: string }) => ({ name, labels: { rack: name === "b2" ? "1" : "2" } });
    const unlabelled = setImage(rolledOut(zoneByZone(), [...ZONES, { name: "d5", labels: {} as never }]), "stuck:1");
    expect(nodesWith(unlabelled.advance("10m"), "stuck:1")).toEqual(["d5"]);
    const racks = setImage(rolledOut(zoneByZone({ label: "rack" }), ZONES.map(rack) as never), "stuck:1");
    expect(nodesWith(racks.advance("10m"), "stuck:1")).toEqual(["b2"]);
  });
});

describe("percentageSteps", () => {
  test("a share after another, each when the one before has proved itself", () => {
    const cluster = setImage(rolledOut(percentageSteps(), 10), "good:2");
    expect(growth(cluster, "good:2", ["30s", "10s", "20s", "10s"])).toEqual([1, 5, 5, 10]);
  });

  test("pauses while a new pod fails, and goes on when a better template comes", () => {
    const cluster = setImage(rolledOut(percentageSteps({ steps: [100] }), 10, { maxUnavailable: 1 }), "crash:1");
    // The first crashes 10 s after its start, when five others have begun.
    expect(growth(cluster, "crash:1", ["15s", "1m", "10m"])).toEqual([6, 6, 6]);
    setImage(cluster, "good:2");
    expect(growth(cluster, "good:2", ["1m"])).toEqual([10]);
  });

  test("steps that do not rise to 100 are refused", () => {
    for (const steps of [[], [10, 50], [50, 10, 100], [0, 100], [Number.NaN, 100]])
      expect(() => percentageSteps({ steps })).toThrow(
        `steps are percentages, each more than the one before and the last 100, and not ${steps}`,
      );
  });
});

test("stockStrategies have the names by which DaemonSets ask for them", () => {
  expect(stockStrategies.map(({ name }) => name)).toEqual(["Canary", "ZoneByZone", "PercentageSteps"]);
});

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** What holds of DaemonSets with any strategy: that a rollout ends says `endsOrIsHeldUp`. */
const GENERAL = stockInvariants.filter(({ name }) => name !== "rolloutEnds");

const setTo = (image: string): UserAction => ({ act: "setImage", daemonSet: "default/agent", image });

function modelOf(strategy: UpdateStrategy, own: readonly Invariant[], rest: Partial<Model>): Model {
  return {
    name: strategy.name,
    start: [{ act: "apply", manifest: asking(strategy) }],
    invariants: [...own, endsOrIsHeldUp, everyNodeUpdated, ...GENERAL],
    symmetric: true,
    ...rest,
    cluster: { nodes: 3, images: IMAGES, strategies: [strategy], ...rest.cluster },
  };
}

/** Seconds, on a machine that has nothing else to do. */
const LONG = { timeout: 600_000 };

const STRATEGIES: readonly [UpdateStrategy, readonly Invariant[]][] = [
  [canary(), [canaryFirst()]],
  [zoneByZone(), [oneZoneAtATime()]],
  [percentageSteps({ steps: [30, 100] }), [withinStep([30, 100]), pausesOnFailure()]],
];

describe.each(STRATEGIES)("$name, checked", (strategy, own) => {
  const nodes = strategy.name === "ZoneByZone" ? ZONES.slice(1, 4) : 3;
  /** Crashes are waited for by those strategies that wait for time to pass. */
  const broken = strategy.name === "ZoneByZone" ? "stuck:1" : "crash:1";
  /** Nobody leaves and nobody fails here: those who would look after it need not be there. */
  const builtin = ["default-scheduler", "kubelet", "node-lifecycle", "daemonset-controller"];

  test("in every run on 3 nodes, of an image that works", LONG, () => {
    const model = modelOf(strategy, own, { cluster: { nodes, builtin }, may: [setTo("good:2")] });
    expect(check(model, { by: "explore" })).toMatchObject({ complete: true, neverSeen: [] });
  });

  test("in every run on 3 nodes, of an image that does not work", LONG, () => {
    const model = modelOf(strategy, own, { cluster: { nodes, builtin }, may: [setTo(broken)] });
    expect(check(model, { by: "explore" })).toMatchObject({ complete: true });
  });

  test("at random on more nodes, with edits, nodes that come and go, and crashes of the controller", LONG, () => {
    const model: Model = {
      ...modelOf(strategy, own, { cluster: { nodes: strategy.name === "ZoneByZone" ? ZONES : 5 } }),
      may: [
        setTo("good:2"),
        setTo("crash:1"),
        { act: "deletePod", pod: ANY },
        { act: "leave", node: ANY },
        { act: "join", node: {} },
      ],
      faults: { controllerCrash: 1 },
      invariants: [...own, endsOrIsHeldUp, everyNodeUpdated],
    };
    const report = check(model, { by: "random", runs: 10, seed: 1, departures: 8 });
    expect(report).toMatchObject({ runs: 10, neverSeen: [] });
  });
});

describe("the invariants tell a strategy that does not keep them", () => {
  const careless: UpdateStrategy = { ...rollingUpdate, name: "Careless" };
  /** Goes on as soon as its first pod has crashed. */
  const perverse: UpdateStrategy = {
    name: "Perverse",
    plan: (rollout) => {
      const pods = Array.from(rollout.nodes("Updating"), ({ newPod }) => newPod);
      const isDown = pods.some((pod) => pod?.status?.containerStatuses?.[0]?.state?.terminated !== undefined);
      const [next] = isDown || rollout.count("Outdated") === 3 ? rollout.nodes("Outdated") : [];
      const deletePods = next?.oldPod === undefined ? [] : [next.oldPod.metadata.name];
      return rollout.count("Outdated") === 0 ? {} : { deletePods, requeueAfter: 5_000 };
    },
  };
  const idle: UpdateStrategy = { name: "Idle", plan: () => ({}) };

  test.each<[string, UpdateStrategy, Invariant, string, RegExp]>([
    [
      "canaryFirst",
      careless,
      canaryFirst(),
      "good:2",
      /^it begins with \S+, and no new pod has been available for 30 s: /,
    ],
    [
      "oneZoneAtATime",
      careless,
      oneZoneAtATime(),
      "good:2",
      /^it begins with b2 in zone b, and a1 in zone a is under way$/,
    ],
    ["withinStep", careless, withinStep([30, 100]), "good:2", /^it begins with node 2 of 3: 30 % are 1, and 0 have/],
    ["pausesOnFailure", perverse, pausesOnFailure(), "crash:1", /, and agent-\w+ has crashed$/],
    [
      "endsOrIsHeldUp",
      idle,
      endsOrIsHeldUp,
      "good:2",
      /^default\/agent: at rest, and old pods are left on a1, b2, b3$/,
    ],
  ])("%s", (_, strategy, invariant, image, fault) => {
    const failure = failureOf({
      name: "careless",
      cluster: { nodes: ZONES.slice(1, 4), images: IMAGES, strategies: [strategy] },
      start: [{ act: "apply", manifest: asking(strategy) }],
      may: [setTo(image)],
      invariants: [invariant],
    });
    expect(failure.fault).toMatch(fault);
  });

  function failureOf(model: Model): CheckFailedError {
    try {
      check(model, { by: "random", runs: 20, seed: 1, departures: 1 });
    } catch (error) {
      return error as CheckFailedError;
    }
    throw new Error("nothing wrong was found");
  }
});
