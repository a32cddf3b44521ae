import type { Millis } from "../../api/request.ts";
import { toleratesTaint } from "../../api/taint.ts";
import type { Taint, Toleration } from "../../kubernetes/types.ts";

/** Source: pkg/controller/tainteviction/taint_eviction.go getNoExecuteTaints. */
export function noExecuteTaints(taints: readonly Taint[] | undefined): readonly Taint[] {
  return taints?.filter(({ effect }) => effect === "NoExecute") ?? [];
}

/**
 * How long a pod may stay on a node with these taints: undefined if one of them is not tolerated; for ever (Infinity)
 * if all are tolerated without limit; else as long as the shortest limit among the first tolerations that match.
 * Source: taint_eviction.go processPodOnNode, getMinTolerationTime; corev1helpers.GetMatchingTolerations.
 */
export function tolerationTime(taints: readonly Taint[], tolerations: readonly Toleration[] = []): Millis | undefined {
  let least = Number.POSITIVE_INFINITY;
  for (const taint of taints) {
    const used = tolerations.find((toleration) => toleratesTaint(toleration, taint));
    if (used === undefined) return undefined;
    least = Math.min(least, Math.max(0, used.tolerationSeconds ?? Number.POSITIVE_INFINITY));
  }
  return least * 1000;
}
