import type { DaemonSet, Pod } from "@kubetick/core";
import { always, type Holds, type Invariant, type Observation } from "./invariant.ts";
import { type Creation, creationOf } from "./judge/creation.ts";
import { type DaemonNode, daemonNodes, wantedNodes } from "./judge/daemon.ts";
import { maxSurge, surges } from "./judge/limits.ts";
import { isAvailable } from "./judge/pods.ts";
import { currentHashes, isUpToDate } from "./judge/revisions.ts";
import type { Sight } from "./judge/sight.ts";

/**
 * No new pod is made beside an available old one where `maxSurge` nodes have both already, the new one not yet available.
 * Beside an old pod that is not available a new one may come at any time: it is no surge but a repair.
 */
export const withinMaxSurge: Invariant = always("withinMaxSurge", withinLimit(whereAvailable), {
  source: "pkg/controller/daemon/update.go rollingUpdate",
  reads: ["pods"],
});

/**
 * No new pod is made beside an old one, available or not, where `maxSurge` nodes have both already. Not stock: v1.37 does it
 * (kubernetes#107174).
 */
export const strictlyWithinMaxSurge: Invariant = always(
  "strictlyWithinMaxSurge",
  withinLimit(() => true),
  { source: "pkg/apis/apps/types.go RollingUpdateDaemonSet.MaxSurge", reads: ["pods"] },
);

/** Whether an old pod is such a one that a new one beside it is a surge. */
type Counts = (pod: Pod, daemonSet: DaemonSet, now: number) => boolean;

function whereAvailable(pod: Pod, { spec }: DaemonSet, now: number): boolean {
  return isAvailable(pod, spec.minReadySeconds ?? 0, now);
}

function withinLimit(counts: Counts): Holds {
  return (at) => limited(at, counts);
}

function limited(at: Observation, counts: Counts): true | string {
  const creation = creationOf(at);
  if (creation === undefined || !surges(creation.daemonSet) || creation.node.live.length === 0) return true;
  const { daemonSet, node, pod, sights } = creation;
  const everySight = sights.map(({ view }) => daemonNodes(view, daemonSet));
  if (!everySight.every((nodes, at) => hasOld(nodes.get(node.name), creation, sights[at] as Sight, counts)))
    return true;
  const allowed = maxSurge(daemonSet, Math.max(...everySight.map((nodes) => wantedNodes(nodes).length)));
  const surging = [...(everySight[0]?.keys() ?? [])].filter(
    (name) => name !== node.name && isSurgingIn(everySight, name, creation, counts),
  );
  if (surging.length + 1 <= allowed) return true;
  return (
    `${surging.length + 1} nodes surge, ${allowed} allowed: ${node.name} gets ${pod.metadata.name} beside an old pod` +
    ` while ${surging.join(", ")} ${surging.length === 1 ? "has" : "have"} two`
  );
}

function hasOld(node: DaemonNode | undefined, { daemonSet }: Creation, { now }: Sight, counts: Counts): boolean {
  return node?.live.some((pod) => counts(pod, daemonSet, now)) ?? false;
}

/** In all that anybody could see: the node has an available old pod, and, if it was there already, a new one that is not. */
function isSurgingIn(
  everySight: readonly ReadonlyMap<string, DaemonNode>[],
  name: string,
  { daemonSet, sights, write }: Creation,
  counts: Counts,
): boolean {
  const hashes = currentHashes(write.truth.view, daemonSet);
  return everySight.every((nodes, at) => {
    const { now } = sights[at] as Sight;
    const live = nodes.get(name)?.live ?? [];
    const available = (pod: (typeof live)[number]) => isAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, now);
    const [old, updated] = ["no", "yes"].map((is) => live.filter((pod) => isUpToDate(pod, daemonSet, hashes) === is));
    const isTruth = at === 0;
    return (
      old?.length === 1 &&
      old.every((pod) => counts(pod, daemonSet, now)) &&
      (updated?.length === 1 || !isTruth) &&
      !updated?.some(available)
    );
  });
}
