import { describe, expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import type { Pod, ReplicaSet } from "../../kubernetes/types.ts";
import { replicaSetController } from "./index.ts";
import { podsToDelete } from "./pods-to-delete.ts";

interface Sketch {
  readonly node?: string;
  readonly phase?: string;
  readonly readySince?: string;
  readonly created?: string;
  readonly restarts?: number;
  readonly cost?: string;
}

function pod(
  name: string,
  { node = "", phase = "Running", readySince, created = "12:00", restarts = 0, cost }: Sketch,
) {
  const ready = readySince && { type: "Ready", status: "True", lastTransitionTime: `2026-01-01T${readySince}:00Z` };
  return {
    metadata: {
      name,
      uid: name,
      creationTimestamp: `2026-01-01T${created}:00Z`,
      ...(cost === undefined ? {} : { annotations: { "controller.kubernetes.io/pod-deletion-cost": cost } }),
    },
    spec: { nodeName: node },
    status: { phase, conditions: ready ? [ready] : [], containerStatuses: [{ restartCount: restarts }] },
  } as unknown as Pod;
}

const first = (...pods: Pod[]) => podsToDelete(pods, 1).map(({ metadata }) => metadata.name);

// Source: pkg/controller/controller_utils.go ActivePodsWithRanks, in the order of its comparisons.
describe("RS-DELETE-02 of two pods, the one that goes first", () => {
  test.each<[string, Sketch, Sketch]>([
    ["has no node", { node: "" }, { node: "n" }],
    ["is pending, not running", { node: "n", phase: "Pending" }, { node: "n" }],
    ["is not ready", { node: "n" }, { node: "n", readySince: "12:01" }],
    [
      "costs less to delete",
      { node: "n", readySince: "12:01", cost: "-5" },
      { node: "n", readySince: "12:01", cost: "3" },
    ],
    ["has been ready for less long", { node: "a", readySince: "12:09" }, { node: "b", readySince: "12:01" }],
    ["has been restarted more often", { node: "n", restarts: 3 }, { node: "n", restarts: 1 }],
    ["is younger", { node: "n", created: "12:30" }, { node: "n", created: "12:00" }],
  ])("%s", (_, goes, stays) => {
    expect(first(pod("stays", stays), pod("goes", goes))).toEqual(["goes"]);
    expect(first(pod("goes", goes), pod("stays", stays))).toEqual(["goes"]);
  });

  test("shares its node with more ready ones", () => {
    const together = [pod("a1", { node: "a", readySince: "12:01" }), pod("a2", { node: "a", readySince: "12:01" })];
    expect(["a1", "a2"]).toContain(first(pod("b", { node: "b", readySince: "12:05" }), ...together)[0]);
  });

  test("all go where as many are to go as there are", () => {
    expect(podsToDelete([pod("a", {}), pod("b", {})], 2)).toHaveLength(2);
  });
});

test("RS-DELETE-01 pods are made up for, and deleted where there are too many", () => {
  const play = new Play(replicaSetController);
  const labels = { app: "web" };
  play.create({
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "c", image: "web:1" }] } },
    },
  });
  play.settle();
  expect(play.list<Pod>("pods")).toHaveLength(3);
  play.delete("pods", `default/${play.names("pods")[0]}`);
  play.settle();
  expect(play.list<Pod>("pods")).toHaveLength(3);
  play.patch("replicasets.apps", "default/web", { spec: { replicas: 1 } });
  play.settle();
  expect(play.list<Pod>("pods")).toHaveLength(1);
  expect(play.get<ReplicaSet>("replicasets.apps", "default/web")?.status).toMatchObject({
    replicas: 1,
    fullyLabeledReplicas: 1,
    observedGeneration: 2,
  });
});
