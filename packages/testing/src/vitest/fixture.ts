import { Cluster, type ClusterOptions } from "@kubetick/cluster";
import { type Kubectl, kubectl } from "@kubetick/kubectl";
import { test as base } from "vitest";

/** What a test gets that asks for it. */
export interface ClusterFixtures {
  /** What the cluster is made with. Default: three nodes. Another one for a file or a group: `test.override({ clusterOptions })`. */
  readonly clusterOptions: ClusterOptions;
  /** A cluster of the test's own, at rest. */
  readonly cluster: Cluster;
  /** kubectl for that cluster. */
  readonly kubectl: Kubectl;
}

type Use<T> = (value: T) => Promise<void>;

/**
 * vitest's `test`, with a cluster.
 *
 * @example
 * test("a pod comes to each node", ({ cluster }) => {
 *   cluster.apply(manifest).settle();
 *   expect(cluster).toBeRolledOut();
 * });
 */
export const test = base.extend<ClusterFixtures>({
  clusterOptions: { nodes: 3 },
  cluster: async ({ clusterOptions }, use) => use(new Cluster(clusterOptions).settle()),
  kubectl: async ({ cluster }: Pick<ClusterFixtures, "cluster">, use: Use<Kubectl>) => use(kubectl(cluster)),
});
