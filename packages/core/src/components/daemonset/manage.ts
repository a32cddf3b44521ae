import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { DaemonSet, Pod } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import type { Tree } from "../../store/tree.ts";
import { type BackoffPolicy, currentBackoff, nextBackoff } from "../shared/backoff.ts";
import { daemonNodes } from "./claim-pods.ts";
import { type DaemonSync, type Failure, say } from "./context.ts";
import type { DaemonNode, DaemonRules } from "./daemon-node.ts";
import { podsShouldBeOnNode, unscheduledPodsWithoutNode } from "./manage-node.ts";
import { BURST_REPLICAS, syncNodes } from "./sync-nodes.ts";
import { type Tally, tally } from "./tally.ts";
import { selected } from "./timed-summary.ts";

/** Source: cmd/kube-controller-manager/app/apps.go newDaemonSetController. */
const FAILED_PODS_BACKOFF: BackoffPolicy = { name: "failed-pods-backoff", initial: 1000, max: 15 * 60_000 };

/**
 * Brings a pod to each node that should have one, and deletes those that should not be: what every DaemonSet does,
 * whatever its update strategy. Returns what went wrong.
 * Source: pkg/controller/daemon/daemon_controller.go manage.
 */
export function* manage(
  context: DaemonSync,
  rules: DaemonRules,
): Generator<ApiRequest, Failure | undefined, ApiResponse> {
  const nodes = yield* daemonNodes(context, rules);
  if ("error" in nodes) return nodes;
  const { now } = context.sync;
  const total = tally(nodes, now);
  const createOn = total.creating === 0 ? [] : nodesNeedingPods(nodes, context.sync);
  const deletePods = total.removing === 0 ? [] : yield* podsToDelete(context, nodes);
  if (total.stranded > 0) deletePods.push(...strandedPods(nodes, context.sync));
  const error = yield* syncNodes(context, rules.hash, { deletePods, createOn });
  if (error !== undefined) return { error };
  return rules.variants.backsOffFailedPods ? undefined : failedPodsDeleted(context, nodes);
}

type Interesting = (counts: Tally) => boolean;

function among(nodes: Tree<DaemonNode>, { now, walkFrom }: Sync, interesting: Interesting): Iterable<DaemonNode> {
  return selected(nodes, (tree) => tally(tree, now), interesting, walkFrom);
}

function* nodesNeedingPods(nodes: Tree<DaemonNode>, sync: Sync): Generator<string> {
  for (const node of among(nodes, sync, ({ creating }) => creating > 0))
    if (podsShouldBeOnNode(node, sync.now).create) yield node.name;
}

/** Once the burst is full, only pods that have stopped are still of interest: each of them is spoken of. */
function* podsToDelete(context: DaemonSync, nodes: Tree<DaemonNode>): Generator<ApiRequest, string[], ApiResponse> {
  const found: string[] = [];
  const { now } = context.sync;
  for (const node of among(
    nodes,
    context.sync,
    ({ removing, stopped }) => (found.length < BURST_REPLICAS ? removing : stopped) > 0,
  )) {
    const { failed, succeeded, excess } = podsShouldBeOnNode(node, now);
    for (const pod of failed) if (yield* mayDeleteFailed(context, pod, node.name)) found.push(pod.metadata.name);
    for (const pod of succeeded) {
      yield* say(
        context,
        "Normal",
        "SucceededDaemonPod",
        `Found succeeded daemon pod ${describe(pod)} on node ${node.name}, will try to delete it`,
      );
      found.push(pod.metadata.name);
    }
    found.push(...excess.map((pod) => pod.metadata.name));
  }
  return found;
}

function* strandedPods(nodes: Tree<DaemonNode>, sync: Sync): Generator<string> {
  for (const node of among(nodes, sync, ({ stranded }) => stranded > 0))
    for (const pod of unscheduledPodsWithoutNode(node)) yield pod.metadata.name;
}

/**
 * A failed pod is deleted, and made again, ever less often: a kubelet that rejects it would do so each time.
 * Source: pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode.
 */
function* mayDeleteFailed(
  context: DaemonSync,
  pod: Pod,
  nodeName: string,
): Generator<ApiRequest, boolean, ApiResponse> {
  if (context.variants.backsOffFailedPods && isHeldBack(context, nodeName)) return false;
  yield* say(
    context,
    "Warning",
    "FailedDaemonPod",
    `Found failed daemon pod ${describe(pod)} on node ${nodeName}, will try to kill it`,
  );
  return true;
}

/** Notes down that a failed pod of the node is to be deleted; true where it is too early for that, and the sync comes back. */
function isHeldBack({ sync, key, daemonSet }: DaemonSync, nodeName: string): boolean {
  const id = backoffKey(daemonSet, nodeName);
  const delay = currentBackoff(sync.memory, FAILED_PODS_BACKOFF, id, sync.now);
  if (delay !== undefined) {
    sync.enqueueAfter(key, delay, "background");
    return true;
  }
  nextBackoff(sync.memory, FAILED_PODS_BACKOFF, id, sync.now);
  return false;
}

/**
 * In place of the back-off, before there was one: the sync fails, and so the queue's own delay grows. It is of no use, as
 * the next event of a pod brings the DaemonSet back at once. Source: daemon_controller.go manage, up to v1.14.
 */
function failedPodsDeleted({ sync, daemonSet }: DaemonSync, nodes: Tree<DaemonNode>): Failure | undefined {
  let count = 0;
  for (const node of among(nodes, sync, ({ stopped }) => stopped > 0))
    count += podsShouldBeOnNode(node, sync.now).failed.length;
  const { namespace, name } = daemonSet.metadata;
  return count === 0 ? undefined : { error: `deleted ${count} failed pods of DaemonSet ${namespace}/${name}` };
}

/** Source: pkg/controller/daemon/daemon_controller.go failedPodsBackoffKey. */
function backoffKey({ metadata, status }: DaemonSet, nodeName: string): string {
  return `${metadata.uid}/${status?.observedGeneration ?? 0}/${nodeName}`;
}

function describe({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}
