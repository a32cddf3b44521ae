import type { Pod } from "../../kubernetes/types.ts";
import type { HasBug, OpenUpstreamBug, UpstreamBug } from "../../upstream-bugs/index.ts";
import { isPodTerminal } from "../shared/pod-conditions.ts";
import { isPodUpdated, targetNodeName } from "./pod-template.ts";
import type { Stage } from "./stage.ts";

/**
 * The rules that releases have had differently. Each is a value that the one place asks that follows it; what is said
 * here is v1.37's, unless an upstream bug is switched on, or one of v1.37 is switched off.
 */
export interface DaemonVariants {
  /** Variants with the same name are the same. */
  readonly name: string;

  /** The node that a pod counts for. Source: util/daemonset_util.go GetTargetNodeName. */
  readonly nodeOf: (pod: Pod) => string | undefined;
  /** Whether only the history still counts a pod. Source: daemon_controller.go getNodesToDaemonPods. */
  readonly isGone: (pod: Pod) => boolean;
  /** Whether a pod whose node is gone is to be deleted. Source: getUnscheduledPodsWithoutNode. */
  readonly isStranded: (pod: Pod) => boolean;
  /** Which of the pods on a node that may not run them are to be deleted. Source: podsShouldBeOnNode. */
  readonly isUnwelcome: (pod: Pod) => boolean;
  /** Whether failed pods of one node are deleted ever less often. Source: podsShouldBeOnNode. */
  readonly backsOffFailedPods: boolean;

  /** Whether a deletion that was asked for counts as seen as soon as the pod is being deleted. Source: updatePod. */
  readonly seesTermination: boolean;
  /** Whether a deletion that found no pod counts as seen. Source: syncNodes; controller_utils.go RealPodControl.DeletePod. */
  readonly seesThatPodsAreGone: boolean;
  /** Whether the server is asked for the DaemonSet before it adopts. Source: getDaemonPods, update.go controlledHistories. */
  readonly asksBeforeAdopting: boolean;

  /** Stages of a rollout at which a node is without an available pod, or about to be. Source: update.go rollingUpdate. */
  readonly unavailableStages: readonly Stage[];
  /** Whether pods surge only onto nodes that should run one. Source: update.go rollingUpdate. */
  readonly surgesOnlyWhereWanted: boolean;
  /** Whether a new pod beside an old one that is not available counts towards `maxSurge`. Source: update.go rollingUpdate. */
  readonly replacementsCountAsSurge: boolean;

  /** Whether a node with these pods, the oldest first, is up to date. Source: updateDaemonSetStatus. */
  readonly isUpToDate: (pods: readonly Pod[], revision: Revision) => boolean;
  /** Whether a DaemonSet with ready pods that are not available is looked at again and again. Source: updateDaemonSetStatus. */
  readonly looksAgainAtReadyPods: boolean;
  /** Whether a sync that has failed still updates the status. Source: syncDaemonSet. */
  readonly tellsStatusAfterFailure: boolean;
}

const UNAVAILABLE: readonly Stage[] = ["Waiting", "OutdatedUnavailable", "Updating", "Surging", "Surged", "Excess"];

const oldestIsUpdated: DaemonVariants["isUpToDate"] = (pods, { hash, generation }) =>
  pods[0] !== undefined && isPodUpdated(pods[0], hash, generation);

const someIsUpdated: DaemonVariants["isUpToDate"] = (pods, { hash, generation }) =>
  pods.some((pod) => isPodUpdated(pod, hash, generation));

const isTerminating = ({ metadata }: Pod) => metadata.deletionTimestamp !== undefined;
const isUnscheduled = ({ spec }: Pod) => (spec?.nodeName ?? "") === "";

/** What tells pods of the current revision from others. */
interface Revision {
  readonly hash: string;
  readonly generation: string | undefined;
}

/** The rules of v1.37.2. */
export const V1_37: DaemonVariants = {
  name: "",
  nodeOf: targetNodeName,
  isGone: (pod) => isPodTerminal(pod) && isTerminating(pod),
  isStranded: isUnscheduled,
  isUnwelcome: (pod) => !isTerminating(pod),
  backsOffFailedPods: true,
  seesTermination: true,
  seesThatPodsAreGone: true,
  asksBeforeAdopting: true,
  unavailableStages: UNAVAILABLE,
  surgesOnlyWhereWanted: true,
  replacementsCountAsSurge: false,
  isUpToDate: oldestIsUpdated,
  looksAgainAtReadyPods: true,
  tellsStatusAfterFailure: true,
};

/** What the bugs of earlier releases make of them. Of two that change the same rule the later one here counts. */
const BUGS: Readonly<Record<Exclude<UpstreamBug, OpenUpstreamBug>, Partial<DaemonVariants>>> = {
  "kubernetes#14528": { nodeOf: ({ spec }) => spec?.nodeName || undefined },
  "kubernetes#42639": { asksBeforeAdopting: false },
  "kubernetes#63465": { seesTermination: false },
  "kubernetes#65240": { backsOffFailedPods: false },
  "kubernetes#71349": { isStranded: () => false },
  "kubernetes#75836": { isStranded: () => true },
  "kubernetes#77203": { looksAgainAtReadyPods: false },
  "kubernetes#78972": { isUnwelcome: () => true },
  "kubernetes#91008": { seesThatPodsAreGone: false },
  "kubernetes#100683": { tellsStatusAfterFailure: false },
  "kubernetes#118587": { isGone: () => false },
  "kubernetes#50477": { isGone: isTerminating },
  "kubernetes#118823": { surgesOnlyWhereWanted: false },
  "kubernetes#123232": { unavailableStages: UNAVAILABLE.filter((stage) => stage !== "OutdatedUnavailable") },
};

/** What the fixes of those that v1.37 has make of them. */
const FIXES: Readonly<Record<OpenUpstreamBug, Partial<DaemonVariants>>> = {
  "kubernetes#107174": { replacementsCountAsSurge: true },
  "kubernetes#122527": { isUpToDate: someIsUpdated },
};

export function daemonVariants(has: HasBug): DaemonVariants {
  const bugs = (Object.keys(BUGS) as (keyof typeof BUGS)[]).filter(has);
  const fixes = (Object.keys(FIXES) as (keyof typeof FIXES)[]).filter((bug) => !has(bug));
  if (bugs.length === 0 && fixes.length === 0) return V1_37;
  const changes = [...bugs.map((bug) => BUGS[bug]), ...fixes.map((bug) => FIXES[bug])];
  return Object.assign({}, V1_37, ...changes, { name: [...bugs, ...fixes].join(" ") });
}
