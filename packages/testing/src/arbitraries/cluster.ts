import { Cluster, type ClusterOptions, type Images, type JoiningNode } from "@kubetick/cluster";
import fc from "fast-check";
import { yamlOf } from "../text/yaml.ts";
import { daemonSet, type WrittenDaemonSet } from "./daemon-set.ts";
import { images, nodes } from "./values.ts";

/** A cluster, as plain JSON: what it is made with, and what is applied to it at once. */
export interface ClusterPlan {
  readonly seed: number;
  readonly nodes: readonly JoiningNode[];
  readonly images: Images;
  readonly manifests: readonly WrittenDaemonSet[];
}

export interface ClusterConstraints {
  readonly minNodes?: number;
  /** Default: 5. */
  readonly maxNodes?: number;
  /** Default: 2. */
  readonly maxDaemonSets?: number;
}

/** A cluster with DaemonSets, not yet begun. Shrinks to one plain node with one plain DaemonSet. */
export function cluster({
  minNodes = 1,
  maxNodes = 5,
  maxDaemonSets = 2,
}: ClusterConstraints = {}): fc.Arbitrary<ClusterPlan> {
  return fc.record({
    seed: fc.nat({ max: 1000 }),
    nodes: nodes({ min: minNodes, max: maxNodes }),
    images: images(),
    manifests: fc
      .array(daemonSet(), { minLength: 1, maxLength: maxDaemonSets })
      .map((list) => list.map((one, at) => (at === 0 ? one : renamed(one, `agent-${at + 1}`)))),
  });
}

function renamed({ metadata, spec, ...rest }: WrittenDaemonSet, name: string): WrittenDaemonSet {
  const { selector: _, template, ...others } = spec;
  const labels = { ...template.metadata?.labels, app: name };
  return {
    ...rest,
    metadata: { ...metadata, name },
    spec: {
      selector: { matchLabels: { app: name } },
      ...others,
      template: { ...template, metadata: { ...template.metadata, labels } },
    } as WrittenDaemonSet["spec"],
  };
}

/** The cluster of a plan, with its DaemonSets applied; nothing has happened yet. Further options are those that are not data. */
export function clusterOf(
  { manifests, ...options }: ClusterPlan,
  further: Pick<ClusterOptions, "components" | "strategies" | "builtin"> = {},
): Cluster {
  return new Cluster({ ...options, ...further }).apply(manifests);
}

/** DaemonSets as people write them into a file: YAML, one or more documents. Shrinks to one plain DaemonSet. */
export function manifest(constraints: ClusterConstraints = {}): fc.Arbitrary<string> {
  return cluster(constraints).map(({ manifests }) => manifests.map(yamlOf).join("---\n"));
}
