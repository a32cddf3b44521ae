import { findMatchingUntoleratedTaint } from "../../../api/taint.ts";
import type { Node, Pod, Taint } from "../../../kubernetes/types.ts";
import { type Filter, unresolvable } from "./filter.ts";

/** A pod goes to no node with a taint that it does not tolerate. Source: plugins/tainttoleration/taint_toleration.go Filter. */
export const taintToleration: Filter = (pod, { node }) => {
  if (toleratesNode(pod, node)) return undefined;
  return unresolvable("TaintToleration", "node(s) had untolerated taint(s)");
};

export function toleratesNode(pod: Pod, node: Node): boolean {
  return findMatchingUntoleratedTaint(node.spec?.taints, pod.spec?.tolerations, keepsPodsAway) === undefined;
}

/** Source: plugins/helper/taint.go DoNotScheduleTaintsFilterFunc. */
function keepsPodsAway({ effect }: Taint): boolean {
  return effect === "NoSchedule" || effect === "NoExecute";
}
