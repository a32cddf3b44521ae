import { expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import type { Deployment, Pod, ReplicaSet } from "../../kubernetes/types.ts";
import { replicaSetController } from "../replicaset/index.ts";
import { fenceposts, newReplicas } from "./counts.ts";
import { deploymentController } from "./index.ts";
import { proportions } from "./sync.ts";

const START = "2026-01-01T00:00:00Z";
const deployed = (
  strategy: object = { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
  replicas = 2,
) => {
  const play = new Play(replicaSetController, deploymentController);
  play.create({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      strategy,
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "c", image: "web:1" }] } },
    },
  });
  return play.settle();
};
const makeReady = (play: Play) => {
  for (const { metadata } of play.list<Pod>("pods"))
    play.patch(
      "pods",
      `default/${metadata.name}`,
      { status: { phase: "Running", conditions: [{ type: "Ready", status: "True", lastTransitionTime: START }] } },
      "status",
    );
  return play.settle();
};
const withImage = (play: Play, image: string) =>
  play.patch("deployments.apps", "default/web", {
    spec: { template: { spec: { containers: [{ name: "c", image }] } } },
  });
const web = (play: Play) => play.get<Deployment>("deployments.apps", "default/web");
const progressing = (play: Play) => web(play)?.status?.conditions?.find(({ type }) => type === "Progressing")?.reason;
const sizes = (play: Play) =>
  play
    .list<ReplicaSet>("replicasets.apps")
    .map(({ metadata, spec }) => [metadata.annotations?.["deployment.kubernetes.io/revision"], spec?.replicas])
    .sort();

test("DEPLOY-NEW-01 a ReplicaSet with the template's hash, its pods, revision, status and conditions", () => {
  const play = makeReady(deployed());
  const [rs] = play.list<ReplicaSet>("replicasets.apps");
  const hash = rs?.metadata.labels?.["pod-template-hash"];
  expect(rs?.metadata.name).toBe(`web-${hash}`);
  expect(play.list<Pod>("pods").map(({ metadata }) => metadata.labels)).toEqual(
    [1, 2].map(() => ({ app: "web", "pod-template-hash": hash })),
  );
  expect(web(play)?.metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("1");
  expect(web(play)?.status).toMatchObject({
    replicas: 2,
    updatedReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    terminatingReplicas: 0,
  });
  expect(progressing(play)).toBe("NewReplicaSetAvailable");
  expect(play.events()[0]).toBe(`Normal ScalingReplicaSet web: Scaled up replica set web-${hash} from 0 to 2`);
});

test("RS-DELETE-01 a ReplicaSet makes up for a pod that goes, and drops what is too many", () => {
  const play = makeReady(deployed());
  play.delete("pods", `default/${play.names("pods")[0]}`, { gracePeriodSeconds: 0 });
  expect(play.settle().names("pods")).toHaveLength(2);
  play.patch("deployments.apps", "default/web", { spec: { replicas: 1 } });
  expect(play.settle().names("pods")).toHaveLength(1);
});

test("DEPLOY-ROLL-01 a rolling update goes through surge and availability to the end", () => {
  const play = makeReady(deployed());
  withImage(play, "web:2");
  play.settle();
  expect(sizes(play)).toEqual([
    ["1", 2],
    ["2", 1],
  ]);
  for (let round = 0; round < 4; round++) makeReady(play);
  expect(sizes(play)).toEqual([
    ["1", 0],
    ["2", 2],
  ]);
  expect([web(play)?.metadata.annotations?.["deployment.kubernetes.io/revision"], progressing(play)]).toEqual([
    "2",
    "NewReplicaSetAvailable",
  ]);
});

test("DEPLOY-RECREATE-01 no new pod before the last old one has gone", () => {
  const play = makeReady(deployed({ type: "Recreate" }));
  withImage(play, "web:2");
  play.settle();
  for (let round = 0; round < 3; round++) makeReady(play);
  expect(sizes(play)).toEqual([
    ["1", 0],
    ["2", 2],
  ]);
});

test("DEPLOY-DEADLINE-01 a rollout without progress is said to be stuck", () => {
  const play = deployed();
  play.pass(602_000);
  expect(progressing(play)).toBe("ProgressDeadlineExceeded");
});

// Expected from the rule: surge rounds up, unavailability down, and not both may be zero (deployment_util.go ResolveFenceposts).
test.each([
  [0, 0, 10, { surge: 0, unavailable: 1 }],
  [2, 0, 10, { surge: 2, unavailable: 0 }],
  [3, 3, 10, { surge: 3, unavailable: 3 }],
  ["0%", "0%", 10, { surge: 0, unavailable: 1 }],
  ["39%", "0%", 10, { surge: 4, unavailable: 0 }],
  ["50%", "50%", 10, { surge: 5, unavailable: 5 }],
])("DEPLOY-FENCE-01 maxSurge %s, maxUnavailable %s of %i", (maxSurge, maxUnavailable, replicas, expected) => {
  expect(
    fenceposts({
      spec: { replicas, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } } },
    } as unknown as Deployment),
  ).toEqual(expected);
});

test.each([
  ["RollingUpdate", 1, 5, 1, 5],
  ["RollingUpdate", 6, 2, 0, 2],
  ["Recreate", 3, 1, 0, 3],
])("DEPLOY-NEW-02 replicas of the new set: %s of %i", (type, replicas, current, maxSurge, expected) => {
  const deployment = {
    spec: { replicas, strategy: { type, rollingUpdate: { maxSurge, maxUnavailable: 1 } } },
  } as unknown as Deployment;
  const others = { spec: { replicas: type === "Recreate" ? 0 : 10 } } as unknown as ReplicaSet;
  expect(newReplicas(deployment, [others], current)).toBe(expected);
});

// Expected from the rule: 20 of 10 doubles each set (deployment_util.go getReplicaSetFraction).
test("DEPLOY-SCALE-01 sets are scaled in proportion, leftovers to the largest", () => {
  const rs = (name: string, replicas: number) =>
    ({
      metadata: { name, creationTimestamp: START, annotations: { "deployment.kubernetes.io/max-replicas": "10" } },
      spec: { replicas },
    }) as unknown as ReplicaSet;
  const deployment = {
    spec: { replicas: 20, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
  } as unknown as Deployment;
  expect(proportions(deployment, [rs("a", 3), rs("b", 7)]).map(([set, size]) => [set.metadata.name, size])).toEqual([
    ["b", 14],
    ["a", 6],
  ]);
});
