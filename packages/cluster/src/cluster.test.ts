import { builtinComponents, type Component, completes, crashes, type Pod, slowPull } from "@kubetick/core";
import { beforeEach, describe, expect, test } from "vitest";
import { ApiError } from "./api.ts";
import { Cluster, type ClusterOptions, NotSettledError } from "./cluster.ts";
import { ManifestError } from "./manifest.ts";
import { dockerDesktop } from "./presets/docker-desktop.ts";

const YAML = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: kube-system }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec: { containers: [{ name: agent, image: "agent:1" }] }
`;
const PATH = "kube-system/agent";
const podsOf = (cluster: Cluster) => cluster.pods.list({ namespace: "kube-system" });
const nodesOf = (pods: readonly Pod[]) => pods.map((pod) => pod.spec?.nodeName).sort();

let cluster: Cluster;
beforeEach(() => {
  cluster = new Cluster({ nodes: 3 });
});

describe("a cluster", () => {
  test("does nothing by itself, and everything when it is let", () => {
    cluster.apply(YAML);
    expect(podsOf(cluster)).toEqual([]);
    cluster.settle();
    expect(nodesOf(podsOf(cluster))).toEqual(["node-1", "node-2", "node-3"]);
    expect(cluster.daemonSets.get(PATH).status).toMatchObject({
      desiredNumberScheduled: 3,
      numberReady: 3,
      updatedNumberScheduled: 3,
    });
  });

  test("nodes join and leave, and pods with them", () => {
    cluster.apply(YAML).settle();
    cluster.addNode({ name: "node-4", labels: { zone: "b" } }).settle();
    expect(nodesOf(podsOf(cluster))).toEqual(["node-1", "node-2", "node-3", "node-4"]);
    cluster.removeNode("node-1").settle();
    expect(nodesOf(podsOf(cluster))).toEqual(["node-2", "node-3", "node-4"]);
  });

  test("a node that leaves and joins again at the same moment comes to rest, and stays well", () => {
    cluster.apply(YAML).settle();
    const before = cluster.nodes.get("node-1").metadata.uid;
    cluster.removeNode("node-1").addNode("node-1").settle();
    cluster.advance("5m");
    const { metadata, status } = cluster.nodes.get("node-1");
    expect(metadata.uid).not.toBe(before);
    expect(status.conditions?.find(({ type }) => type === "Ready")).toMatchObject({
      status: "True",
      lastTransitionTime: metadata.creationTimestamp,
    });
    expect(cluster.leases.get("kube-node-lease/node-1").metadata.ownerReferences).toMatchObject([
      { uid: metadata.uid },
    ]);
    expect(nodesOf(podsOf(cluster))).toEqual(["node-1", "node-2", "node-3"]);
  });

  test("a node that fails is found out after its grace period, and comes back", () => {
    const ready = () => cluster.nodes.get("node-2").status.conditions?.find(({ type }) => type === "Ready");
    cluster.apply(YAML).settle();
    cluster.failNode("node-2").advance("30s");
    expect(ready()?.status).toBe("True");
    cluster.advance("30s");
    expect(ready()).toMatchObject({ status: "Unknown", reason: "NodeStatusUnknown" });
    expect(cluster.daemonSets.get(PATH).status.numberReady).toBe(2);
    cluster.recoverNode("node-2").settle();
    expect(ready()?.status).toBe("True");
    expect(cluster.daemonSets.get(PATH).status.numberReady).toBe(3);
  });

  test("a node that is slow, from the start or from some time on, takes longer with its pods", () => {
    const slow = new Cluster({ nodes: ["node-1", { name: "node-2", slowdown: 60 }] }).apply(YAML);
    const readyAfter = (time: string) => slow.advance(time).daemonSets.get(PATH).status.numberReady;
    expect(["10s", "97s", "1s"].map(readyAfter)).toEqual([1, 1, 2]);
    const times = [60, 1].map((slowdown) => {
      const begin = slow.slowNode("node-2", slowdown).now;
      for (const { metadata, spec } of slow.pods.list())
        if (spec.nodeName === "node-2") slow.pods.delete(`${metadata.namespace}/${metadata.name}`);
      return slow.settle().now - begin;
    });
    // It is stopped, its successor's network is set up, and the image is there.
    expect(times).toEqual([60 * (500 + 300), 500 + 300]);
  });

  test("a fork goes its own way", () => {
    cluster.apply(YAML).settle();
    const fork = cluster.fork();
    expect(fork.hash()).toBe(cluster.hash());
    fork.removeNode("node-1").settle();
    expect(cluster.pods.list({ namespace: "kube-system" })).toHaveLength(3);
    expect(fork.pods.list({ namespace: "kube-system" })).toHaveLength(2);
  });

  test("a snapshot, taken in the middle of a rollout, goes on where it was", () => {
    cluster.apply(YAML).settle();
    cluster.daemonSets.patch(PATH, { spec: { template: { metadata: { labels: { v: "2" } } } } });
    cluster.until((now) => (now.daemonSets.get(PATH).status.updatedNumberScheduled ?? 0) === 1);
    const restored = Cluster.restore(cluster.snapshot());
    expect(restored.hash()).toBe(cluster.hash());
    expect(restored.settle().hash()).toBe(cluster.settle().hash());
    expect(restored.daemonSets.get(PATH).status.updatedNumberScheduled).toBe(3);
  });

  test("the same seed and history give the same hash, another seed gives other names", () => {
    const play = (seed: number) => new Cluster({ nodes: 2, seed }).apply(YAML).settle();
    expect(play(5).hash()).toBe(play(5).hash());
    expect(podsOf(play(5)).map((pod) => pod.metadata.name)).not.toEqual(
      podsOf(play(6)).map((pod) => pod.metadata.name),
    );
  });

  test("keeps the history of what came from outside", () => {
    cluster.apply(YAML).advance("1s");
    expect(
      cluster.history.map((entry) =>
        "request" in entry ? `${entry.request.verb} ${entry.request.resource}` : "advance",
      ),
    ).toEqual(["create nodes", "create nodes", "create nodes", "create daemonsets.apps", "advance"]);
  });

  test("applies by the difference to what was applied before", () => {
    expect(cluster.applied(YAML)[0]?.outcome).toBe("created");
    expect(cluster.applied(YAML)[0]?.outcome).toBe("unchanged");
    cluster.daemonSets.patch(PATH, { metadata: { labels: { mine: "yes" } } });
    const next = cluster.applied(YAML.replace("agent:1", "agent:2"))[0];
    expect(next?.outcome).toBe("configured");
    expect(cluster.daemonSets.get(PATH).metadata.labels).toEqual({ mine: "yes" });
    expect(cluster.daemonSets.get(PATH).spec.template.spec?.containers[0]?.image).toBe("agent:2");
  });

  test("takes components of one's own", () => {
    const configPerNode: Component = {
      name: "config-per-node",
      watches: ["nodes"],
      onEvent: (event, { enqueue }) => enqueue(event.key),
      *reconcile(name) {
        yield {
          verb: "create",
          resource: "configmaps",
          namespace: "kube-system",
          body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name } },
        };
      },
    };
    const own = new Cluster({ nodes: 2, components: [configPerNode] }).settle();
    own.addNode("node-3").settle();
    expect(own.configMaps.list({ namespace: "kube-system" })).toHaveLength(3);
  });
});

describe("time", () => {
  test("advance moves exactly so far", () => {
    const start = cluster.now;
    cluster.advance("1m30s");
    expect(cluster.now).toBe(start + 90_000);
  });

  test("until stops at the first moment at which something holds, or says that it did not come", () => {
    const running = () => podsOf(cluster).filter((pod) => pod.status.phase === "Running").length;
    cluster.apply(YAML).until(() => running() === 2);
    expect(running()).toBe(2);
    expect(() => cluster.until(() => false, { within: "1m" })).toThrow(NotSettledError);
  });

  test("settle waits for a slow pull, and not for a crash loop's next restart", () => {
    cluster
      .setImages({ "agent:1": slowPull(240_000) })
      .apply(YAML)
      .settle();
    expect(cluster.daemonSets.get(PATH).status.numberReady).toBe(3);
    const crashing = new Cluster({ nodes: 1, images: { agent: crashes({ after: 5_000 }) } }).apply(YAML);
    const start = crashing.now;
    crashing.settle();
    expect(crashing.now - start).toBeLessThan(60_000);
  });

  test("settle that cannot settle says what is still moving", () => {
    const restless: Component = {
      name: "restless",
      watches: ["nodes"],
      onEvent: (event, { enqueue }) => enqueue(event.key),
      *reconcile() {
        return { requeueAfter: 1_000 };
      },
    };
    const moving = new Cluster({ nodes: 1, components: [restless] });
    expect(() => moving.settle({ within: "1m" })).toThrow(
      /has not come to rest within 1m:\n {2}restless comes back to node-1 at 2026-01-01T00:01:0\dZ/,
    );
  });
});

describe("listeners", () => {
  test("hear of changes, events and ticks as they happen", () => {
    const heard: string[] = [];
    cluster.on("added", ({ resource, key }) => resource === "pods" && heard.push(`added ${key.split("/")[0]}`));
    cluster.on("deleted", ({ resource }) => resource === "pods" && heard.push("deleted"));
    cluster.on("event", ({ reason }) => reason === "SuccessfulCreate" && heard.push(reason));
    let ticks = 0;
    cluster.on("tick", () => ticks++);
    cluster.apply(YAML).settle();
    expect(heard.filter((what) => what === "added kube-system")).toHaveLength(3);
    expect(heard.filter((what) => what === "SuccessfulCreate")).toHaveLength(3);
    expect(ticks).toBeGreaterThan(1);
    cluster.removeNode("node-3").settle();
    expect(heard).toContain("deleted");
  });

  test("a watch sees what its own handler causes, and ends when it is told to", () => {
    const seen: string[] = [];
    const stop = cluster.api.watch("configmaps", ({ type, object }) => {
      seen.push(`${type} ${object.metadata.name}`);
      if (object.metadata.name === "one")
        cluster.configMaps.create({
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "two", namespace: "default" },
        });
    });
    cluster.configMaps.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one", namespace: "default" } });
    stop();
    cluster.configMaps.delete("default/one");
    expect(seen).toEqual(["ADDED one", "ADDED two"]);
  });
});

describe("errors name the object, the field, and what to do", () => {
  test.each<[string, () => unknown, RegExp]>([
    ["an object that is not there", () => cluster.daemonSets.get("default/none"), /^daemonsets.apps "none" not found$/],
    [
      "an invalid field",
      () => cluster.apply(YAML.replace("{ app: agent } }\n  template", "{ app: other } }\n  template")),
      /^DaemonSet agent: DaemonSet.apps "agent" is invalid: spec.template.metadata.labels: Invalid value/,
    ],
    ["an unknown field", () => cluster.apply(YAML.replace("selector:", "selektor:")), /unknown field "spec.selektor"/],
    ["a node that joins twice", () => cluster.addNode("node-1"), /^nodes "node-1" already exists$/],
    ["a node that cannot fail, as it is not there", () => cluster.failNode("node-9"), /^nodes "node-9" not found$/],
  ])("%s", (_, act, message) => {
    const before = cluster.state;
    expect(act).toThrow(ApiError);
    expect(act).toThrow(message);
    expect(cluster.state).toBe(before);
  });

  test("a manifest that is none", () => {
    expect(() => cluster.apply("kind: DaemonSet")).toThrow(ManifestError);
    expect(() => cluster.apply("kind: DaemonSet")).toThrow("object 1: apiVersion is missing");
    expect(() => cluster.apply({ apiVersion: "example.com/v1", kind: "Thing", metadata: { name: "a" } })).toThrow(
      "apply its CustomResourceDefinition first",
    );
  });

  // sigs.k8s.io/yaml: to JSON, which has no times, and without YAML 1.1's numbers of base 60.
  test("a manifest's plain words are what kubectl makes of them", () => {
    cluster.apply(
      "{ apiVersion: v1, kind: ConfigMap, metadata: { name: words }, data: { day: 2026-01-01, ports: 22:22 } }",
    );
    expect(cluster.configMaps.get("default/words").data).toEqual({ day: "2026-01-01", ports: "22:22" });
  });

  test("numbers that are none", () => {
    expect(() => new Cluster({ nodes: -1 })).toThrow("nodes must be a whole number of at least 0, not -1");
    expect(() => new Cluster({ seed: 1.5 })).toThrow("seed must be a whole number, not 1.5");
  });
});

test("settle waits for init containers, as the start of a pod is under way", () => {
  const cluster = new Cluster({ nodes: 1, images: { "init:1": completes({ after: 90_000 }) } });
  cluster.apply({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p" },
    spec: { initContainers: [{ name: "i", image: "init:1" }], containers: [{ name: "c", image: "app:1" }] },
  });
  expect(cluster.settle().pods.get("default/p").status?.phase).toBe("Running");
});

test("a cluster like Docker Desktop's has been running for almost five days", () => {
  const pods = dockerDesktop().pods.list({ namespace: "kube-system" });
  expect(pods.map((pod) => pod.metadata.name.replace(/-[a-z0-9]{5}$/, ""))).toEqual([
    "coredns-6979b66598",
    "coredns-6979b66598",
    "etcd-docker-desktop",
    "kube-apiserver-docker-desktop",
    "kube-controller-manager-docker-desktop",
    "kube-proxy",
    "kube-scheduler-docker-desktop",
  ]);
  expect(
    pods.every((pod) => pod.status.containerStatuses?.every(({ ready, restartCount }) => ready && restartCount === 0)),
  ).toBe(true);
});

describe("upstream bugs", () => {
  const fast =
    "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: agent }\nspec:\n  minReadySeconds: 10\n  selector: { matchLabels: { app: agent } }\n  template: { metadata: { labels: { app: agent } }, spec: { containers: [{ name: a, image: a }] } }\n";
  const options: ClusterOptions = { upstreamBugs: ["kubernetes#77203"] };

  test("are had where they are asked for, by forks and by what is restored, too", () => {
    const available = (cluster: Cluster) => {
      cluster.apply(fast).advance("5m");
      return cluster.daemonSets.get("default/agent").status?.numberAvailable;
    };
    const nodes = [{ name: "n1", clockSkew: 5_000 }];
    const buggy = new Cluster({ nodes, ...options });
    const restored = Cluster.restore(buggy.snapshot(), options);
    expect([buggy.fork(), restored, buggy].map(available)).toEqual([undefined, undefined, undefined]);
    expect(available(new Cluster({ nodes }))).toBe(1);
    expect(available(new Cluster({ nodes: 1, ...options }))).toBe(1);
  });

  test("change nothing where they are not: the same hashes", () => {
    const play = (given: ClusterOptions) => new Cluster({ nodes: 2, ...given }).apply(fast).settle().hash();
    expect(play({ upstreamBugs: [], upstreamFixes: [] })).toBe(play({}));
  });

  test("that nobody knows are refused, and those beside components of one's own", () => {
    expect(() => new Cluster({ upstreamBugs: ["kubernetes#1"] as never })).toThrow(
      'upstreamBugs: there is no upstream bug "kubernetes#1"; upstreamBugs takes kubernetes#14528, ',
    );
    expect(() => new Cluster({ builtin: builtinComponents(), ...options })).toThrow(
      "upstream bugs are of the built-in components: give them to builtinComponents(…) instead",
    );
    expect(() => new Cluster({ builtin: builtinComponents(options) })).not.toThrow();
  });

  test("a clock that cannot be so far off is refused", () => {
    expect(() => new Cluster({ nodes: [{ name: "n1", clockSkew: 0.5 }] })).toThrow(
      "spec.clockSkew: Invalid value: 0.5",
    );
  });
});
