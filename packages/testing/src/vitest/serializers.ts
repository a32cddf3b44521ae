import type { Cluster } from "@kubetick/cluster";
import type { KubeObject } from "@kubetick/core";
import { kubectl } from "@kubetick/kubectl";
import type { SnapshotSerializer } from "vitest";
import { yamlOf } from "../text/yaml.ts";

/** A cluster in a snapshot: kubectl's tables of what is in it. */
export const clusterSerializer: SnapshotSerializer = {
  test: (value: unknown) =>
    typeof (value as Partial<Cluster> | null)?.fork === "function" && "daemonSets" in (value as object),
  serialize: (cluster: Cluster) => {
    const $ = kubectl(cluster);
    return [$`get nodes`, $`get daemonsets -A`, $`get pods -A -o wide`].map((text) => text.trimEnd()).join("\n\n");
  },
};

/** What is as it is only because of the seed and the order of writes. */
const INCIDENTAL = ["uid", "resourceVersion", "managedFields"] as const;

/** An object of the API in a snapshot: YAML, its keys in order, without its uid and its resource version. */
export const objectSerializer: SnapshotSerializer = {
  test: (value: unknown) => {
    const { apiVersion, kind, metadata } = (value ?? {}) as Partial<KubeObject>;
    return typeof apiVersion === "string" && typeof kind === "string" && typeof metadata?.uid === "string";
  },
  serialize: (object: KubeObject) => {
    const kept = Object.entries(object.metadata).filter(([key]) => !(INCIDENTAL as readonly string[]).includes(key));
    return yamlOf(sorted({ ...object, metadata: Object.fromEntries(kept) })).trimEnd();
  },
};

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]));
}
