import type { Pod } from "@kubetick/core";
import { always, type Invariant, type Observation } from "./invariant.ts";
import { ownerOf } from "./judge/daemon.ts";
import { CLEANERS } from "./judge/deletion.ts";
import { findPod, isDeleting } from "./judge/pods.ts";
import { sightOf, sightsOf, turnOf } from "./judge/sight.ts";

/**
 * A controller asks once for the end of a pod. To ask again does nothing, and it would wait for a change that has been long
 * ago. Judged are pods on a node, which take their time: of those that no node has yet the real controller asks again
 * while a finalizer holds them.
 */
export const deletesOnce: Invariant = always("deletesOnce", isTheFirst, {
  source: "pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode, getUnscheduledPodsWithoutNode",
});

function isTheFirst(at: Observation): true | string {
  const turn = turnOf(at);
  if (turn?.request.verb !== "delete" || turn.request.resource !== "pods" || CLEANERS.has(turn.by)) return true;
  const { by, inputs, request } = turn;
  const { tables, now } = at.before ?? at.state;
  const sights = [sightOf(tables, now), ...sightsOf(inputs)];
  const seen = sights.map(({ view }) => findPod(view, request.namespace, request.name));
  const isOwned = seen[0] !== undefined && sights.some(({ view }) => ownerOf(view, seen[0] as Pod) !== undefined);
  if (!isOwned || !seen.every((pod) => pod?.spec?.nodeName && isDeleting(pod))) return true;
  return `${by} deletes ${request.name}, which it has seen being deleted already`;
}
