import { type Duration, parseDuration } from "@kubetick/cluster";
import { type DaemonSet, type Node, type Pod, viewOf } from "@kubetick/core";
import { always, eventually, type Invariant, type Observation, sometimes } from "../invariants/index.ts";
import { type Beginning, type BeginningSight, beginningOf } from "../invariants/judge/beginning.ts";
import {
  DAEMON_SETS,
  type DaemonNode,
  daemonNodes,
  daemonSetsOf,
  isServed,
  keyOf,
  wantedNodes,
} from "../invariants/judge/daemon.ts";
import { isAvailable } from "../invariants/judge/pods.ts";
import { atRest, firstFault } from "../invariants/judge/rest.ts";
import { currentHashes, isUpToDate } from "../invariants/judge/revisions.ts";
import { made } from "./recipes.ts";

const READS = ["pods", "nodes", "daemonsets.apps", "controllerrevisions.apps"];

/**
 * Before some new pod has been available for so long, the controller begins with one node at most.
 * @param wait default: `30s`
 */
export function canaryFirst(wait: Duration = "30s"): Invariant {
  const span = parseDuration(wait);
  return made(
    "canaryFirst",
    [wait],
    beginsOnlyWhere("canaryFirst", ({ begun, newPods, ...sight }, { nodeName, daemonSet }) => {
      if (begun.length === 0 || newPods.some((pod) => isSteady(pod, daemonSet, span, sight.now))) return true;
      return `it begins with ${nodeName}, and no new pod has been available for ${span / 1000} s: ${begun[0]?.name} has begun`;
    }),
  );
}

/**
 * The controller begins with no node while one of another zone is under way: without an available pod of the current
 * template, where its replacement had begun.
 */
export function oneZoneAtATime(label = "topology.kubernetes.io/zone"): Invariant {
  return made(
    "oneZoneAtATime",
    [label],
    beginsOnlyWhere("oneZoneAtATime", ({ view, now, begun, own }, { nodeName, daemonSet }) => {
      const zoneOf = (name: string) => view.get<Node>("nodes", name)?.metadata.labels?.[label] ?? "";
      const isUnderWay = (node: DaemonNode) => own.has(node.name) || !isServed(node, daemonSet, { now });
      const other = begun.find((node) => zoneOf(node.name) !== zoneOf(nodeName) && isUnderWay(node));
      if (other === undefined) return true;
      return `it begins with ${nodeName} in zone ${zoneOf(nodeName)}, and ${other.name} in zone ${zoneOf(other.name)} is under way`;
    }),
  );
}

/**
 * Of the nodes no more are begun than the step allows (a percentage, rounded up), and the next step is there when on as many
 * nodes new pods have been available for so long.
 */
export function withinStep(steps: readonly number[] = [10, 50, 100], wait: Duration = "30s"): Invariant {
  const span = parseDuration(wait);
  return made(
    "withinStep",
    [steps, wait],
    beginsOnlyWhere("withinStep", ({ nodes, begun, newPods, now }, { daemonSet }) => {
      const steady = newPods.filter((pod) => isSteady(pod, daemonSet, span, now)).length;
      for (const step of steps) {
        const share = Math.ceil((nodes.length * step) / 100);
        if (steady < share && begun.length >= share)
          return `it begins with node ${begun.length + 1} of ${nodes.length}: ${step} % are ${share}, and ${steady} have new pods that have been available for ${span / 1000} s`;
      }
      return true;
    }),
  );
}

/** The controller begins with no node while a new pod has crashed, and has not been available for so long since. */
export function pausesOnFailure(wait: Duration = "30s"): Invariant {
  const span = parseDuration(wait);
  return made(
    "pausesOnFailure",
    [wait],
    beginsOnlyWhere("pausesOnFailure", ({ newPods, now }, { nodeName, daemonSet }) => {
      const failing = newPods.find((pod) => hasCrashed(pod) && !isSteady(pod, daemonSet, span, now));
      return failing === undefined || `it begins with ${nodeName}, and ${failing.metadata.name} has crashed`;
    }),
  );
}

/** At rest no old pod is left on a node that should run one, unless a node without an available new pod holds the rollout up. */
export const endsOrIsHeldUp: Invariant = eventually(
  "endsOrIsHeldUp",
  atRest(({ view, now }) =>
    firstFault(daemonSetsOf(view), (daemonSet) => {
      const hashes = currentHashes(view, daemonSet);
      const isNew = (pod: Pod) => isUpToDate(pod, daemonSet, hashes) !== "no";
      const nodes = wantedNodes(daemonNodes(view, daemonSet));
      const old = nodes.filter(({ live }) => live.length > 0 && !live.some(isNew));
      const held = nodes.some((node) => !old.includes(node) && !isServed(node, daemonSet, { now }));
      if (old.length === 0 || held) return true;
      return `${keyOf(daemonSet)}: at rest, and old pods are left on ${old.map(({ name }) => name).join(", ")}`;
    }),
  ),
  { reads: READS },
);

/** A newer template than that of the start comes to all nodes that should run a pod: a check in which it never does says little. */
export const everyNodeUpdated: Invariant = sometimes("everyNodeUpdated", ({ state, start }) => {
  const [view, before] = [viewOf(state.tables), viewOf(start.tables)];
  return firstFault(daemonSetsOf(view), (daemonSet) => {
    const hashes = currentHashes(view, daemonSet);
    const isNew = (pod: Pod) => isUpToDate(pod, daemonSet, hashes) === "yes";
    const known = before.get<DaemonSet>(DAEMON_SETS, keyOf(daemonSet))?.metadata.generation;
    const nodes = wantedNodes(daemonNodes(view, daemonSet));
    const isDone = nodes.length > 0 && nodes.every(({ live }) => live.length === 1 && live.every(isNew));
    return (isDone && daemonSet.metadata.generation !== known) || `${keyOf(daemonSet)} is not updated`;
  });
});

/** What holds of the stock strategies as they are without options. */
export const strategyInvariants: readonly Invariant[] = [
  canaryFirst(),
  oneZoneAtATime(),
  withinStep(),
  pausesOnFailure(),
  endsOrIsHeldUp,
  everyNodeUpdated,
];

/** True where the beginning is right in anything that the controller could see: it need not know what has happened since. */
function beginsOnlyWhere(
  name: string,
  judge: (sight: BeginningSight, beginning: Beginning) => true | string,
): Invariant {
  const holds = (at: Observation): true | string => {
    const beginning = beginningOf(at);
    if (beginning === undefined) return true;
    const faults = beginning.sights.map((sight) => judge(sight, beginning));
    return faults.includes(true) || (faults[0] as string);
  };
  return always(name, holds, { reads: READS });
}

function isSteady(pod: Pod, { spec }: DaemonSet, span: number, now: number): boolean {
  return isAvailable(pod, (spec.minReadySeconds ?? 0) + span / 1000, now);
}

function hasCrashed({ status }: Pod): boolean {
  return (
    status?.containerStatuses?.some(
      ({ restartCount, state, lastState }) =>
        restartCount > 0 || state?.terminated !== undefined || lastState?.terminated !== undefined,
    ) ?? false
  );
}
