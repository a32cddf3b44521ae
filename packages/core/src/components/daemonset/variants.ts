import type { Pod } from "../../kubernetes/types.ts";
import type { HasBug, OpenUpstreamBug, UpstreamBug } from "../../upstream-bugs/index.ts";
import { isPodUpdated } from "./pod-template.ts";
import type { Stage } from "./stage.ts";

/**
 * The rules that releases have had differently. Each is a value that the one place asks that follows it; what is said
 * here is v1.37's, unless an upstream bug is switched on, or one of v1.37 is switched off.
 */
export interface DaemonVariants {
  /** Variants with the same name are the same. */
  readonly name: string;
  /** Stages of a rollout at which a node is without an available pod, or about to be. Source: update.go rollingUpdate. */
  readonly unavailableStages: readonly Stage[];
  /** Whether a node with these pods, the oldest first, is up to date. Source: daemon_controller.go updateDaemonSetStatus. */
  readonly isUpToDate: (pods: readonly Pod[], revision: Revision) => boolean;
  /** Whether a DaemonSet with ready pods that are not available is looked at again and again. Source: updateDaemonSetStatus. */
  readonly looksAgainAtReadyPods: boolean;
}

const UNAVAILABLE: readonly Stage[] = ["Waiting", "OutdatedUnavailable", "Updating", "Surging", "Surged", "Excess"];

const oldestIsUpdated: DaemonVariants["isUpToDate"] = (pods, { hash, generation }) =>
  pods[0] !== undefined && isPodUpdated(pods[0], hash, generation);

const someIsUpdated: DaemonVariants["isUpToDate"] = (pods, { hash, generation }) =>
  pods.some((pod) => isPodUpdated(pod, hash, generation));

/** What tells pods of the current revision from others. */
interface Revision {
  readonly hash: string;
  readonly generation: string | undefined;
}

/** The rules of v1.37.2. */
export const V1_37: DaemonVariants = {
  name: "",
  unavailableStages: UNAVAILABLE,
  isUpToDate: oldestIsUpdated,
  looksAgainAtReadyPods: true,
};

/** What the bugs of earlier releases make of them. */
const BUGS: Readonly<Record<Exclude<UpstreamBug, OpenUpstreamBug>, Partial<DaemonVariants>>> = {
  "kubernetes#77203": { looksAgainAtReadyPods: false },
  "kubernetes#123232": { unavailableStages: UNAVAILABLE.filter((stage) => stage !== "OutdatedUnavailable") },
};

/** What the fixes of those that v1.37 has make of them. */
const FIXES: Readonly<Record<OpenUpstreamBug, Partial<DaemonVariants>>> = {
  "kubernetes#122527": { isUpToDate: someIsUpdated },
};

export function daemonVariants(has: HasBug): DaemonVariants {
  const bugs = (Object.keys(BUGS) as (keyof typeof BUGS)[]).filter(has);
  const fixes = (Object.keys(FIXES) as (keyof typeof FIXES)[]).filter((bug) => !has(bug));
  if (bugs.length === 0 && fixes.length === 0) return V1_37;
  const changes = [...bugs.map((bug) => BUGS[bug]), ...fixes.map((bug) => FIXES[bug])];
  return Object.assign({}, V1_37, ...changes, { name: [...bugs, ...fixes].join(" ") });
}
