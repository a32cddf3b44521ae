import { Cluster } from "@kubetick/cluster";
import { type ClusterState, type DaemonSet, viewOf } from "@kubetick/core";
import { describe, expect, test as plain } from "vitest";
import { always } from "../src/index.ts";
import { test } from "../src/vitest/index.ts";
import { agent } from "./saboteur.ts";

/** What a matcher says where it is not met. */
function complaint(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the expectation is met");
}

const midRollout = () => new Cluster({ nodes: 3 }).apply(agent()).settle().apply(agent({}, 2)).advance("2s");

describe("toBeRolledOut", () => {
  plain("is met when all is done, and not before", () => {
    const cluster = midRollout();
    expect(cluster).not.toBeRolledOut();
    expect(cluster.settle()).toBeRolledOut();
    expect(cluster).toBeRolledOut("default/agent");
  });

  plain("says what is missing, and shows the table", () => {
    const cluster = midRollout();
    expect(complaint(() => expect(cluster).toBeRolledOut())).toMatchInlineSnapshot(`
      "expected daemonset/agent to be rolled out: 1 of 3 pods are up to date

      NAME    DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE
      agent   3         3         2       1            2           <none>          3s

      NAME          READY   STATUS              RESTARTS   AGE   IP              NODE     NOMINATED NODE   READINESS GATES
      agent-phmd6   1/1     Running             0          3s    10.117.152.96   node-3   <none>           <none>
      agent-qmdt6   0/1     ContainerCreating   0          1s    10.16.131.207   node-1   <none>           <none>
      agent-z9qgb   1/1     Running             0          3s    10.65.142.165   node-2   <none>           <none>"
    `);
    cluster.settle();
    cluster.daemonSets.patch("default/agent", { spec: { minReadySeconds: 1 } });
    expect(complaint(() => expect(cluster).toBeRolledOut())).toContain(
      "expected daemonset/agent to be rolled out: generation 3 is not yet observed, but 2\n",
    );
    expect(complaint(() => expect(cluster.settle()).not.toBeRolledOut())).toContain(
      "expected daemonset/agent not to be rolled out\n",
    );
  });

  plain("wants a cluster, and one DaemonSet", () => {
    expect(() => expect("a text").toBeRolledOut()).toThrow(
      "toBeRolledOut looks at a Cluster: write expect(cluster).toBeRolledOut(…), not expect(a text)",
    );
    expect(() => expect(new Cluster()).toBeRolledOut()).toThrow("toBeRolledOut: there is no DaemonSet");
    expect(() => expect(midRollout()).toBeRolledOut("default/other")).toThrow("there is no DaemonSet default/other");
    const both = midRollout().apply({ ...agent(), metadata: { name: "second", namespace: "default" } });
    expect(() => expect(both).toBeRolledOut()).toThrow(/there are several DaemonSets: name one[\s\S]*second/);
  });
});

plain("toHaveUpToDate counts what is of the current template", () => {
  const cluster = midRollout();
  expect(cluster).toHaveUpToDate(1);
  expect(cluster).not.toHaveUpToDate(3, "default/agent");
  expect(complaint(() => expect(cluster).toHaveUpToDate(3))).toMatch(
    /^expected daemonset\/agent to have 3 pods UP-TO-DATE, and it has 1\n\nNAME +DESIRED +CURRENT +READY +UP-TO-DATE/,
  );
});

describe("toSatisfyInvariants", () => {
  plain("looks at each step until rest, and leaves the cluster as it is", () => {
    const cluster = midRollout();
    const hash = cluster.hash();
    expect(cluster).toSatisfyInvariants();
    expect(cluster.hash()).toBe(hash);
  });

  plain("says which one is broken, when, and what the cluster is then like", () => {
    const isDone = (state: ClusterState) =>
      viewOf(state.tables)
        .list<DaemonSet>("daemonsets.apps")
        .some(({ status }) => status?.updatedNumberScheduled === 3);
    const never = always("neverAllUpToDate", ({ state }) => !isDone(state) || "all 3 are up to date", {
      source: "nowhere",
    });
    const text = complaint(() => expect(midRollout()).toSatisfyInvariants([never]));
    expect(text).toMatch(
      /^neverAllUpToDate: all 3 are up to date\n\(\d+ steps from now, after \d+(\.\d+)? s\)\nKubernetes: nowhere\n\nNAMESPACE/,
    );
    expect(complaint(() => expect(midRollout().settle()).toSatisfyInvariants([never]))).toContain(
      "(in the state as it is)",
    );
    expect(complaint(() => expect(midRollout()).not.toSatisfyInvariants())).toContain(
      "expected one of these to be broken on the way to rest: onePodPerNode, ",
    );
  });
});

describe("toMatchTranscript", () => {
  plain("types the commands, and compares what they print", () => {
    const cluster = new Cluster({ nodes: 2 }).settle();
    expect(cluster).toMatchTranscript(`
      $ kubectl get nodes --no-headers
      node-1   Ready   <none>   0s    v1.37.2
      node-2   Ready   <none>   0s    v1.37.2
      $ kubectl delete node node-1
      node "node-1" deleted
      $ kubectl get node node-1
      Error from server (NotFound): nodes "node-1" not found
    `);
    expect(cluster.nodes.list()).toHaveLength(1);
    expect(cluster).toMatchTranscript(`
      $ kubectl get nodes
      NAME     STATUS   ROLES    AGE   VERSION
      ...
    `);
  });

  plain("shows what is printed instead", () => {
    const cluster = new Cluster({ nodes: 1 }).settle();
    const text = complaint(() => expect(cluster).toMatchTranscript("$ kubectl get node nosuch\nnosuch   Ready\n"));
    expect(text).toMatchInlineSnapshot(`
      "expected the commands to print what the transcript shows

      $ kubectl get node nosuch
      Error from server (NotFound): nodes "nosuch" not found"
    `);
    expect(() => expect(cluster).toMatchTranscript("no command")).toThrow("the transcript has no command");
  });
});

describe("the fixture", () => {
  test("is a cluster of three nodes, and kubectl for it", ({ cluster, kubectl }) => {
    expect(cluster.nodes.list()).toHaveLength(3);
    cluster.apply(agent()).settle();
    expect(kubectl`get daemonset agent --no-headers`).toMatch(/^agent +3 +3 +3/);
  });

  test("is each test's own", ({ cluster }) => {
    expect(cluster.daemonSets.list()).toEqual([]);
  });

  describe("of another kind", () => {
    test.override({ clusterOptions: { nodes: 1, seed: 5 } });

    test("is made with the group's options", ({ cluster }) => {
      expect(cluster.nodes.list()).toHaveLength(1);
      expect(cluster.state.seed).toBe(5);
    });
  });
});

describe("snapshots", () => {
  plain("of a cluster are tables", () => {
    expect(new Cluster({ nodes: 1 }).apply(agent()).settle()).toMatchInlineSnapshot(`
      NAME     STATUS   ROLES    AGE   VERSION
      node-1   Ready    <none>   1s    v1.37.2

      NAMESPACE   NAME    DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE
      default     agent   1         1         1       1            1           <none>          1s

      NAMESPACE   NAME          READY   STATUS    RESTARTS   AGE   IP             NODE     NOMINATED NODE   READINESS GATES
      default     agent-g8q8t   1/1     Running   0          1s    10.16.131.66   node-1   <none>           <none>
    `);
  });

  plain("of an object are YAML without what is incidental", () => {
    const [revision] = new Cluster({ nodes: 1 }).apply(agent()).settle().controllerRevisions.list();
    expect(revision).toMatchInlineSnapshot(`
      apiVersion: apps/v1
      data:
        spec:
          template:
            "$patch": replace
            metadata:
              labels:
                app: agent
            spec:
              containers:
                - image: "example.com/agent:1"
                  imagePullPolicy: IfNotPresent
                  name: agent
                  resources: {}
                  terminationMessagePath: "/dev/termination-log"
                  terminationMessagePolicy: File
              dnsPolicy: ClusterFirst
              restartPolicy: Always
              schedulerName: default-scheduler
              securityContext: {}
              terminationGracePeriodSeconds: 30
      kind: ControllerRevision
      metadata:
        annotations:
          deprecated.daemonset.template.generation: "1"
          kubectl.kubernetes.io/last-applied-configuration: "{\\"apiVersion\\":\\"apps/v1\\",\\"kind\\":\\"DaemonSet\\",\\"metadata\\":{\\"annotations\\":{},\\"name\\":\\"agent\\",\\"namespace\\":\\"default\\"},\\"spec\\":{\\"selector\\":{\\"matchLabels\\":{\\"app\\":\\"agent\\"}},\\"template\\":{\\"metadata\\":{\\"labels\\":{\\"app\\":\\"agent\\"}},\\"spec\\":{\\"containers\\":[{\\"image\\":\\"example.com/agent:1\\",\\"name\\":\\"agent\\"}]}},\\"updateStrategy\\":{\\"rollingUpdate\\":{\\"maxSurge\\":0,\\"maxUnavailable\\":1},\\"type\\":\\"RollingUpdate\\"}}}\\n"
        creationTimestamp: "2026-01-01T00:00:00Z"
        labels:
          app: agent
          controller-revision-hash: "86d9df4448"
        name: agent-86d9df4448
        namespace: default
        ownerReferences:
          - apiVersion: apps/v1
            blockOwnerDeletion: true
            controller: true
            kind: DaemonSet
            name: agent
            uid: aab2d864-ee71-4e9f-a500-35d5cc26d042
      revision: 1
    `);
  });
});
