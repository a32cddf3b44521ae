import type { DaemonSet } from "@kubetick/core";

type Amount = number | string | undefined;

/** A number, or a percentage of the nodes, rounded up. Upstream: daemonset_util.go UnavailableCount, SurgeCount. */
function amountOf(amount: Amount, nodes: number): number {
  return typeof amount === "string" ? Math.ceil((Number.parseInt(amount, 10) * nodes) / 100) : (amount ?? 0);
}

function rollingUpdateOf({ spec }: DaemonSet) {
  return spec.updateStrategy?.type === "RollingUpdate" ? (spec.updateStrategy.rollingUpdate ?? {}) : undefined;
}

/** How many pods more than one a node there may be; 0 where the strategy knows no surge. */
export function maxSurge(daemonSet: DaemonSet, nodes: number): number {
  return amountOf(rollingUpdateOf(daemonSet)?.maxSurge, nodes);
}

export function surges(daemonSet: DaemonSet): boolean {
  return maxSurge(daemonSet, 1) > 0;
}

const OWN_STRATEGY = "sim.kubetick.dev/update-strategy";

/** Whether nothing is to be replaced but what people delete. */
export function isOnDelete({ metadata, spec }: DaemonSet): boolean {
  return spec.updateStrategy?.type === "OnDelete" && metadata.annotations?.[OWN_STRATEGY] === undefined;
}

/** How many of so many nodes a rollout may leave without an available pod. Upstream: update.go updatedDesiredNodeCounts. */
export function maxUnavailable(daemonSet: DaemonSet, nodes: number): number {
  if (isOnDelete(daemonSet)) return 0;
  const rolling = rollingUpdateOf(daemonSet);
  const limit = amountOf(rolling?.maxUnavailable, nodes);
  return limit === 0 && maxSurge(daemonSet, nodes) === 0 ? 1 : limit;
}
