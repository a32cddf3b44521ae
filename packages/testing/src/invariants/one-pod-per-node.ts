import type { DaemonSet, Pod } from "@kubetick/core";
import { always, eventually, type Invariant, type Observation } from "./invariant.ts";
import { type Creation, creationOf } from "./judge/creation.ts";
import { type DaemonNode, daemonNodes, daemonSetsOf, keyOf } from "./judge/daemon.ts";
import { surges } from "./judge/limits.ts";
import { findPod, isGone, isLive, isTerminal } from "./judge/pods.ts";
import { type AtRest, atRest, firstFault } from "./judge/rest.ts";
import { currentHashes, hashOf, isUpToDate } from "./judge/revisions.ts";

const SOURCE = "pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode";

/**
 * No pod is made for a node that has one. Without surge not even one that is still going may be there; with surge one live pod
 * of an older revision may. It is the creation that is judged: two pods on a node are no fault in themselves, as people
 * may make them, or turn surge off in the middle of a rollout.
 */
export const neverTwoOnNode: Invariant = always("neverTwoOnNode", noSecondPod, { source: SOURCE, reads: ["pods"] });

function noSecondPod(at: Observation): true | string {
  const creation = creationOf(at);
  if (creation === undefined) return true;
  const { pod, daemonSet, node } = creation;
  const there = surges(daemonSet) ? node.live : node.pods.filter((other) => !isGone(other));
  const others = there.filter((other) => !isUnanswered(at, creation, other));
  const [other] = others;
  if (other === undefined) return true;
  const isSurge = surges(daemonSet) && others.length === 1 && hashOf(other) !== hashOf(pod);
  return (
    isSurge ||
    `${node.name} gets ${pod.metadata.name}, and has ${others.map(({ metadata }) => metadata.name).join(", ")}`
  );
}

/**
 * A flaw of the real controller, which is let pass: where it has had no answer to the creation of a pod it takes it that there is
 * none, and makes another one if its cache does not show it the first.
 * Upstream: pkg/controller/daemon/daemon_controller.go syncNodes (CreationObserved after any error).
 */
function isUnanswered({ faults }: Observation, { write }: Creation, { metadata }: Pod): boolean {
  if (!faults.includes("requestTimeout")) return false;
  return write.seen.every(({ view }) => findPod(view, metadata.namespace, metadata.name) === undefined);
}

/** A pod is only made for a node that should run one, as the controller saw it or as it is. */
export const onlyWhereWanted: Invariant = always("onlyWhereWanted", isWanted, {
  source: "pkg/controller/daemon/daemon_controller.go nodeShouldRunDaemonPod",
  reads: ["pods"],
});

function isWanted(at: Observation): true | string {
  const creation = creationOf(at);
  if (creation === undefined || creation.placements.some(({ wanted }) => wanted)) return true;
  return `${creation.pod.metadata.name} is made for ${creation.node.name || "no node"}, which should not run one`;
}

/**
 * At rest each node that should run a pod has exactly one live one, and one that must not run any has none. A node is excused
 * while a pod there is still going (its machine may be off) or waits to be made again after a failure; and with surge a
 * node may keep an old pod beside a new one that does not get ready.
 */
export const onePodPerNode: Invariant = eventually(
  "onePodPerNode",
  atRest((at) => firstFault(daemonSetsOf(at.view), (daemonSet) => faultOfNodes(at, daemonSet))),
  { source: SOURCE, reads: ["pods", "nodes", "daemonsets.apps", "controllerrevisions.apps"] },
);

function faultOfNodes(at: AtRest, daemonSet: DaemonSet): true | string {
  const { view } = at;
  const hashes = currentHashes(view, daemonSet);
  const waits = at.isScheduled(keyOf(daemonSet));
  return firstFault(daemonNodes(view, daemonSet).values(), (node) => {
    const fault = node.mayStay ? faultOfNode(node, daemonSet, hashes, waits) : faultOfForbiddenNode(node, at);
    return fault === true || `${keyOf(daemonSet)}: ${fault}`;
  });
}

function faultOfNode(
  { name, wanted, pods, live }: DaemonNode,
  daemonSet: DaemonSet,
  hashes: ReadonlySet<string>,
  waits: boolean,
): true | string {
  const names = live.map(({ metadata }) => metadata.name).join(", ");
  if (wanted && live.length === 0) return isExcused(pods, waits) || `${name} should run a pod, and has none`;
  if (live.length <= 1) return true;
  const upToDate = live.filter((pod) => isUpToDate(pod, daemonSet, hashes) !== "no").length;
  return (surges(daemonSet) && live.length === 2 && upToDate === 1) || `${name} has ${names}`;
}

/**
 * A flaw of the real controller, which is let pass: a pod that still waits for its node goes only when its DaemonSet is next
 * looked at. That a node goes, or that pods may no longer be there, is no reason for that unless one is there already: at
 * the latest it is looked at when the scheduler has tried again.
 * Upstream: pkg/controller/daemon/daemon_controller.go syncNodeUpdate (its index knows no pods without a node).
 */
function faultOfForbiddenNode({ name, exists, live }: DaemonNode, at: AtRest): true | string {
  const left = live.filter(({ spec }) => spec?.nodeName || !at.isAnythingScheduled());
  if (left.length === 0) return true;
  const names = left.map(({ metadata }) => metadata.name).join(", ");
  return exists ? `${name} must not run a pod, and has ${names}` : `${names} stays for ${name}, which is gone`;
}

function isExcused(pods: readonly Pod[], waits: boolean): boolean {
  return pods.some((pod) => !isLive(pod) && !isGone(pod) && (!isTerminal(pod) || waits));
}
