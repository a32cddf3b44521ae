import { readFileSync } from "node:fs";
import { Cluster } from "@kubetick/cluster";
import {
  type ApiRequest,
  builtinComponents,
  type ClusterState,
  createMachine,
  entries,
  type Machine,
  UPSTREAM_BUGS,
  type UpstreamBug,
  type UpstreamBugEntry,
  type UpstreamBugOptions,
} from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { type Point, play } from "./play.ts";
import { upstreamBugsPage } from "./report/upstream-bugs.ts";
import { readScenarios, type Scenario } from "./scenario.ts";
import { SimulatedWorld } from "./simulated/world.ts";
import { SCENARIOS } from "./trace.ts";
import type { Thing } from "./world.ts";

const SCENARIO_OF = new Map(readScenarios(SCENARIOS).map((scenario) => [scenario.name, scenario]));
const ENTRIES: readonly UpstreamBugEntry[] = UPSTREAM_BUGS;

/** What a scenario shows of a bug: with it, and without. */
interface Shown {
  readonly bug: UpstreamBug;
  readonly what: string;
  readonly without: unknown;
  readonly with: unknown;
}

/** One that a scenario plays to its end either way. `value` looks at the last point. */
interface Played extends Shown {
  readonly value: (last: Point) => unknown;
}

/** `agent:2 on n1`; of a pod that is being deleted `agent:1 on n1, terminating`; of one that no node has `for n1`. */
function pods({ objects }: Point): readonly string[] {
  return Object.entries(objects)
    .filter(([key]) => key.startsWith("Pod default/agent"))
    .map(([key, { metadata, spec }]) => {
      const where = spec.nodeName === undefined ? `for ${/@([^ ]+)/.exec(key)?.[1]}` : `on ${spec.nodeName}`;
      return `${spec.containers[0].image} ${where}${metadata.deletionTimestamp === undefined ? "" : ", terminating"}`;
    });
}

const on = (node: string) => (point: Point) => pods(point).filter((pod) => pod.includes(` on ${node}`));
const status = ({ objects }: Point): Thing => objects["DaemonSet default/agent"]?.status;

const PLAYED: readonly Played[] = [
  {
    bug: "kubernetes#50477",
    what: "pods on the node whose pod somebody deletes",
    value: on("slow-1"),
    without: ["agent:1 on slow-1, terminating"],
    with: ["agent:1 on slow-1, terminating", "agent:1 on slow-1"],
  },
  {
    bug: "kubernetes#63465",
    what: "pods on the other node, while one hangs",
    value: on("n1"),
    without: ["agent:2 on n1"],
    with: [],
  },
  {
    bug: "kubernetes#71349",
    what: "pods, when a node has gone for which one waited",
    value: pods,
    without: ["agent:1 on n1"],
    with: ["agent:1 on n1", "agent:1 for n2"],
  },
  {
    bug: "kubernetes#75836",
    what: "pods, when a node has gone and another has joined",
    value: pods,
    without: ["agent:1 on n1", "agent:1 on n2", "agent:1 on n3"],
    with: ["agent:1 on n1", "agent:1 on n2, terminating"],
  },
  {
    bug: "kubernetes#78972",
    what: "pods on the node that has joined",
    value: on("n1"),
    without: ["agent:1 on n1"],
    with: [],
  },
  {
    bug: "kubernetes#100683",
    what: "what the status says of pods that cannot be made",
    value: (last) => [status(last).desiredNumberScheduled, status(last).observedGeneration],
    without: [2, 1],
    with: [0, undefined],
  },
  {
    bug: "kubernetes#107174",
    what: "new pods beside old ones, where maxSurge is 1",
    value: (last) => pods(last).filter((pod) => pod.startsWith("agent:2")),
    without: ["agent:2 on slow-1"],
    with: ["agent:2 on slow-1", "agent:2 on slow-2"],
  },
  {
    bug: "kubernetes#118587",
    what: "pods on the node whose pod has failed, and is held",
    value: on("slow-1"),
    without: ["agent:1 on slow-1, terminating", "agent:1 on slow-1"],
    with: ["agent:1 on slow-1, terminating"],
  },
  {
    bug: "kubernetes#118823",
    what: "pods, when a rollout with surge that leaves one node has come to rest",
    value: pods,
    without: ["agent:2 on n2", "agent:2 on n3"],
    with: ["agent:1 on n1", "agent:2 for n1", "agent:1 on n2", "agent:1 on n3"],
  },
  {
    bug: "kubernetes#122527",
    what: "UP-TO-DATE of a node that has a new pod beside the old one",
    value: (last) => status(last).updatedNumberScheduled,
    without: 1,
    with: undefined,
  },
  {
    bug: "kubernetes#123232",
    what: "pods that are not being deleted, where maxUnavailable is 1 of 2",
    value: (last) => pods(last).filter((pod) => !pod.includes("terminating")),
    without: ["agent:1 on slow-2"],
    with: [],
  },
];

/** The options with which a bug is there, and without which it is not. */
function switched(bug: UpstreamBug, there: boolean): UpstreamBugOptions {
  const open = ENTRIES.find(({ id }) => id === bug)?.state === "open";
  if (open) return there ? {} : { upstreamFixes: [bug as NonNullable<UpstreamBugOptions["upstreamFixes"]>[number]] };
  return there ? { upstreamBugs: [bug] } : {};
}

function scenarioOf(bug: UpstreamBug): Scenario {
  return SCENARIO_OF.get(`upstream-bugs/${bug.replace("kubernetes#", "")}`) as Scenario;
}

async function lastPoint(bug: UpstreamBug, there: boolean): Promise<Point> {
  const scenario = scenarioOf(bug);
  return (await play(scenario, new SimulatedWorld(scenario, switched(bug, there)))).points.at(-1) as Point;
}

describe.each(PLAYED)("$bug: $what", ({ bug, value, ...shown }) => {
  test("without it", async () => {
    expect(value(await lastPoint(bug, false))).toEqual(shown.without);
  });

  test("with it", async () => {
    expect(value(await lastPoint(bug, true))).toEqual(shown.with);
  });
});

/** Plays a scenario short of its last wait or settling, with which it would never end, and lets more happen until 30 pods were made. */
async function pods30(bug: UpstreamBug): Promise<{ readonly made: number; readonly seconds: number }> {
  const scenario = scenarioOf(bug);
  const end = scenario.steps.findLastIndex((step) => step.do === "request") + 1;
  const world = new SimulatedWorld(scenario, switched(bug, true));
  await play({ ...scenario, steps: scenario.steps.slice(0, end) }, world);
  const { cluster } = world;
  const before = cluster.now;
  let made = 0;
  cluster.on("added", ({ resource }) => {
    if (resource === "pods") made++;
  });
  cluster.until(() => made >= 30);
  return { made, seconds: (cluster.now - before) / 1000 };
}

test("kubernetes#14528: pods for a node that has no room: one without it, and with it one after the other in no time", async () => {
  expect(pods(await lastPoint("kubernetes#14528", false))).toEqual(["agent:1 for n1"]);
  expect(await pods30("kubernetes#14528")).toEqual({ made: 30, seconds: 0 });
});

test("kubernetes#65240: pods that a kubelet rejects: five in twelve seconds without it, and with it one after the other in no time", async () => {
  const { facts } = await lastPoint("kubernetes#65240", false);
  expect(facts["created Pod of DaemonSet agent on hk-1"]).toBe(5);
  expect(await pods30("kubernetes#65240")).toEqual({ made: 30, seconds: 0 });
});

const MANIFEST = (image: string) => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent", namespace: "default" },
  spec: {
    minReadySeconds: 10,
    selector: { matchLabels: { app: "agent" } },
    template: { metadata: { labels: { app: "agent" } }, spec: { containers: [{ name: "main", image }] } },
  },
});

test("kubernetes#77203: a rollout over two nodes, one with a clock that is five seconds ahead", () => {
  const rolledOut = (there: boolean) => {
    const nodes = [{ name: "n1", clockSkew: 5_000 }, "n2"];
    const cluster = new Cluster({ nodes, ...switched("kubernetes#77203", there) });
    cluster.apply(MANIFEST("agent:1")).advance("5m").apply(MANIFEST("agent:2")).advance("1h");
    const { updatedNumberScheduled, numberReady, numberAvailable } =
      cluster.daemonSets.get("default/agent").status ?? {};
    return { updatedNumberScheduled, numberReady, numberAvailable };
  };
  expect(rolledOut(false)).toEqual({ updatedNumberScheduled: 2, numberReady: 2, numberAvailable: 2 });
  expect(rolledOut(true)).toEqual({ updatedNumberScheduled: 1, numberReady: 2, numberAvailable: 1 });
});

const DAEMON_SETS = "daemonsets.apps";
const CONTROLLER = "daemonset-controller";

function asked(machine: Machine, state: ClusterState, request: ApiRequest): ClusterState {
  const { state: after, response } = machine.request(state, request);
  expect(response.code).toBeLessThan(300);
  return after;
}

function podNames({ tables }: ClusterState): readonly string[] {
  const { pods } = tables;
  return pods === undefined ? [] : [...entries(pods.objects)].map(([, { metadata }]) => metadata.name);
}

/** Plays on without the DaemonSet controller. */
function withoutController(machine: Machine, state: ClusterState): ClusterState {
  let current = state;
  for (;;) {
    const action = machine
      .enabled(current)
      .find((each) => each.type !== "time" && (!("component" in each) || each.component !== CONTROLLER));
    if (action === undefined) return current;
    current = machine.step(current, action);
  }
}

test("kubernetes#91008: pods two minutes after a failed one was deleted by somebody else, while the controller was telling of it", () => {
  const left = (there: boolean): number => {
    const machine = createMachine({ components: builtinComponents(switched("kubernetes#91008", there)) });
    const pods = { resource: "pods", namespace: "default" };
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n1" } };
    let state = asked(machine, machine.initialState(), { verb: "create", resource: "nodes", body: node });
    state = asked(machine, state, {
      verb: "create",
      resource: DAEMON_SETS,
      namespace: "default",
      body: MANIFEST("agent:1"),
    });
    state = machine.run(state, state.now + 60_000);
    const [name = ""] = podNames(state);
    const failed = { status: { phase: "Failed" } };
    state = asked(machine, state, {
      verb: "patch",
      ...pods,
      name,
      subresource: "status",
      patchType: "merge",
      body: failed,
    });
    for (;;) {
      const { sync } = state.components[CONTROLLER] ?? {};
      if (sync?.pending.resource === "events") break;
      const action = machine.next(state);
      if (action === undefined) throw new Error("the controller says nothing of the failed pod");
      state = machine.step(state, action);
    }
    state = asked(machine, state, { verb: "delete", ...pods, name, options: { gracePeriodSeconds: 0 } });
    state = machine.step(state, { type: "deliver", component: CONTROLLER, resource: "pods" });
    return podNames(machine.run(state, state.now + 120_000)).length;
  };
  expect([left(false), left(true)]).toEqual([1, 0]);
});

test("kubernetes#42639: a pod that was orphaned while the controller's cache of DaemonSets was behind", () => {
  const survives = (there: boolean): boolean => {
    const machine = createMachine({ components: builtinComponents(switched("kubernetes#42639", there)) });
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n1" } };
    let state = asked(machine, machine.initialState(), { verb: "create", resource: "nodes", body: node });
    state = asked(machine, state, {
      verb: "create",
      resource: DAEMON_SETS,
      namespace: "default",
      body: MANIFEST("agent:1"),
    });
    state = machine.run(state, state.now + 60_000);
    const options = { propagationPolicy: "Orphan" } as const;
    state = asked(machine, state, {
      verb: "delete",
      resource: DAEMON_SETS,
      namespace: "default",
      name: "agent",
      options,
    });
    state = withoutController(machine, state);
    // The orphans come to the controller's notice before the end of their DaemonSet does.
    state = machine.step(state, { type: "deliver", component: CONTROLLER, resource: "pods" });
    state = machine.step(state, { type: "sync", component: CONTROLLER, key: "default/agent" });
    while (state.components[CONTROLLER]?.sync) state = machine.step(state, { type: "proceed", component: CONTROLLER });
    state = machine.run(state, state.now + 60_000);
    return podNames(state).length > 0;
  };
  expect([survives(false), survives(true)]).toEqual([true, false]);
});

test("every bug of the table is shown here", () => {
  const shown = [
    ...PLAYED.map(({ bug }) => bug),
    "kubernetes#14528",
    "kubernetes#65240",
    "kubernetes#77203",
    "kubernetes#42639",
    "kubernetes#91008",
  ];
  expect(shown.sort()).toEqual(ENTRIES.map(({ id }) => id).sort());
});

test("docs/upstream-bugs.md is of this table (npm run conformance:report writes it)", () => {
  expect(readFileSync(new URL("../../../docs/upstream-bugs.md", import.meta.url), "utf8")).toBe(upstreamBugsPage());
});
