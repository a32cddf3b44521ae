import { always, type Invariant, type Observation } from "./invariant.ts";
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
export const withinMaxSurge: Invariant = always("withinMaxSurge", withinLimit, {
  source: "pkg/controller/daemon/update.go rollingUpdate",
  reads: ["pods"],
});

function withinLimit(at: Observation): true | string {
  const creation = creationOf(at);
  if (creation === undefined || !surges(creation.daemonSet) || creation.node.live.length === 0) return true;
  const { daemonSet, node, pod, sights } = creation;
  const everySight = sights.map(({ view }) => daemonNodes(view, daemonSet));
  if (!everySight.every((nodes, at) => hasAvailable(nodes.get(node.name), creation, sights[at] as Sight))) return true;
  const allowed = maxSurge(daemonSet, Math.max(...everySight.map((nodes) => wantedNodes(nodes).length)));
  const surging = [...(everySight[0]?.keys() ?? [])].filter(
    (name) => name !== node.name && isSurgingIn(everySight, name, creation),
  );
  if (surging.length + 1 <= allowed) return true;
  return (
    `${surging.length + 1} nodes surge, ${allowed} allowed: ${node.name} gets ${pod.metadata.name} beside an available pod` +
    ` while ${surging.join(", ")} ${surging.length === 1 ? "has" : "have"} two`
  );
}

function hasAvailable(node: DaemonNode | undefined, { daemonSet }: Creation, { now }: Sight): boolean {
  return node?.live.some((pod) => isAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, now)) ?? false;
}

/** In all that anybody could see: the node has an available old pod, and, if it was there already, a new one that is not. */
function isSurgingIn(
  everySight: readonly ReadonlyMap<string, DaemonNode>[],
  name: string,
  { daemonSet, sights, write }: Creation,
): boolean {
  const hashes = currentHashes(write.truth.view, daemonSet);
  return everySight.every((nodes, at) => {
    const { now } = sights[at] as Sight;
    const live = nodes.get(name)?.live ?? [];
    const available = (pod: (typeof live)[number]) => isAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, now);
    const [old, updated] = ["no", "yes"].map((is) => live.filter((pod) => isUpToDate(pod, daemonSet, hashes) === is));
    const isTruth = at === 0;
    return (
      old?.length === 1 && old.every(available) && (updated?.length === 1 || !isTruth) && !updated?.some(available)
    );
  });
}
