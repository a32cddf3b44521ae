import { Cluster } from "kubetick";

/** Something to be measured: `prepare` is not timed. */
export interface Work {
  readonly name: string;
  /** What it is, for the table's reader. */
  readonly about: string;
  /** The sizes, each with what is asked of it. */
  readonly sizes: readonly Size[];
  prepare(n: number): unknown;
  run(prepared: unknown, n: number): void;
}

export interface Size {
  readonly n: number;
  readonly targetMs?: number;
  readonly targetMiB?: number;
  /** Left out with `--quick`. */
  readonly long?: true;
}

const daemonSet = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent", namespace: "default" },
  spec: {
    selector: { matchLabels: { app: "agent" } },
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    template: {
      metadata: { labels: { app: "agent" } },
      spec: {
        containers: [
          {
            name: "agent",
            image: "example.com/agent:1",
            env: [{ name: "VERSION", value: "1" }],
            resources: { requests: { cpu: "100m", memory: "200Mi" } },
          },
        ],
      },
    },
  },
};

function rolledOut(nodes: number): Cluster {
  const cluster = new Cluster({ nodes, seed: 1 }).apply(daemonSet).settle({ within: "48h" });
  expectPods(cluster, nodes, "1");
  return cluster;
}

function expectPods(cluster: Cluster, nodes: number, version: string): void {
  const { numberReady, updatedNumberScheduled } = cluster.daemonSets.get("default/agent").status;
  const pods = cluster.pods.list().filter((pod) => pod.spec.containers[0]?.env?.[0]?.value === version);
  if (numberReady !== nodes || updatedNumberScheduled !== nodes || pods.length !== nodes) {
    throw new Error(`${nodes} pods of version ${version} were to be ready: ${numberReady} ready, ${pods.length} there`);
  }
}

const fromNothing: Work = {
  name: "from-nothing",
  about: "N nodes join, and one DaemonSet is rolled out on them",
  sizes: [
    { n: 1000, targetMs: 500 },
    { n: 5000, targetMiB: 300 },
  ],
  prepare: () => undefined,
  run: (_, n) => {
    rolledOut(n);
  },
};

const rollout: Work = {
  name: "rollout",
  about: "a new template is rolled out over N nodes, one at a time",
  sizes: [
    { n: 1000, targetMs: 1000 },
    { n: 5000, targetMs: 6000, targetMiB: 300 },
  ],
  prepare: rolledOut,
  run: (prepared, n) => {
    const cluster = prepared as Cluster;
    const env = [{ name: "VERSION", value: "2" }];
    cluster.daemonSets.patch("default/agent", {
      spec: { template: { spec: { containers: [{ name: "agent", env }] } } },
    });
    cluster.settle({ within: `${n}h` });
    expectPods(cluster, n, "2");
  },
};

export const WORKS: readonly Work[] = [fromNothing, rollout];
