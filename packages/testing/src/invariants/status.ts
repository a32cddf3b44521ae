import {
  type ClusterState,
  type ClusterView,
  type DaemonSet,
  type DaemonSetStatus,
  entries,
  labelSelectorMatcher,
  type Pod,
  viewOf,
} from "@kubetick/core";
import { always, type Invariant, type Observation } from "./invariant.ts";
import { DAEMON_SETS, type DaemonNode, daemonNodes, daemonSetsOf, keyOf, wantedNodes } from "./judge/daemon.ts";
import { isAvailable, isGone, isReady, nodeNameOf } from "./judge/pods.ts";
import { atRest, firstFault } from "./judge/rest.ts";
import { type CurrentHashes, currentHashes, isUpToDate, type UpToDate } from "./judge/revisions.ts";
import { type Sight, sightOf, type Write, writeOf } from "./judge/sight.ts";

type Counted =
  | "desiredNumberScheduled"
  | "currentNumberScheduled"
  | "numberMisscheduled"
  | "numberReady"
  | "updatedNumberScheduled"
  | "numberAvailable"
  | "numberUnavailable";
type Range = { readonly least: number; readonly most: number };
type Counts = Readonly<Record<Counted, Range>>;

/**
 * The status says what is so: each one that is written is a true count of what its writer saw in that sync, and at rest it is a
 * true count of what is there. Of a node with several pods any of them may be the one that counts.
 */
export const statusTruthful: Invariant = always("statusTruthful", isTruthful, {
  source: "pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus",
  reads: ["pods", "nodes", "daemonsets.apps", "controllerrevisions.apps"],
});

/** The status never speaks of a generation that there is not yet, nor one that its writer has not seen. */
export const observedGenerationNotAhead: Invariant = always("observedGenerationNotAhead", notAhead, {
  source: "pkg/controller/daemon/daemon_controller.go storeDaemonSetStatus",
  reads: [DAEMON_SETS],
});

/**
 * A node counts as up to date as soon as it has a pod of the current template, an old one beside it or not: so the status says
 * whenever nobody has anything to do, if it counts the nodes as they are. Not stock: v1.37 looks at the oldest pod only
 * (kubernetes#122527).
 */
export const upToDateCountsNewPods: Invariant = always("upToDateCountsNewPods", countsNewPods, {
  source: "pkg/apis/apps/types.go DaemonSetStatus.UpdatedNumberScheduled",
});

function countsNewPods({ state }: Observation): true | string {
  const view = viewOf(state.tables);
  return firstFault(daemonSetsOf(view), (daemonSet) => {
    if (isBeingDone(state, keyOf(daemonSet))) return true;
    const hashes = currentHashes(view, daemonSet);
    const nodes = daemonNodes(view, daemonSet);
    if (countIn(daemonSet.status, "desiredNumberScheduled") !== wantedNodes(nodes).length) return true;
    const withPod = (...is: readonly UpToDate[]) =>
      [...nodes.values()].filter(({ pods }) =>
        pods.some((pod) => !isGone(pod) && is.includes(isUpToDate(pod, daemonSet, hashes))),
      );
    const least = withPod("yes").filter(({ wanted }) => wanted).length;
    const said = countIn(daemonSet.status, "updatedNumberScheduled");
    if (said >= least && said <= withPod("yes", "maybe").length) return true;
    return `${keyOf(daemonSet)}: the status says updatedNumberScheduled ${said}, and ${least} nodes have a new pod`;
  });
}

/** Somebody is at anything, will come back to the key, or has a cache that is behind. */
function isBeingDone({ components, tables }: ClusterState, key: string): boolean {
  return Object.values(components).some(
    ({ sync, queue, timers, cache }) =>
      sync !== null ||
      queue.keys.length > 0 ||
      Array.from(entries(timers.queue)).some(([, timer]) => timer.key === key) ||
      Object.keys(cache).some((resource) => cache[resource]?.objects !== tables[resource]?.objects),
  );
}

function isTruthful(at: Observation): true | string {
  const told = statusWrite(at);
  if (told !== undefined) {
    const fault = writtenFault(told);
    if (fault !== true) return fault;
  }
  return whereAtRest(at);
}

const whereAtRest = atRest(({ view, now }) =>
  firstFault(daemonSetsOf(view), (daemonSet) => {
    if (selectsAll(daemonSet)) return true;
    const fault = mismatch(daemonSet.status, countsOf({ view, now }, daemonSet, currentHashes(view, daemonSet), true));
    return fault === undefined || `${keyOf(daemonSet)} at rest: ${fault}`;
  }),
);

/** Of one that selects all pods the controller wants nothing. */
function selectsAll({ spec: { selector } }: DaemonSet): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
}

interface StatusWrite {
  readonly write: Write;
  readonly before: DaemonSet;
  readonly after: DaemonSet;
  /** The DaemonSet as its writer saw it at first. */
  readonly seen: DaemonSet;
}

function statusWrite(at: Observation): StatusWrite | undefined {
  if (at.before?.tables[DAEMON_SETS] === at.state.tables[DAEMON_SETS]) return undefined;
  const write = writeOf(at);
  if (write?.request.resource !== DAEMON_SETS || write.request.subresource !== "status") return undefined;
  const key = `${write.request.namespace}/${write.request.name}`;
  const before = write.truth.view.get<DaemonSet>(DAEMON_SETS, key);
  const after = viewOf(at.state.tables).get<DaemonSet>(DAEMON_SETS, key);
  const seen = write.seen[0]?.view.get<DaemonSet>(DAEMON_SETS, key);
  if (before === undefined || after === undefined || seen?.metadata.uid !== after.metadata.uid) return undefined;
  return { write, before, after, seen };
}

function writtenFault({ write, before, after, seen }: StatusWrite): true | string {
  if (COUNTED.every((name) => countIn(before.status, name) === countIn(after.status, name))) return true;
  const fault = countingFault(after.status, write.seen, seen, write.truth.view);
  return fault === undefined || `${keyOf(after)}: ${fault}`;
}

/** What is wrong with a status of somebody who has had these looks; nothing where it is right by any of them. */
export function countingFault(
  status: DaemonSetStatus | undefined,
  seen: readonly Sight[],
  daemonSet: DaemonSet,
  truth: ClusterView,
): string | undefined {
  let fault: string | undefined;
  for (const sight of countedSights(seen)) {
    const hashes = new Set([...currentHashes(truth, daemonSet), ...currentHashes(sight.view, daemonSet)]);
    fault = mismatch(status, countsOf(sight, daemonSet, hashes));
    if (fault === undefined) return undefined;
  }
  return fault;
}

/**
 * What somebody can have counted: a sync lists nodes once, and pods each time.
 * Upstream: pkg/controller/daemon/daemon_controller.go syncDaemonSet, updateDaemonSetStatus.
 */
function countedSights(seen: readonly Sight[]): readonly Sight[] {
  const nodes = seen[0]?.tables["nodes"];
  return nodes === undefined ? seen : seen.map(({ tables, now }) => sightOf({ ...tables, nodes }, now));
}

const COUNTED: readonly Counted[] = [
  "desiredNumberScheduled",
  "currentNumberScheduled",
  "numberMisscheduled",
  "numberReady",
  "updatedNumberScheduled",
  "numberAvailable",
  "numberUnavailable",
];

function countIn(status: DaemonSetStatus | undefined, name: Counted): number {
  return status?.[name] ?? 0;
}

function mismatch(status: DaemonSetStatus | undefined, counts: Counts): string | undefined {
  for (const name of COUNTED) {
    const [said, { least, most }] = [countIn(status, name), counts[name]];
    if (said < least || said > most)
      return `the status says ${name} ${said}, and there are ${least === most ? least : `${least} to ${most}`}`;
  }
  const [desired, available] = [countIn(status, "desiredNumberScheduled"), countIn(status, "numberAvailable")];
  if (countIn(status, "numberUnavailable") !== desired - available)
    return `the status says numberUnavailable ${countIn(status, "numberUnavailable")}, of ${desired} with ${available} available`;
  return undefined;
}

/** What is the case on one node, for one of the counts: there may be several answers, of which the counting one takes any. */
type Answers = readonly boolean[];
const EITHER: Answers = [true, false];

/** A node with its pods, and with those that the one who counts may adopt, or fail to. */
interface CountedNode extends DaemonNode {
  readonly adoptable: boolean;
  /** Nobody has counted since it was tainted, or since the taint went: see `isPassedOver`. */
  readonly passedOver: boolean;
}

function countsOf(sight: Omit<Sight, "tables">, daemonSet: DaemonSet, hashes: CurrentHashes, atRest = false): Counts {
  const nodes = countedNodes(sight, daemonSet, atRest);
  const { minReadySeconds = 0 } = daemonSet.spec;
  const ofPods = (judge: (pod: Pod) => Answers) =>
    rangeOf(nodes, (node) => (node.wanted || node.passedOver ? node.pods.flatMap(judge) : []));
  const desired = rangeOf(nodes, ({ wanted }) => [wanted], false);
  return {
    desiredNumberScheduled: desired,
    currentNumberScheduled: ofPods(() => [true]),
    numberMisscheduled: rangeOf(nodes, ({ wanted, exists, passedOver, pods }) =>
      wanted || !(exists || passedOver) ? [] : pods.map(() => true),
    ),
    numberReady: ofPods((pod) => [isReady(pod)]),
    updatedNumberScheduled: ofPods((pod) => {
      const is = isUpToDate(pod, daemonSet, hashes);
      return is === "maybe" ? EITHER : [is === "yes"];
    }),
    numberAvailable: ofPods((pod) => [isAvailable(pod, minReadySeconds, sight.now)]),
    numberUnavailable: { least: 0, most: desired.most },
  };
}

function countedNodes({ view }: Pick<Sight, "view">, daemonSet: DaemonSet, atRest: boolean): readonly CountedNode[] {
  const selects = labelSelectorMatcher(daemonSet.spec.selector);
  const orphans = view
    .orphans<Pod>("pods", daemonSet.metadata.namespace ?? "")
    .filter((pod) => selects(pod.metadata.labels));
  return Array.from(daemonNodes(view, daemonSet).values(), (node) => {
    const adopted = orphans.filter((pod) => nodeNameOf(pod) === node.name);
    const pods = [...node.pods, ...adopted].filter((pod) => !isGone(pod));
    const counted = { pods, adoptable: adopted.length > 0, passedOver: atRest && isPassedOver(node) };
    return Object.assign({}, node, counted);
  });
}

/**
 * A flaw of the real controller, which is let pass: that a node goes is no reason for it to count again, nor a taint that keeps
 * new pods away and lets those that are there stay, nor any change of a node that a pod still waits for. The status goes on
 * to say what was so before.
 * Upstream: pkg/controller/daemon/daemon_controller.go syncNodeUpdate.
 */
function isPassedOver({ exists, wanted, mayStay, pods }: DaemonNode): boolean {
  return pods.length > 0 && !wanted && (!exists || mayStay || pods.some(({ spec }) => !spec?.nodeName));
}

function rangeOf(nodes: readonly CountedNode[], judge: (node: CountedNode) => Answers, dependsOnPods = true): Range {
  let [least, most] = [0, 0];
  for (const node of nodes) {
    const answers = judge(node);
    const isOpen = node.passedOver || (dependsOnPods && node.adoptable);
    least += Number(!isOpen && answers.length > 0 && answers.every(Boolean));
    most += Number(node.passedOver ? !dependsOnPods || answers.some(Boolean) : answers.some(Boolean));
  }
  return { least, most };
}

function notAhead(at: Observation): true | string {
  const changed = statusWrite(at);
  if (changed !== undefined) {
    const [was, is] = [changed.before, changed.after].map(({ status }) => status?.observedGeneration ?? 0) as [
      number,
      number,
    ];
    const known = changed.seen.metadata.generation ?? 0;
    if (is > was && is > known)
      return `${keyOf(changed.after)}: generation ${is} is said to be observed by one who has seen ${known}`;
  }
  return firstFault(viewOf(at.state.tables).list<DaemonSet>(DAEMON_SETS), (daemonSet) => {
    const { metadata, status } = daemonSet;
    const observed = status?.observedGeneration ?? 0;
    return (
      observed <= (metadata.generation ?? 0) ||
      `${keyOf(daemonSet)}: generation ${observed} is said to be observed, and the newest is ${metadata.generation}`
    );
  });
}
