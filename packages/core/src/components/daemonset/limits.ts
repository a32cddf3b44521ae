import type { DaemonSet, RollingUpdateDaemonSet } from "../../kubernetes/types.ts";
import { scaledValue } from "../shared/int-or-percent.ts";

function rollingUpdateOf({ spec }: DaemonSet): RollingUpdateDaemonSet | undefined {
  return spec.updateStrategy?.type === "RollingUpdate" ? spec.updateStrategy.rollingUpdate : undefined;
}

/** How many pods more than one a node there may be in all; 0 if the strategy knows no surge. NaN if it cannot be read. Source: daemonset_util.go SurgeCount. */
export function surgeCount(daemonSet: DaemonSet, desired: number): number {
  const maxSurge = rollingUpdateOf(daemonSet)?.maxSurge;
  return maxSurge === undefined ? 0 : scaledValue(maxSurge, desired, "up");
}

/** How many nodes may be without an available pod; 0 if the strategy knows no such limit. NaN if it cannot be read. Source: daemonset_util.go UnavailableCount. */
export function unavailableCount(daemonSet: DaemonSet, desired: number): number {
  const rollingUpdate = rollingUpdateOf(daemonSet);
  return rollingUpdate === undefined ? 0 : scaledValue(rollingUpdate.maxUnavailable, desired, "up");
}

/** Whether a node may have two pods for a while. Source: daemonset_util.go AllowsSurge. */
export function allowsSurge(daemonSet: DaemonSet): boolean {
  return surgeCount(daemonSet, 1) > 0;
}

export interface Limits {
  readonly maxUnavailable: number;
  readonly maxSurge: number;
}

/** Both limits for so many nodes, or why they cannot be read. Source: pkg/controller/daemon/update.go updatedDesiredNodeCounts. */
export function rolloutLimits(daemonSet: DaemonSet, desired: number): Limits | { readonly error: string } {
  const maxUnavailable = unavailableCount(daemonSet, desired);
  if (Number.isNaN(maxUnavailable)) return { error: "invalid value for MaxUnavailable: invalid value for IntOrString" };
  const maxSurge = surgeCount(daemonSet, desired);
  if (Number.isNaN(maxSurge)) return { error: "invalid value for MaxSurge: invalid value for IntOrString" };
  // Neither would mean that nothing can ever happen.
  return desired > 0 && maxUnavailable === 0 && maxSurge === 0
    ? { maxUnavailable: 1, maxSurge: 0 }
    : { maxUnavailable, maxSurge };
}
