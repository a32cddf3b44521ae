import type { Pod } from "../../kubernetes/types.ts";
import { parseTime } from "../../time.ts";
import { type Diagnosis, fitErrorMessage } from "./diagnosis.ts";
import { type Rejection, rejection } from "./filters/index.ts";
import { type NodeInfo, nodeInfo } from "./node-info.ts";
import { priorityOf } from "./nominated.ts";
import type { Snapshot } from "./snapshot.ts";

/** What to delete, and where the preemptor may then go. */
export interface Preemption {
  readonly node: string;
  /** The most important first. */
  readonly victims: readonly Pod[];
}

/** `message` is what `FailedScheduling` says of it, `keepNomination` whether the pod stays nominated where it is. */
export interface PreemptionResult {
  readonly preemption?: Preemption;
  readonly message: string;
  readonly keepNomination?: boolean;
}

const NOT_HELPFUL = "Preemption is not helpful for scheduling";
const NO_VICTIMS = "No preemption victims found for incoming pod";

/**
 * Looks for a node on which deleting pods of lower priority makes room.
 * Source: pkg/scheduler/framework/preemption/preemption.go evaluate. Disruption budgets are not looked at.
 */
export function preempt(pod: Pod, diagnosis: Diagnosis, nodes: Snapshot): PreemptionResult {
  const refusal = notEligible(pod, diagnosis, nodes);
  if (refusal !== undefined) return { message: `preemption: ${refusal}`, keepNomination: true };
  const rejections = new Map<string, Rejection>();
  const candidates: Preemption[] = [];
  for (const [name, found] of diagnosis.rejections) {
    const info = found.unresolvable ? undefined : nodes.get(name);
    if (info === undefined) continue;
    const outcome = victimsOn(pod, info);
    if (Array.isArray(outcome)) candidates.push({ node: name, victims: outcome });
    else rejections.set(name, outcome as Rejection);
  }
  const preemption = pickOne(candidates);
  if (preemption === undefined) {
    return {
      message: `preemption: ${fitErrorMessage({ allNodes: diagnosis.allNodes, rejections, absent: NOT_HELPFUL })}`,
    };
  }
  const { node, victims } = preemption;
  return {
    preemption,
    message: `preemption: found a potential placement for pod on node ${node}, preempting ${victims.length} victims`,
  };
}

/** Source: plugins/defaultpreemption/default_preemption.go PodEligibleToPreemptOthers. */
function notEligible(pod: Pod, diagnosis: Diagnosis, nodes: Snapshot): string | undefined {
  if (pod.spec?.preemptionPolicy === "Never") return "not eligible due to preemptionPolicy=Never.";
  const nominated = pod.status?.nominatedNodeName;
  if (!nominated || diagnosis.rejections.get(nominated)?.unresolvable) return undefined;
  const leaving = nodes
    .get(nominated)
    ?.pods.some((other) => priorityOf(other) < priorityOf(pod) && isLeavingForAnother(other));
  return leaving ? "not eligible due to a terminating pod on the nominated node." : undefined;
}

/** Source: framework/preemption/util.go PodTerminatingByPreemption. */
function isLeavingForAnother({ metadata, status }: Pod): boolean {
  const target = status?.conditions?.find(({ type }) => type === "DisruptionTarget");
  return (
    metadata.deletionTimestamp !== undefined && target?.status === "True" && target.reason === "PreemptionByScheduler"
  );
}

/** The fewest, least important pods whose leaving makes room. Source: default_preemption.go SelectVictimsOnNode. */
function victimsOn(pod: Pod, info: NodeInfo): Pod[] | Rejection {
  const lower = info.pods.filter((other) => priorityOf(other) < priorityOf(pod));
  if (lower.length === 0) return { plugin: "NodeResourcesFit", reasons: [NO_VICTIMS], unresolvable: true };
  let kept = info.pods.filter((other) => priorityOf(other) >= priorityOf(pod));
  const without = rejection(
    pod,
    nodeInfo(info.node, () => kept),
  );
  if (without !== undefined) return without;
  const victims: Pod[] = [];
  for (const other of [...lower].sort(byImportance)) {
    const more = [...kept, other];
    if (
      rejection(
        pod,
        nodeInfo(info.node, () => more),
      ) === undefined
    )
      kept = more;
    else victims.push(other);
  }
  return victims;
}

/** Higher priority first, then the one that started earlier. Source: framework/preemption/util.go MoreImportantVictim. */
function byImportance(a: Pod, b: Pod): number {
  return priorityOf(b) - priorityOf(a) || startOf(a) - startOf(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
}

function startOf(pod: Pod): number {
  const started = parseTime(pod.status?.startTime);
  return Number.isNaN(started) ? Number.MAX_SAFE_INTEGER : started;
}

/** Source: framework/preemption/preemption.go pickOneNodeForPreemption; the least name among equals. */
function pickOne(candidates: readonly Preemption[]): Preemption | undefined {
  const ranks: readonly ((candidate: Preemption) => number)[] = [
    ({ victims }) => priorityOf(victims[0] as Pod),
    ({ victims }) => victims.reduce((sum, victim) => sum + priorityOf(victim) + 2 ** 31, 0),
    ({ victims }) => victims.length,
    ({ victims }) =>
      -Math.min(...victims.filter((victim) => priorityOf(victim) === priorityOf(victims[0] as Pod)).map(startOf)),
  ];
  let left = [...candidates].sort((a, b) => (a.node < b.node ? -1 : 1));
  for (const rank of ranks) {
    const least = Math.min(...left.map(rank));
    left = left.filter((candidate) => rank(candidate) === least);
  }
  return left[0];
}
