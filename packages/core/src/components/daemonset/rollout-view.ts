import type { Millis } from "../../api/request.ts";
import type { Sync } from "../../machine/component.ts";
import { get, type Tree } from "../../store/tree.ts";
import { isPodAvailable } from "../shared/pod-conditions.ts";
import type { DaemonNode, DaemonRules } from "./daemon-node.ts";
import type { Limits } from "./limits.ts";
import { PLACES, type Place, placeOf, type Stage, stageOf } from "./stage.ts";
import type { RolloutNode, RolloutView } from "./strategy.ts";
import { slotOf, type Tally, tally } from "./tally.ts";
import { selected } from "./timed-summary.ts";

/** What a strategy is shown. */
export function rolloutView(
  rules: DaemonRules,
  nodes: Tree<DaemonNode>,
  { now, walkFrom }: Pick<Sync, "now" | "walkFrom">,
  limits: Limits,
): RolloutView {
  const summarise = (tree: Tree<DaemonNode>) => tally(tree, now);
  const total = summarise(nodes);
  const counted = (counts: Tally, stage: Stage, place: Place | undefined): number => {
    const places: readonly Place[] = place === undefined ? PLACES : [place];
    return places.reduce<number>((sum, where) => sum + (counts.stages[slotOf(stage, where)] as number), 0);
  };
  return {
    daemonSet: rules.daemonSet,
    hash: rules.hash,
    now,
    desired: total.desired,
    ...limits,
    available: total.covered,
    count: (stage, place) => counted(total, stage, place),
    nodes: (stage, place) =>
      lazily(() =>
        atStage(
          selected(nodes, summarise, (counts) => counted(counts, stage, place) > 0, walkFrom),
          now,
          stage,
          place,
        ),
      ),
    all: () =>
      lazily(() =>
        participants(
          selected(nodes, summarise, () => true, walkFrom),
          now,
        ),
      ),
    node: (name) => {
      const found = get(nodes, name);
      return found === undefined ? undefined : rolloutNode(found, now);
    },
  };
}

/** An iterable that starts anew each time it is walked through. */
function lazily<T>(walk: () => Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: walk };
}

function* participants(nodes: Iterable<DaemonNode>, now: Millis): Generator<RolloutNode> {
  for (const node of nodes) {
    const participant = rolloutNode(node, now);
    if (participant !== undefined) yield participant;
  }
}

function* atStage(
  nodes: Iterable<DaemonNode>,
  now: Millis,
  stage: Stage,
  place: Place | undefined,
): Generator<RolloutNode> {
  for (const node of nodes) {
    if (stageOf(node, now) !== stage || (place !== undefined && placeOf(node) !== place)) continue;
    yield rolloutNode(node, now) as RolloutNode;
  }
}

function rolloutNode(daemonNode: DaemonNode, now: Millis): RolloutNode | undefined {
  const stage = stageOf(daemonNode, now);
  if (stage === undefined) return undefined;
  const { name, node, newPod, oldPod, pods, rules } = daemonNode;
  const available = (pod: DaemonNode["newPod"]) => pod !== undefined && isPodAvailable(pod, rules.minReadySeconds, now);
  return {
    name,
    node,
    stage,
    place: placeOf(daemonNode),
    newPod,
    newPodAvailable: available(newPod),
    oldPod,
    oldPodAvailable: available(oldPod),
    pods,
  };
}
