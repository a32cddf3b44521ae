import type { DaemonSet, Node, Pod } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { controllerOf, keyOf } from "../shared/controller-ref.ts";
import { DAEMON_SETS } from "./context.ts";
import { nodeShouldRunDaemonPod } from "./should-run.ts";

/**
 * A node has come, or its labels or taints have changed: the DaemonSets that this concerns are synced.
 * Source: pkg/controller/daemon/daemon_controller.go syncNodeUpdate.
 */
export function syncNode(name: string, sync: Sync): void {
  const node = sync.view.get<Node>("nodes", name);
  if (node === undefined) return;
  const scheduledHere = new Set(sync.view.byIndex<Pod>("pods", "node", name).map(daemonSetKeyOf));
  for (const daemonSet of sync.view.list<DaemonSet>(DAEMON_SETS)) {
    const { shouldRun, shouldContinueRunning } = nodeShouldRunDaemonPod(node, daemonSet.spec.template);
    const scheduled = scheduledHere.has(keyOf(daemonSet));
    const misscheduled = (daemonSet.status?.numberMisscheduled ?? 0) > 0;
    if (scheduled ? !shouldContinueRunning || misscheduled : shouldRun) sync.enqueue(keyOf(daemonSet));
  }
}

function daemonSetKeyOf({ metadata }: Pod): string | undefined {
  const controller = controllerOf(metadata);
  return controller?.kind === "DaemonSet" ? `${metadata.namespace}/${controller.name}` : undefined;
}
