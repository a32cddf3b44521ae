import type { ClusterView, ControllerRevision, DaemonSet, Pod } from "@kubetick/core";
import { always, eventually, type Invariant, type Observation } from "./invariant.ts";
import { DAEMON_SETS, daemonSetsOf, keyOf, podsOf } from "./judge/daemon.ts";
import { atRest, firstFault } from "./judge/rest.ts";
import { hashOf, revisionsOf, storedTemplate, storesTemplate } from "./judge/revisions.ts";
import { sameJson } from "./judge/same.ts";
import { writeOf } from "./judge/sight.ts";

const REVISIONS = "controllerrevisions.apps";
const READS = [REVISIONS, "pods", DAEMON_SETS];

/**
 * At rest each template that a DaemonSet has had is stored once, under a number of its own, and the template that it has now
 * under the highest.
 */
export const revisionsUnique: Invariant = eventually(
  "revisionsUnique",
  atRest(({ view }) =>
    firstFault(daemonSetsOf(view), (daemonSet) => repeated(revisionsOf(view, daemonSet), daemonSet)),
  ),
  { source: "pkg/controller/daemon/update.go constructHistory, dedupCurHistories", reads: READS },
);

function repeated(revisions: readonly ControllerRevision[], daemonSet: DaemonSet): true | string {
  const current = revisions.filter((revision) => storesTemplate(revision, daemonSet));
  const [newest] = current;
  if (current.length !== 1 || newest === undefined)
    return `${keyOf(daemonSet)}: its template is stored in ${current.length} revisions`;
  const later = revisions.find((other) => other !== newest && numberOf(other) >= numberOf(newest));
  if (later !== undefined)
    return `${keyOf(daemonSet)}: its template is revision ${numberOf(newest)}, and ${later.metadata.name} is ${numberOf(later)}`;
  for (const [at, one] of revisions.entries())
    for (const other of revisions.slice(at + 1)) {
      if (numberOf(one) === numberOf(other))
        return `${nameOf(one)} and ${nameOf(other)} are both revision ${numberOf(one)}`;
      if (sameJson(storedTemplate(one), storedTemplate(other)))
        return `${nameOf(one)} and ${nameOf(other)} store one template`;
    }
  return true;
}

/** At rest there are no more than `revisionHistoryLimit` old revisions, but for those that pods are still of. */
export const revisionsBounded: Invariant = eventually(
  "revisionsBounded",
  atRest(({ view }) =>
    firstFault(daemonSetsOf(view), (daemonSet) => {
      const old = revisionsOf(view, daemonSet).filter((revision) => !storesTemplate(revision, daemonSet));
      const live = liveHashes(view, daemonSet);
      const idle = old.filter((revision) => !live.has(hashOf(revision)));
      const limit = limitOf(daemonSet);
      return (
        old.length <= limit ||
        idle.length === 0 ||
        `${keyOf(daemonSet)} keeps ${old.length} old revisions, ${limit} are allowed, and no pod is of ${idle.map(nameOf).join(", ")}`
      );
    }),
  ),
  { source: "pkg/controller/daemon/update.go cleanupHistory", reads: READS },
);

/**
 * Of the history only that is deleted which is too much: no revision that pods are of, none within `revisionHistoryLimit`, and
 * the oldest first. A second revision of the current template may go at any time.
 */
export const historyKept: Invariant = always("historyKept", isKept, {
  source: "pkg/controller/daemon/update.go cleanupHistory",
  reads: [REVISIONS],
});

function isKept(at: Observation): true | string {
  if (at.before?.tables[REVISIONS] === at.state.tables[REVISIONS]) return true;
  const write = writeOf(at);
  const { verb, resource, namespace, name } = write?.request ?? {};
  if (write === undefined || verb !== "delete" || resource !== REVISIONS) return true;
  const { view } = write.truth;
  const victim = view.get<ControllerRevision>(REVISIONS, `${namespace}/${name}`);
  const daemonSet = victim && ownerAsSeen(write.seen[0]?.view ?? view, victim);
  if (victim === undefined || daemonSet === undefined || storesTemplate(victim, daemonSet)) return true;
  const old = revisionsOf(view, daemonSet).filter((revision) => !storesTemplate(revision, daemonSet));
  const views = [view, ...write.seen.map((sight) => sight.view)];
  if (views.every((each) => liveHashes(each, daemonSet).has(hashOf(victim))))
    return `${nameOf(victim)} is deleted, and pods are of it`;
  if (old.length <= limitOf(daemonSet))
    return `${nameOf(victim)} is deleted, and ${limitOf(daemonSet)} old revisions may stay, of ${old.length}`;
  const older = old.find(
    (other) =>
      numberOf(other) < numberOf(victim) && !views.some((each) => liveHashes(each, daemonSet).has(hashOf(other))),
  );
  return older === undefined || `${nameOf(victim)} is deleted before ${nameOf(older)}, which is older`;
}

function ownerAsSeen(view: ClusterView, { metadata }: ControllerRevision): DaemonSet | undefined {
  const reference = metadata.ownerReferences?.find(
    ({ controller, kind }) => controller === true && kind === "DaemonSet",
  );
  const owner = view.get<DaemonSet>(DAEMON_SETS, `${metadata.namespace}/${reference?.name}`);
  return owner?.metadata.uid === reference?.uid ? owner : undefined;
}

/** The revisions that pods are of, those of pods that are going too. */
function liveHashes(view: ClusterView, daemonSet: DaemonSet): ReadonlySet<string> {
  return new Set(podsOf(view, daemonSet).map((pod: Pod) => hashOf(pod)));
}

function limitOf({ spec }: DaemonSet): number {
  return spec.revisionHistoryLimit ?? 10;
}

function numberOf({ revision = 0 }: ControllerRevision): number {
  return revision;
}

function nameOf({ metadata }: ControllerRevision): string {
  return metadata.name;
}
