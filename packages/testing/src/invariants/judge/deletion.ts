import type { DaemonSet, Pod } from "@kubetick/core";
import type { Observation } from "../invariant.ts";
import { type DaemonNode, daemonNode, isServed, ownerOf, podsOf } from "./daemon.ts";
import { surges } from "./limits.ts";
import { findPod, isDeleting, isTerminal, nodeNameOf } from "./pods.ts";
import { currentHashes, hashOf, isUpToDate } from "./revisions.ts";
import { type Sight, type Write, writeOf } from "./sight.ts";

/** Components that delete pods for reasons of their own, whoever owns them. */
export const CLEANERS: ReadonlySet<string> = new Set([
  "default-scheduler",
  "kubelet",
  "kwok",
  "kwok-ends",
  "node-lifecycle",
  "taint-eviction",
  "pod-gc",
  "garbage-collector",
  "namespace-controller",
]);

/** A daemon pod that its controller has just begun to delete. */
export interface Deletion {
  readonly write: Write;
  /** As it was in the store before. */
  readonly pod: Pod;
  /** As the controller saw it when it began its sync. */
  readonly daemonSet: DaemonSet;
  readonly nodeName: string;
  /** The store, and all that the controller saw in this sync. */
  readonly sights: readonly Sight[];
  /** The pod's node in each of the sights. */
  readonly nodes: readonly DaemonNode[];
}

let latest: { readonly at: Observation; readonly deletion: Deletion | undefined } | undefined;

export function deletionOf(at: Observation): Deletion | undefined {
  if (latest?.at !== at) latest = { at, deletion: findDeletion(at) };
  return latest.deletion;
}

function findDeletion(at: Observation): Deletion | undefined {
  if (at.before?.tables["pods"] === at.state.tables["pods"]) return undefined;
  const write = writeOf(at);
  if (write?.request.verb !== "delete" || write.request.resource !== "pods" || CLEANERS.has(write.by)) return undefined;
  const { namespace, name } = write.request;
  const pod = findPod(write.truth.view, namespace, name);
  if (pod === undefined || isDeleting(pod)) return undefined;
  const daemonSet = ownerAsSeen(write, pod);
  if (daemonSet === undefined) return undefined;
  const nodeName = nodeNameOf(pod);
  const sights = [write.truth, ...write.seen.filter(({ view }) => findPod(view, namespace, name) !== undefined)];
  const nodes = sights.map(({ view }) => nodeIn(view, daemonSet, nodeName));
  return { write, pod, daemonSet, nodeName, sights, nodes };
}

function nodeIn(view: Sight["view"], daemonSet: DaemonSet, name: string): DaemonNode {
  return daemonNode(
    view,
    daemonSet,
    name,
    podsOf(view, daemonSet).filter((pod) => nodeNameOf(pod) === name),
  );
}

/** The pod's DaemonSet as the writer of the step saw it when it began: it may be another one in the store by now. */
export function ownerAsSeen({ seen, truth }: Write, pod: Pod): DaemonSet | undefined {
  return (seen[0] && ownerOf(seen[0].view, pod)) ?? ownerOf(truth.view, pod);
}

/** In all that anybody could see, the pod does what it is there for: it belongs to its node, and runs. */
export function isInItsPlace({ pod, sights, nodes }: Deletion): boolean {
  return (
    nodes.every(({ exists, mayStay }) => exists && mayStay) &&
    sights.every(({ view }) => {
      const seen = findPod(view, pod.metadata.namespace, pod.metadata.name);
      return seen === undefined || !isTerminal(seen);
    })
  );
}

/**
 * Somebody could see pods too many on the node. Of those the real controller keeps the oldest, ready or not; one of each kind
 * while it surges. Upstream: pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode.
 */
export function isOneOfTooMany(deletion: Deletion): boolean {
  const { daemonSet, nodes, write } = deletion;
  const surging = surges(daemonSet);
  return nodes.some(({ live }) => {
    if (live.length <= 1) return false;
    if (!surging || live.length > 2) return true;
    const hashes = currentHashes(write.truth.view, daemonSet);
    return live.filter((pod) => isUpToDate(pod, daemonSet, hashes) === "yes").length !== 1;
  });
}

/** The pod is of the current template, whoever looks. */
export function isSurelyUpToDate({ pod, daemonSet, sights, write }: Deletion): boolean {
  const hashes = currentHashes(write.truth.view, daemonSet);
  return sights.every(({ view }) => {
    const seen = findPod(view, pod.metadata.namespace, pod.metadata.name);
    return seen === undefined || hashes.has(hashOf(seen));
  });
}

/** Another pod serves the node, as somebody could see. */
export function isServedByAnother({ pod, daemonSet, sights, nodes }: Deletion): boolean {
  return nodes.some((node, at) => {
    const live = node.live.filter(({ metadata }) => metadata.uid !== pod.metadata.uid);
    return isServed({ ...node, live }, daemonSet, sights[at] as Sight);
  });
}
