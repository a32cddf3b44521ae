import type { DaemonSet } from "@kubetick/core";
import { type Answer, clusterIn, daemonSetIn, table } from "./subject.ts";

/** All nodes have an available pod of the current template, and the status says so. */
export function toBeRolledOut(received: unknown, path?: string): Answer {
  const cluster = clusterIn(received, "toBeRolledOut");
  const daemonSet = daemonSetIn(cluster, path, "toBeRolledOut");
  const missing = missingOf(daemonSet);
  return {
    pass: missing === undefined,
    message: () =>
      `expected daemonset/${daemonSet.metadata.name} ${missing === undefined ? "not to be" : "to be"} rolled out` +
      `${missing === undefined ? "" : `: ${missing}`}\n\n${table(cluster, daemonSet)}`,
  };
}

/** What is still to come, as `kubectl rollout status` has it. Upstream: kubectl pkg/polymorphichelpers/rollout_status.go. */
function missingOf({ metadata, status }: DaemonSet): string | undefined {
  const {
    observedGeneration = 0,
    desiredNumberScheduled = 0,
    updatedNumberScheduled = 0,
    numberAvailable = 0,
  } = status ?? {};
  if (observedGeneration < (metadata.generation ?? 0))
    return `generation ${metadata.generation} is not yet observed, but ${observedGeneration}`;
  if (updatedNumberScheduled < desiredNumberScheduled)
    return `${updatedNumberScheduled} of ${desiredNumberScheduled} pods are up to date`;
  if (numberAvailable < desiredNumberScheduled)
    return `${numberAvailable} of ${desiredNumberScheduled} updated pods are available`;
  return undefined;
}

/** The column UP-TO-DATE. */
export function toHaveUpToDate(received: unknown, count: number, path?: string): Answer {
  const cluster = clusterIn(received, "toHaveUpToDate");
  const daemonSet = daemonSetIn(cluster, path, "toHaveUpToDate");
  const actual = daemonSet.status?.updatedNumberScheduled ?? 0;
  const pass = actual === count;
  return {
    pass,
    message: () =>
      `expected daemonset/${daemonSet.metadata.name} ${pass ? "not to have" : "to have"} ${count} pods UP-TO-DATE` +
      `${pass ? "" : `, and it has ${actual}`}\n\n${table(cluster, daemonSet)}`,
    actual,
    expected: count,
  };
}
