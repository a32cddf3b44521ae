import type { DaemonSet, Event, Pod } from "@kubetick/core";
import { always, type Invariant, type Observation } from "./invariant.ts";
import { type DaemonNode, daemonNodes, isServed, wantedNodes } from "./judge/daemon.ts";
import { type Deletion, deletionOf, isInItsPlace, isOneOfTooMany, isServedByAnother } from "./judge/deletion.ts";
import { maxUnavailable } from "./judge/limits.ts";
import { isAvailable, isDeleting } from "./judge/pods.ts";
import type { Sight } from "./judge/sight.ts";

/**
 * The controller takes no available pod away where that leaves more than `maxUnavailable` nodes without one (with `OnDelete`:
 * any). It is the controller's deletions that are judged, each as it happens: nodes fail, pods crash and people delete
 * pods as they like, and the controller cannot help that. But it must count such nodes as soon as its cache has shown
 * them to it, and those whose pods it has itself deleted at once, whatever its cache shows.
 *
 * A flaw of the real controller is let pass: of several pods of older revisions on a node it keeps the oldest, whether that
 * one is available or not.
 */
export const withinMaxUnavailable: Invariant = always("withinMaxUnavailable", withinLimit, {
  source: "pkg/controller/daemon/update.go rollingUpdate",
  reads: ["pods"],
});

function withinLimit(at: Observation): true | string {
  const deletion = deletionOf(at);
  if (deletion === undefined || !isALoss(deletion)) return true;
  const { daemonSet, nodeName, pod, sights } = deletion;
  const everySight = sights.map(({ view }) => daemonNodes(view, daemonSet));
  const allowed = maxUnavailable(daemonSet, Math.max(...everySight.map((nodes) => wantedNodes(nodes).length)));
  const without = knownUnserved(deletion, everySight);
  if (without.length + 1 <= allowed) return true;
  return (
    `${without.length + 1} nodes unavailable, ${allowed} allowed: it deletes the available ${pod.metadata.name} on ${nodeName}` +
    (without.length === 0 ? "" : ` while ${without.join(", ")} ${without.length === 1 ? "has" : "have"} none`)
  );
}

/** In all that anybody could see, the node is wanted, this pod serves it, and no other does. */
function isALoss(deletion: Deletion): boolean {
  const { daemonSet, nodes, pod, sights } = deletion;
  return (
    nodes.every(({ wanted }) => wanted) &&
    sights.every((sight) => isAvailableIn(sight, pod, daemonSet)) &&
    isInItsPlace(deletion) &&
    !isServedByAnother(deletion) &&
    !isOneOfTooMany(deletion)
  );
}

function isAvailableIn({ view, now }: Sight, { metadata }: Pod, { spec }: DaemonSet): boolean {
  const seen = view.get<Pod>("pods", `${metadata.namespace}/${metadata.name}`);
  return seen !== undefined && isAvailable(seen, spec.minReadySeconds ?? 0, now);
}

/** The other nodes that have no available pod, and of which the controller knew or should have known. */
function knownUnserved(deletion: Deletion, everySight: readonly ReadonlyMap<string, DaemonNode>[]): string[] {
  const { daemonSet, nodeName, sights } = deletion;
  const [truth, ...seen] = everySight as [ReadonlyMap<string, DaemonNode>, ...ReadonlyMap<string, DaemonNode>[]];
  const unserved = wantedNodes(truth).filter(
    (node) => node.name !== nodeName && !isServed(node, daemonSet, sights[0] as Sight),
  );
  return unserved
    .filter((node) =>
      seen.every((nodes, at) => {
        const known = nodes.get(node.name);
        if (known === undefined || !known.wanted) return false;
        return !isServed(known, daemonSet, sights[at + 1] as Sight) || isOwnDoing(deletion, node, known);
      }),
    )
    .map(({ name }) => name);
}

/** The cache is behind, but with what the controller has done itself: it has deleted what it still sees, or made a pod since. */
function isOwnDoing(deletion: Deletion, node: DaemonNode, known: DaemonNode): boolean {
  const { write, daemonSet } = deletion;
  const isSeen = (pod: Pod) => known.pods.some(({ metadata }) => metadata.uid === pod.metadata.uid);
  if (node.live.some((pod) => !isSeen(pod))) return true;
  const answered = new Set(
    write.answers.filter((answer) => isDeletedPod(answer as Pod)).map((pod) => (pod as Pod).metadata.uid),
  );
  if (known.live.every(({ metadata }) => answered.has(metadata.uid))) return true;
  const told = new Set(
    write.truth.view
      .list<Event>("events", daemonSet.metadata.namespace)
      .filter(
        ({ reason, involvedObject }) => reason === "SuccessfulDelete" && involvedObject.uid === daemonSet.metadata.uid,
      )
      .map(({ message }) => message),
  );
  return known.live.every(({ metadata }) => answered.has(metadata.uid) || told.has(`Deleted pod: ${metadata.name}`));
}

function isDeletedPod(answer: Pod): boolean {
  return answer.kind === "Pod" && isDeleting(answer);
}
