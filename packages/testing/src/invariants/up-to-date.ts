import type { DaemonSet } from "@kubetick/core";
import { always, eventually, type Invariant, type Observation } from "./invariant.ts";
import { type DaemonNode, daemonNodes, daemonSetsOf, isServed, keyOf, wantedNodes } from "./judge/daemon.ts";
import { type Deletion, deletionOf, isInItsPlace, isOneOfTooMany, isSurelyUpToDate } from "./judge/deletion.ts";
import { isOnDelete, maxSurge, maxUnavailable } from "./judge/limits.ts";
import { isAvailable } from "./judge/pods.ts";
import { type AtRest, atRest, firstFault } from "./judge/rest.ts";
import { type CurrentHashes, currentHashes, isUpToDate } from "./judge/revisions.ts";

/**
 * A rollout never goes back: the controller deletes no pod of the current template that is where it belongs and runs. It may be
 * one of several on its node, or its node may have changed; then it has to go.
 */
export const upToDateMonotonic: Invariant = always(
  "upToDateMonotonic",
  judgedDeletion(
    (deletion) => isSurelyUpToDate(deletion),
    ({ pod, nodeName }) => `it deletes ${pod.metadata.name} on ${nodeName}, which is of the current template`,
  ),
  { source: "pkg/controller/daemon/update.go rollingUpdate", reads: ["pods"] },
);

/** With `OnDelete` the controller deletes no pod that is where it belongs and runs, however old. */
export const onDeleteLeavesPods: Invariant = always(
  "onDeleteLeavesPods",
  judgedDeletion(
    ({ daemonSet }) => isOnDelete(daemonSet),
    ({ pod, nodeName }) => `it deletes ${pod.metadata.name} on ${nodeName}, and the strategy is OnDelete`,
  ),
  { source: "pkg/controller/daemon/daemon_controller.go updateDaemonSet", reads: ["pods"] },
);

function judgedDeletion(isWrong: (deletion: Deletion) => boolean, fault: (deletion: Deletion) => string) {
  return (at: Observation): true | string => {
    const deletion = deletionOf(at);
    if (deletion === undefined || !isWrong(deletion) || !isInItsPlace(deletion) || isOneOfTooMany(deletion))
      return true;
    return fault(deletion);
  };
}

/** Where a DaemonSet stands: its nodes at rest, with what is old and what is not. */
interface Standing {
  readonly daemonSet: DaemonSet;
  readonly all: readonly DaemonNode[];
  /** Those that should run a pod. */
  readonly nodes: readonly DaemonNode[];
  readonly hashes: CurrentHashes;
  readonly now: number;
}

const READS = ["pods", "nodes", "daemonsets.apps", "controllerrevisions.apps"];

/**
 * A rollout does not stop half-way: at rest no old pod is left on a node that should run one, as far as the limits leave the
 * controller anything to do. It is held up for ever where new pods do not get available; not where they do.
 */
export const rolloutEnds: Invariant = eventually("rolloutEnds", atRest(eachStanding(unfinished)), {
  source: "pkg/controller/daemon/update.go rollingUpdate",
  reads: READS,
});

/** Where a rollout has ended, the status says so: UP-TO-DATE is DESIRED, of the newest template. */
export const upToDateAtEnd: Invariant = eventually("upToDateAtEnd", atRest(eachStanding(untold)), {
  source: "pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus",
  reads: READS,
});

function eachStanding(judge: (standing: Standing) => true | string) {
  return ({ view, now }: AtRest): true | string =>
    firstFault(daemonSetsOf(view), (daemonSet) => {
      if (isOnDelete(daemonSet)) return true;
      const all = daemonNodes(view, daemonSet);
      const nodes = wantedNodes(all);
      const fault = judge({ daemonSet, all: [...all.values()], nodes, hashes: currentHashes(view, daemonSet), now });
      return fault === true || `${keyOf(daemonSet)}: ${fault}`;
    });
}

function unfinished(standing: Standing): true | string {
  const { daemonSet, all, nodes } = standing;
  const old = nodes.filter((node) => !hasUpToDate(standing, node) && node.live.length > 0);
  if (old.length === 0) return true;
  const surge = maxSurge(daemonSet, nodes.length);
  const [busy, allowed] =
    surge > 0
      ? [all.filter(({ live }) => live.length > 1).length, surge]
      : [
          all.filter((node) => counts(node) && !isServed(node, daemonSet, standing)).length,
          maxUnavailable(daemonSet, nodes.length),
        ];
  const isHeldUp = busy >= allowed && old.every((node) => isServed(node, daemonSet, standing));
  return isHeldUp || `at rest, and old pods are left on ${old.map(({ name }) => name).join(", ")}`;
}

/** The real controller counts a node that should no longer run a pod too, as long as one is there. */
function counts({ wanted, pods }: DaemonNode): boolean {
  return wanted || pods.length > 0;
}

function hasUpToDate({ daemonSet, hashes }: Standing, { live }: DaemonNode): boolean {
  return live.some((pod) => isUpToDate(pod, daemonSet, hashes) !== "no");
}

function untold(standing: Standing): true | string {
  const { daemonSet, all, now } = standing;
  const { metadata, spec, status } = daemonSet;
  const isDone = all.every(
    (node) =>
      (!node.wanted && node.pods.length === 0) ||
      (node.pods.length === 1 &&
        hasUpToDate(standing, node) &&
        node.live.every((pod) => isAvailable(pod, spec.minReadySeconds ?? 0, now))),
  );
  if (!isDone) return true;
  const { updatedNumberScheduled = 0, desiredNumberScheduled = 0, observedGeneration = 0 } = status ?? {};
  if (observedGeneration !== metadata.generation)
    return `all is rolled out, and generation ${metadata.generation} is not observed, but ${observedGeneration}`;
  if (updatedNumberScheduled === desiredNumberScheduled) return true;
  return `all is rolled out, and the status says ${updatedNumberScheduled} of ${desiredNumberScheduled}`;
}
