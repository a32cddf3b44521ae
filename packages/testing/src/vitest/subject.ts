import type { Cluster } from "@kubetick/cluster";
import type { DaemonSet } from "@kubetick/core";
import { kubectl } from "@kubetick/kubectl";

/** What a matcher answers. */
export interface Answer {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/**
 * The cluster that `expect` was given.
 *
 * @throws TypeError where it was given something else
 */
export function clusterIn(received: unknown, matcher: string): Cluster {
  const { daemonSets, fork, state } = (received ?? {}) as Partial<Cluster>;
  if (typeof fork === "function" && daemonSets !== undefined && state !== undefined) return received as Cluster;
  throw new TypeError(
    `${matcher} looks at a Cluster: write expect(cluster).${matcher}(…), not expect(${shown(received)})`,
  );
}

function shown(value: unknown): string {
  return value === null
    ? "null"
    : Array.isArray(value)
      ? "an array"
      : typeof value === "object"
        ? "an object"
        : String(value);
}

/**
 * The DaemonSet that is meant: `namespace/name`, or the only one there is.
 *
 * @throws TypeError where there is none, or more than one
 */
export function daemonSetIn(cluster: Cluster, path: string | undefined, matcher: string): DaemonSet {
  if (path !== undefined) {
    const found = cluster.daemonSets.find(path);
    if (found !== undefined) return found;
    throw new TypeError(`${matcher}: there is no DaemonSet ${path}\n\n${table(cluster)}`);
  }
  const [only, ...more] = cluster.daemonSets.list();
  if (only !== undefined && more.length === 0) return only;
  throw new TypeError(
    `${matcher}: ${only === undefined ? "there is no DaemonSet" : 'there are several DaemonSets: name one, as "namespace/name"'}\n\n${table(cluster)}`,
  );
}

/** kubectl's table of one DaemonSet, or of all, with the pods. */
export function table(cluster: Cluster, daemonSet?: DaemonSet): string {
  const $ = kubectl(cluster);
  if (daemonSet === undefined) return $`get daemonsets -A`.trimEnd();
  const { namespace = "default", name } = daemonSet.metadata;
  return [$`get daemonset ${name} -n ${namespace}`, $`get pods -n ${namespace} -o wide`]
    .map((text) => text.trimEnd())
    .join("\n\n");
}
