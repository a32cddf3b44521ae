import { type ControllerRevision, type DaemonSet, type Pod, viewOf } from "@kubetick/core";
import { always, type Invariant, type Observation } from "./invariant.ts";
import { DAEMON_SETS } from "./judge/daemon.ts";
import { isDeleting } from "./judge/pods.ts";
import { writeOf } from "./judge/sight.ts";

/**
 * Nobody adopts for a DaemonSet that is gone or going: what `--cascade=orphan` has set free would be deleted as its. The cache
 * may be behind, so the controller asks the server; what was so when it asked counts.
 */
export const adoptsForTheLiving: Invariant = always("adoptsForTheLiving", isForTheLiving, {
  source: "pkg/controller/controller_ref_manager.go RecheckDeletionTimestamp",
  reads: ["pods", "controllerrevisions.apps"],
});

function isForTheLiving(at: Observation): true | string {
  const write = writeOf(at);
  const { verb, resource = "", namespace, name, subresource } = write?.request ?? {};
  if (write === undefined || (verb !== "patch" && verb !== "update") || subresource !== undefined) return true;
  const key = `${namespace}/${name}`;
  const [before, after] = [write.truth.view, viewOf(at.state.tables)].map((view) =>
    ownerIn(view.get<Pod | ControllerRevision>(resource, key)),
  );
  if (after?.kind !== "DaemonSet" || before?.uid === after.uid) return true;
  const isAlive = (found: DaemonSet | undefined) => found?.metadata?.uid === after.uid && !isDeleting(found);
  const stored = write.truth.view.get<DaemonSet>(DAEMON_SETS, `${namespace}/${after.name}`);
  if (isAlive(stored) || write.answers.some((answer) => isAlive(answer as DaemonSet))) return true;
  return `${write.by} takes ${name} for DaemonSet ${after.name}, which is ${stored === undefined ? "gone" : "being deleted"}`;
}

function ownerIn(object: Pod | ControllerRevision | undefined) {
  return object?.metadata.ownerReferences?.find(({ controller }) => controller === true);
}
