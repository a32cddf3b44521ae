import { type ComponentState, type DaemonSet, viewOf } from "@kubetick/core";
import { always, type Invariant, type Observation } from "./invariant.ts";
import { DAEMON_SETS, keyOf } from "./judge/daemon.ts";
import { isDeleting } from "./judge/pods.ts";
import { sightOf, sightsOf, turnOf } from "./judge/sight.ts";
import { countingFault } from "./status.ts";

/**
 * A sync that cannot make or delete a pod does not end there: the status is told all the same. Otherwise one learns nothing of
 * a DaemonSet whose pods are refused.
 */
export const statusTold: Invariant = always("statusTold", isTold, {
  source: "pkg/controller/daemon/daemon_controller.go syncDaemonSet (updates the status after an error of manage)",
});

function isTold(at: Observation): true | string {
  const turn = turnOf(at);
  if (turn === undefined || !turn.failed || turn.request.resource !== "pods") return true;
  if (turn.request.verb !== "create" && turn.request.verb !== "delete") return true;
  const { cache } = at.state.components[turn.by] as ComponentState;
  const seen = [...sightsOf(turn.inputs), sightOf(cache, at.state.now)];
  const daemonSet = seen[0]?.view.get<DaemonSet>(DAEMON_SETS, turn.key);
  const stored = viewOf(at.state.tables).get<DaemonSet>(DAEMON_SETS, turn.key);
  if (daemonSet === undefined || stored?.metadata.uid !== daemonSet.metadata.uid || isDeleting(stored)) return true;
  const fault = countingFault(stored.status, seen, daemonSet, viewOf(at.state.tables));
  return fault === undefined || `${keyOf(stored)}: a sync that could not ${turn.request.verb} a pod ends, and ${fault}`;
}
