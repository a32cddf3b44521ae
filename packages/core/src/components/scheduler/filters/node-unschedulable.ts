import { tolerationsTolerateTaint } from "../../../api/taint.ts";
import type { Pod } from "../../../kubernetes/types.ts";
import { type Filter, unresolvable } from "./filter.ts";

const CORDONED = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" };

/** A cordoned node takes no pods but those that tolerate its taint. Source: plugins/nodeunschedulable/node_unschedulable.go Filter. */
export const nodeUnschedulable: Filter = (pod, { node }) => {
  if (node.spec?.unschedulable !== true || toleratesCordon(pod)) return undefined;
  return unresolvable("NodeUnschedulable", "node(s) were unschedulable");
};

export function toleratesCordon(pod: Pod): boolean {
  return tolerationsTolerateTaint(pod.spec?.tolerations, CORDONED);
}
