import { preferredNodeScore } from "../../api/node-selector.ts";
import { tolerationsTolerateTaint } from "../../api/taint.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { NodeInfo } from "./node-info.ts";
import { nonZeroRequests } from "./pod-requests.ts";

const MAX_SCORE = 100;
const TAINT_TOLERATION_WEIGHT = 3;
const NODE_AFFINITY_WEIGHT = 2;
const LEAST_ALLOCATED_WEIGHT = 1;

/**
 * The best of the nodes that can take a pod: fewest intolerable `PreferNoSchedule` taints, most preferred by affinity,
 * least allocated, with the default weights. Among equals the least name, where the real scheduler draws lots.
 * Source: pkg/scheduler/schedule_one.go prioritizeNodes, apis/config/v1/default_plugins.go.
 */
export function bestNode(pod: Pod, nodes: readonly NodeInfo[]): NodeInfo | undefined {
  const taints = reversed(normalised(nodes.map((info) => intolerableTaints(pod, info))));
  const affinity = normalised(nodes.map((info) => preferredNodeScore(preferences(pod), info.node)));
  let best: NodeInfo | undefined;
  let bestScore = -1;
  for (const [at, info] of nodes.entries()) {
    const total =
      TAINT_TOLERATION_WEIGHT * (taints[at] as number) +
      NODE_AFFINITY_WEIGHT * (affinity[at] as number) +
      LEAST_ALLOCATED_WEIGHT * leastAllocatedScore(pod, info);
    if (
      total > bestScore ||
      (total === bestScore && best !== undefined && info.node.metadata.name < best.node.metadata.name)
    ) {
      best = info;
      bestScore = total;
    }
  }
  return best;
}

function preferences(pod: Pod) {
  return pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Source: plugins/tainttoleration/taint_toleration.go countIntolerableTaintsPreferNoSchedule. */
function intolerableTaints(pod: Pod, { node }: NodeInfo): number {
  const tolerations = pod.spec?.tolerations?.filter(({ effect }) => !effect || effect === "PreferNoSchedule");
  return (
    node.spec?.taints?.filter(
      (taint) => taint.effect === "PreferNoSchedule" && !tolerationsTolerateTaint(tolerations, taint),
    ).length ?? 0
  );
}

/** The share of CPU and memory that stays free, the pod placed, from 0 to 100. Source: plugins/noderesources/least_allocated.go. */
export function leastAllocatedScore(pod: Pod, info: NodeInfo): number {
  const asked = nonZeroRequests(pod);
  let sum = 0;
  let weights = 0;
  for (const resource of ["cpu", "memory"]) {
    const capacity = info.allocatable.get(resource) ?? 0;
    if (capacity === 0) continue;
    const requested = (info.nonZeroRequested.get(resource) ?? 0) + (asked.get(resource) ?? 0);
    sum += requested > capacity ? 0 : Math.floor(((capacity - requested) * MAX_SCORE) / capacity);
    weights++;
  }
  return weights === 0 ? 0 : Math.floor(sum / weights);
}

/** Scores scaled so that the highest is 100. Source: plugins/helper/normalize_score.go DefaultNormalizeScore. */
function normalised(scores: readonly number[]): readonly number[] {
  const highest = scores.reduce((most, score) => Math.max(most, score), 0);
  return highest === 0 ? scores : scores.map((score) => Math.floor((MAX_SCORE * score) / highest));
}

function reversed(scores: readonly number[]): readonly number[] {
  return scores.map((score) => MAX_SCORE - score);
}
