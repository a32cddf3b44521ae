import type { DaemonSet, Node, Pod, Status } from "@kubetick/core";
import { always, type Invariant, type Observation } from "./invariant.ts";
import { DAEMON_SETS, keyOf, podsOf } from "./judge/daemon.ts";
import { findPod, isDeleting, nodeNameOf } from "./judge/pods.ts";
import { type Sight, type Write, writeOf } from "./judge/sight.ts";

/**
 * Who looks at a DaemonSet and tells its status has deleted before that those of its pods that still wait for a node which is
 * gone. Nobody else would: the pod garbage collector only sees to pods that have been on a node. Where it was refused something in
 * that sync it comes again.
 */
export const deletesStranded: Invariant = always("deletesStranded", leavesNone, {
  source: "pkg/controller/daemon/daemon_controller.go getUnscheduledPodsWithoutNode",
  reads: [DAEMON_SETS],
});

function leavesNone(at: Observation): true | string {
  const write = writeOf(at);
  if (write?.request.resource !== DAEMON_SETS || write.request.subresource !== "status") return true;
  const daemonSet = write.seen[0]?.view.get<DaemonSet>(DAEMON_SETS, `${write.request.namespace}/${write.request.name}`);
  if (daemonSet === undefined || write.answers.some(isRefusal) || !seesAll(write, daemonSet)) return true;
  const left = podsOf(write.truth.view, daemonSet).find((pod) => write.seen.every((sight) => isStranded(sight, pod)));
  return (
    left === undefined ||
    `${write.by} has looked at ${keyOf(daemonSet)}, and ${left.metadata.name} still waits for ${nodeNameOf(left)}, which is gone`
  );
}

function isRefusal(answer: object): boolean {
  const { kind, status } = answer as Partial<Status>;
  return kind === "Status" && status === "Failure";
}

/** Until it has heard of all that it has done itself, it only tells the status. */
function seesAll({ truth, seen }: Write, daemonSet: DaemonSet): boolean {
  const inStore = podsOf(truth.view, daemonSet);
  return seen.every(({ view }) => {
    const known = podsOf(view, daemonSet);
    return (
      known.length === inStore.length &&
      inStore.every((pod) => {
        const other = findPod(view, pod.metadata.namespace, pod.metadata.name);
        return other !== undefined && isDeleting(other) === isDeleting(pod);
      })
    );
  });
}

function isStranded({ view }: Sight, { metadata }: Pod): boolean {
  const pod = findPod(view, metadata.namespace, metadata.name);
  if (pod === undefined || pod.spec?.nodeName || isDeleting(pod)) return false;
  const name = nodeNameOf(pod);
  return name !== "" && view.get<Node>("nodes", name) === undefined;
}
