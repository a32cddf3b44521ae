import type { ApiRequest, ControllerRevision } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import {
  historyKept,
  madeFromTemplate,
  neverTwoOnNode,
  noResurrection,
  observation,
  observedGenerationNotAhead,
  onDeleteLeavesPods,
  onlyWhereWanted,
  statusTruthful,
  upToDateMonotonic,
  withinMaxSurge,
  withinMaxUnavailable,
} from "../src/index.ts";
import { agent, copyFor, deletion, judged, podOn, rolledOut, sabotaged, withoutController } from "./saboteur.ts";

const SURGE = { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } };
const ON_DELETE = { updateStrategy: { type: "OnDelete" } };

describe("neverTwoOnNode", () => {
  test("a second pod for a node is one too many", () => {
    const cluster = rolledOut();
    const pod = podOn(cluster, "node-1");
    expect(judged(neverTwoOnNode, sabotaged(cluster, [copyFor("node-1", pod)]))).toMatch(
      new RegExp(`^node-1 gets agent-\\w+, and has ${pod.metadata.name}$`),
    );
  });

  test("nor may the first one still be going, but for surge", () => {
    for (const [strategy, fault] of [
      [{}, /^node-1 gets/],
      [SURGE, /^true$/],
    ] as const) {
      const cluster = rolledOut(strategy);
      const pod = podOn(cluster, "node-1");
      const steps = sabotaged(cluster, [deletion(pod), copyFor("node-1", pod)]);
      expect(steps).toHaveLength(2);
      expect(String(judged(neverTwoOnNode, steps))).toMatch(fault);
    }
  });

  test("with surge a pod of another revision may be there, one of the same may not", () => {
    const cluster = rolledOut(SURGE);
    const pod = podOn(cluster, "node-1");
    const next = {
      ...pod,
      metadata: { ...pod.metadata, labels: { app: "agent", "controller-revision-hash": "next" } },
    };
    const twin = cluster.fork();
    expect(judged(neverTwoOnNode, sabotaged(cluster, [copyFor("node-1", next)]))).toBe(true);
    expect(judged(neverTwoOnNode, sabotaged(twin, [copyFor("node-1", pod)]))).toMatch(/^node-1 gets/);
  });
});

test("onlyWhereWanted: a pod for a node that repels it has no place there", () => {
  const cluster = rolledOut();
  cluster.addNode({ name: "node-4", taints: [{ key: "dedicated", effect: "NoSchedule" }] }).settle();
  const orders = (node: string) => [copyFor(node, podOn(cluster, "node-1"))];
  expect(judged(onlyWhereWanted, sabotaged(cluster.fork(), orders("node-4")))).toMatch(
    /is made for node-4, which should not/,
  );
  expect(judged(onlyWhereWanted, sabotaged(cluster.fork(), orders("node-2")))).toBe(true);
});

describe("madeFromTemplate", () => {
  const cluster = rolledOut();
  const pod = podOn(cluster, "node-1");
  const judge = (request: ApiRequest) => judged(madeFromTemplate, sabotaged(cluster.fork(), [request]));

  test("a pod like the others is right", () => {
    expect(judge(copyFor("node-2", pod))).toBe(true);
  });

  test("another image, hash or label is not", () => {
    const labelled = (labels: object) => ({ ...pod, metadata: { ...pod.metadata, labels } }) as typeof pod;
    const hash = pod.metadata.labels?.["controller-revision-hash"] as string;
    expect(judge(copyFor("node-2", pod, { image: "example.com/other:1" }))).toMatch(
      /has not the containers of revision/,
    );
    expect(judge(copyFor("node-2", labelled({ app: "agent", "controller-revision-hash": "other" })))).toMatch(
      /is labelled as of revision other, which does not store the current template$/,
    );
    expect(judge(copyFor("node-2", labelled({ "controller-revision-hash": hash })))).toMatch(
      /lacks the template's label app$/,
    );
  });

  test("a daemon must tolerate a node in trouble", () => {
    const tolerations = pod.spec?.tolerations?.filter(({ key }) => key !== "node.kubernetes.io/unreachable") ?? [];
    const frail = { ...pod, spec: { ...pod.spec, tolerations } } as typeof pod;
    expect(judge(copyFor("node-2", frail))).toMatch(/does not tolerate node.kubernetes.io\/unreachable:NoExecute$/);
  });
});

describe("withinMaxUnavailable", () => {
  test("one may go, a second may not", () => {
    const cluster = rolledOut();
    const [first, second] = [podOn(cluster, "node-1"), podOn(cluster, "node-2")];
    expect(judged(withinMaxUnavailable, sabotaged(cluster.fork(), [deletion(first)]))).toBe(true);
    expect(judged(withinMaxUnavailable, sabotaged(cluster.fork(), [deletion(first), deletion(second)]))).toBe(
      `2 nodes unavailable, 1 allowed: it deletes the available ${second.metadata.name} on node-2 while node-1 has none`,
    );
  });

  test("a percentage is of the nodes, rounded up", () => {
    const rollingUpdate = { maxUnavailable: "34%", maxSurge: 0 };
    const cluster = rolledOut({ updateStrategy: { type: "RollingUpdate", rollingUpdate } });
    const orders = ["node-1", "node-2", "node-3"].map((node) => deletion(podOn(cluster, node)));
    expect(judged(withinMaxUnavailable, sabotaged(cluster.fork(), orders.slice(0, 2)))).toBe(true);
    expect(judged(withinMaxUnavailable, sabotaged(cluster.fork(), orders))).toMatch(/^3 nodes unavailable, 2 allowed/);
  });

  test("with OnDelete none may go", () => {
    const cluster = rolledOut(ON_DELETE);
    expect(judged(withinMaxUnavailable, sabotaged(cluster, [deletion(podOn(cluster, "node-1"))]))).toMatch(
      /^1 nodes unavailable, 0 allowed/,
    );
  });

  test("what others take away counts, once the controller can have seen it", () => {
    const cluster = rolledOut();
    cluster.pods.delete(`default/${podOn(cluster, "node-3").metadata.name}`);
    expect(judged(withinMaxUnavailable, sabotaged(cluster, [deletion(podOn(cluster, "node-1"))]))).toMatch(
      /^2 nodes unavailable, 1 allowed: .* while node-3 has none$/,
    );
  });

  test("a node that should no longer run a pod does not count", () => {
    const cluster = rolledOut();
    cluster.failNode("node-3").advance("2m"); // by now it is tainted as unreachable
    expect(judged(withinMaxUnavailable, sabotaged(cluster, [deletion(podOn(cluster, "node-1"))]))).toBe(true);
  });

  test("a pod that is not available is no loss", () => {
    const crashing = rolledOut();
    crashing.setImages({ "example.com/agent": { exits: { after: 1, code: 1 } } });
    crashing.apply(agent({}, 2)).advance("5m");
    const broken = crashing.pods
      .list()
      .filter(({ status }) => status.phase !== "Running" || status.containerStatuses?.[0]?.ready === false);
    expect(broken).not.toHaveLength(0);
    expect(judged(withinMaxUnavailable, sabotaged(crashing, broken.map(deletion)))).toBe(true);
  });
});

test("withinMaxSurge: a second surge beside an available pod is one too many", () => {
  const cluster = rolledOut(SURGE);
  cluster.apply(agent(SURGE, 2)).until(() => cluster.pods.list().length === 4);
  const surged = cluster.pods.list().find(({ spec }) => spec.containers[0]?.image === "example.com/agent:2")!;
  const elsewhere = ["node-1", "node-2", "node-3"].find(
    (node) => !JSON.stringify(surged.spec.affinity).includes(node),
  )!;
  expect(judged(withinMaxSurge, sabotaged(cluster, [copyFor(elsewhere, surged)]))).toMatch(
    new RegExp(`^2 nodes surge, 1 allowed: ${elsewhere} gets agent-\\w+ beside an old pod while node-\\d has two$`),
  );
});

test("onDeleteLeavesPods and upToDateMonotonic: with OnDelete no pod goes, else none that is up to date", () => {
  const manual = rolledOut(ON_DELETE);
  manual.apply(agent(ON_DELETE, 2)).settle();
  const old = podOn(manual, "node-1");
  const steps = sabotaged(manual, [deletion(old)]);
  expect(judged(onDeleteLeavesPods, steps)).toBe(
    `it deletes ${old.metadata.name} on node-1, and the strategy is OnDelete`,
  );
  expect(judged(upToDateMonotonic, steps)).toBe(true);

  const rolling = rolledOut();
  const current = podOn(rolling, "node-1");
  const loss = sabotaged(rolling, [deletion(current)]);
  expect(judged(onDeleteLeavesPods, loss)).toBe(true);
  expect(judged(upToDateMonotonic, loss)).toBe(
    `it deletes ${current.metadata.name} on node-1, which is of the current template`,
  );
});

describe("the status", () => {
  const told = (status: object) => {
    const cluster = rolledOut();
    const body = { status };
    const where = { resource: "daemonsets.apps", subresource: "status", namespace: "default", name: "agent" };
    return sabotaged(cluster, [{ ...where, verb: "patch", patchType: "merge", body }]);
  };

  test("statusTruthful: what is written is what is there", () => {
    expect(judged(statusTruthful, told({ numberReady: 2 }))).toBe(
      "default/agent: the status says numberReady 2, and there are 3",
    );
    expect(judged(statusTruthful, told({ numberUnavailable: 1 }))).toBe(
      "default/agent: the status says numberUnavailable 1, of 3 with 3 available",
    );
    expect(judged(statusTruthful, told({ collisionCount: 1 }))).toBe(true);
  });

  test("observedGenerationNotAhead: nothing is observed that is not there", () => {
    expect(judged(observedGenerationNotAhead, told({ observedGeneration: 2 }))).toMatch(
      /generation 2 is said to be observed/,
    );
    expect(judged(observedGenerationNotAhead, told({ observedGeneration: 1 }))).toBe(true);
  });
});

describe("historyKept", () => {
  const LIMIT = { revisionHistoryLimit: 1, ...ON_DELETE };
  const removal = ({ metadata }: ControllerRevision): ApiRequest => ({
    verb: "delete",
    resource: "controllerrevisions.apps",
    namespace: "default",
    name: metadata.name,
  });

  test("a revision that pods are of stays", () => {
    const cluster = rolledOut(LIMIT);
    cluster.apply(agent(LIMIT, 2)).settle();
    const [old] = cluster.controllerRevisions.list().filter(({ revision }) => revision === 1) as [ControllerRevision];
    expect(judged(historyKept, sabotaged(cluster, [removal(old)]))).toBe(
      `${old.metadata.name} is deleted, and pods are of it`,
    );
  });

  test("one within the limit stays, and the oldest goes first", () => {
    const cluster = rolledOut({ revisionHistoryLimit: 2 });
    for (const version of [2, 3]) cluster.apply(agent({ revisionHistoryLimit: 2 }, version)).settle();
    const [first, second] = cluster.controllerRevisions.list().toSorted((a, b) => a.revision! - b.revision!);
    expect(judged(historyKept, sabotaged(cluster.fork(), [removal(first!)]))).toBe(
      `${first!.metadata.name} is deleted, and 2 old revisions may stay, of 2`,
    );
    const alone = withoutController(cluster);
    alone.daemonSets.patch("default/agent", { spec: { revisionHistoryLimit: 0 } });
    expect(judged(historyKept, sabotaged(alone.fork(), [removal(first!)]))).toBe(true);
    expect(judged(historyKept, sabotaged(alone, [removal(second!)]))).toBe(
      `${second!.metadata.name} is deleted before ${first!.metadata.name}, which is older`,
    );
  });
});

test("noResurrection: what is gone stays gone, and what goes does not come back", () => {
  const cluster = rolledOut();
  const whole = cluster.state;
  const { name } = podOn(cluster, "node-1").metadata;
  cluster.pods.delete(`default/${name}`);
  const going = cluster.state;
  expect(noResurrection.holds(observation(going, whole))).toBe(true);
  expect(noResurrection.holds(observation(whole, going))).toBe(
    `pods default/${name} was being deleted, and no longer is`,
  );
  cluster.settle();
  expect(
    noResurrection.holds(observation({ ...going, resourceVersion: going.resourceVersion + 1 }, cluster.state)),
  ).toMatch(/has the uid of something older/);
});
