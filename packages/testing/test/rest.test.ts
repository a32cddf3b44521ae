import type { Cluster } from "@kubetick/cluster";
import { describe, expect, test } from "vitest";
import {
  everyNodeServed,
  type Invariant,
  noOrphans,
  observation,
  onePodPerNode,
  ownsWhatItSelects,
  revisionsBounded,
  revisionsUnique,
  rolloutEnds,
  statusTruthful,
  upToDateAtEnd,
} from "../src/index.ts";
import { agent, podOn, rolledOut, withoutController } from "./saboteur.ts";

/** What an invariant says of the cluster as it is, if this is all that will ever happen. */
function atRest({ holds }: Invariant, { state }: Cluster): true | string {
  return holds({ ...observation(state), atRest: true });
}

const ALL = [
  everyNodeServed,
  noOrphans,
  onePodPerNode,
  ownsWhatItSelects,
  revisionsBounded,
  revisionsUnique,
  rolloutEnds,
  statusTruthful,
  upToDateAtEnd,
];

test.each(ALL)("$name holds of a DaemonSet that is rolled out, and asks for nothing before", (invariant) => {
  const cluster = rolledOut();
  expect(atRest(invariant, cluster)).toBe(true);
  cluster.apply(agent({}, 2)).settle();
  expect(atRest(invariant, cluster)).toBe(true);
  const { state } = withoutController(cluster).apply(agent({ selector: { matchLabels: { app: "agent" } } }, 3));
  expect(invariant.holds(observation(state))).toBe(true);
});

describe("onePodPerNode", () => {
  test("each node gets its pod", () => {
    const cluster = withoutController(rolledOut()).addNode("node-4").settle();
    expect(atRest(onePodPerNode, cluster)).toBe("default/agent: node-4 should run a pod, and has none");
  });

  test("a node that repels the pod gets rid of it", () => {
    const cluster = withoutController(rolledOut(), "taint-eviction");
    const { name } = podOn(cluster, "node-1").metadata;
    cluster.nodes.patch("node-1", { spec: { taints: [{ key: "out", effect: "NoExecute" }] } });
    expect(atRest(onePodPerNode, cluster)).toBe(`default/agent: node-1 must not run a pod, and has ${name}`);
  });

  test("one pod that is going excuses the lack of another", () => {
    const cluster = withoutController(rolledOut());
    cluster.pods.delete(`default/${podOn(cluster, "node-1").metadata.name}`);
    expect(atRest(onePodPerNode, cluster)).toBe(true);
    cluster.advance("1m");
    expect(atRest(onePodPerNode, cluster)).toBe("default/agent: node-1 should run a pod, and has none");
  });
});

describe("rollouts", () => {
  test("rolloutEnds: an edit that nobody rolls out is left undone", () => {
    const cluster = withoutController(rolledOut()).apply(agent({}, 2));
    expect(atRest(rolloutEnds, cluster)).toBe(
      "default/agent: at rest, and old pods are left on node-1, node-2, node-3",
    );
  });

  test("rolloutEnds: one that is held up by pods that do not get ready is not to blame", () => {
    const cluster = rolledOut();
    cluster.setImages({ "example.com/agent:2": { pullError: "no such image" } });
    cluster.apply(agent({}, 2)).advance("10m");
    expect(cluster.daemonSets.get("default/agent").status.updatedNumberScheduled).toBe(1);
    expect(atRest(rolloutEnds, cluster)).toBe(true);
  });

  test("upToDateAtEnd: the end of a rollout is told", () => {
    const cluster = withoutController(rolledOut());
    cluster.daemonSets.patch("default/agent", { spec: { minReadySeconds: 0, revisionHistoryLimit: 3 } });
    expect(atRest(upToDateAtEnd, cluster)).toBe(
      "default/agent: all is rolled out, and generation 2 is not observed, but 1",
    );
  });

  test("statusTruthful: at rest the status is true of what is there", () => {
    const cluster = withoutController(rolledOut());
    cluster.removeNode("node-3").advance("5m");
    expect(atRest(statusTruthful, cluster)).toBe(
      "default/agent at rest: the status says desiredNumberScheduled 3, and there are 2",
    );
  });
});

describe("revisions", () => {
  test("revisionsUnique: one of each template, under a number of its own", () => {
    const cluster = withoutController(rolledOut());
    const [first] = cluster.controllerRevisions.list();
    const { labels, ownerReferences } = first!.metadata;
    const again = { metadata: { name: "again", namespace: "default", labels, ownerReferences }, data: first!.data };
    cluster.controllerRevisions.create({ ...again, revision: 2 });
    expect(atRest(revisionsUnique, cluster)).toBe("default/agent: its template is stored in 2 revisions");
    cluster.controllerRevisions.delete("default/again");
    cluster.controllerRevisions.create({ ...again, data: { spec: {} }, revision: 1 });
    expect(atRest(revisionsUnique, cluster)).toBe("default/agent: its template is revision 1, and again is 1");
  });

  test("revisionsBounded: no more than the limit, but for those that pods are of", () => {
    const cluster = rolledOut();
    cluster.apply(agent({}, 2)).settle();
    const [old] = cluster.controllerRevisions.list().filter(({ revision }) => revision === 1);
    const alone = withoutController(cluster);
    alone.daemonSets.patch("default/agent", { spec: { revisionHistoryLimit: 0 } });
    expect(atRest(revisionsBounded, alone)).toBe(
      `default/agent keeps 1 old revisions, 0 are allowed, and no pod is of ${old!.metadata.name}`,
    );
    const hash = old!.metadata.labels!["controller-revision-hash"];
    const { name } = podOn(alone, "node-1").metadata;
    alone.pods.patch(`default/${name}`, { metadata: { labels: { "controller-revision-hash": hash } } });
    expect(atRest(revisionsBounded, alone)).toBe(true);
  });
});

describe("owners", () => {
  test("noOrphans: nothing is left of an owner that is gone", () => {
    const cluster = withoutController(rolledOut(), "garbage-collector");
    cluster.daemonSets.delete("default/agent");
    expect(atRest(noOrphans, cluster)).toMatch(/^Pod agent-\w+ is left, and its owner DaemonSet agent is gone$/);
  });

  test("ownsWhatItSelects: it adopts and releases", () => {
    const cluster = withoutController(rolledOut());
    const { name } = podOn(cluster, "node-1").metadata;
    cluster.pods.patch(`default/${name}`, { metadata: { labels: { app: "another" } } });
    expect(atRest(ownsWhatItSelects, cluster)).toBe(`default/agent owns ${name}, which it does not select`);
    cluster.pods.patch(`default/${name}`, { metadata: { ownerReferences: null, labels: { app: "agent" } } }, "merge");
    expect(atRest(ownsWhatItSelects, cluster)).toBe(`default/agent selects ${name}, which nobody owns`);
  });
});

test("everyNodeServed: a pod that does not run says why", () => {
  const cluster = rolledOut();
  cluster.pods.delete(`default/${podOn(cluster, "node-1").metadata.name}`);
  cluster.until(() => podOn(cluster, "node-1")?.status?.phase === "Pending");
  const { name } = podOn(cluster, "node-1").metadata;
  expect(atRest(everyNodeServed, cluster)).toBe(`${name} is Pending on node-1, and nothing says why`);
  const broken = rolledOut();
  broken.setImages({ "example.com/agent:2": { pullError: "no such image" } });
  broken.apply(agent({}, 2)).advance("10m");
  expect(atRest(everyNodeServed, broken)).toBe(true);
});
