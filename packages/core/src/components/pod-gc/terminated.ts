import type { Pod } from "../../kubernetes/types.ts";
import { summariser } from "../../store/summary.ts";
import type { ClusterView } from "../../store/view.ts";
import { isPodTerminal } from "../shared/pod-conditions.ts";

/** As many ended pods may stay. Source: pkg/controller/podgc/config/v1alpha1/defaults.go. */
export const TERMINATED_POD_THRESHOLD = 12_500;

/** How many pods have ended: O(log n) after a change. */
const countTerminated = summariser<Pod, number>({
  empty: 0,
  of: (pod) => (isPodTerminal(pod) ? 1 : 0),
  combine: (a, b) => a + b,
});

export function tooManyTerminated(view: ClusterView): number {
  return Math.max(0, countTerminated(view.tree<Pod>("pods")) - TERMINATED_POD_THRESHOLD);
}

/** The pods to go first: evicted ones, then the oldest. Source: gc_controller.go gcTerminated, byEvictionAndCreationTimestamp. */
export function terminatedToDelete(view: ClusterView): readonly Pod[] {
  const count = tooManyTerminated(view);
  return count === 0 ? [] : view.list<Pod>("pods").filter(isPodTerminal).sort(byEvictionAndAge).slice(0, count);
}

export function byEvictionAndAge(a: Pod, b: Pod): number {
  const evicted = Number(isEvicted(b)) - Number(isEvicted(a));
  if (evicted !== 0) return evicted;
  const [left, right] = [a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? ""];
  if (left !== right) return left < right ? -1 : 1;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** Source: pkg/kubelet/eviction/helpers.go PodIsEvicted. */
function isEvicted({ status }: Pod): boolean {
  return status?.phase === "Failed" && status.reason === "Evicted";
}
