import type { Millis } from "../../api/request.ts";
import { availableAt, isPodAvailable, isPodReady } from "../shared/pod-conditions.ts";
import type { DaemonNode } from "./daemon-node.ts";
import { podsShouldBeOnNode, unscheduledPodsWithoutNode } from "./manage-node.ts";
import { PLACES, type Place, placeOf, STAGES, type Stage, stageOf } from "./stage.ts";
import { type Timed, timedSummariser } from "./timed-summary.ts";

/** What many nodes come to: all the numbers that a sync asks for. */
export interface Tally extends Timed {
  readonly desired: number;
  readonly current: number;
  readonly misscheduled: number;
  readonly ready: number;
  readonly updated: number;
  readonly available: number;
  /** Nodes that need a pod. */
  readonly creating: number;
  /** Nodes with pods to delete. */
  readonly removing: number;
  /** Nodes with pods that have stopped. */
  readonly stopped: number;
  /** Nodes that are gone, with pods that wait for them. */
  readonly stranded: number;
  /** Nodes whose pod, the old one where there are two, is available. */
  readonly covered: number;
  /** How many nodes are at each stage, in each place: see `slotOf`. */
  readonly stages: readonly number[];
}

export function slotOf(stage: Stage, place: Place): number {
  return STAGES.indexOf(stage) * PLACES.length + PLACES.indexOf(place);
}

const NO_STAGES: readonly number[] = STAGES.flatMap(() => PLACES.map(() => 0));

/** The counts of one node, for each slot. */
const ONE_NODE = NO_STAGES.map((_, slot) => NO_STAGES.with(slot, 1));

const EMPTY: Tally = {
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
  desired: 0,
  current: 0,
  misscheduled: 0,
  ready: 0,
  updated: 0,
  available: 0,
  creating: 0,
  removing: 0,
  stopped: 0,
  stranded: 0,
  covered: 0,
  stages: NO_STAGES,
};

/** Of one node. Source: pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus; update.go rollingUpdate. */
export function tallyOf(node: DaemonNode, now: Millis): Tally {
  const stage = stageOf(node, now);
  const work = podsShouldBeOnNode(node, now);
  const stopped = work.failed.length + work.succeeded.length > 0;
  return {
    creating: Number(work.create),
    removing: Number(stopped || work.excess.length > 0),
    stopped: Number(stopped),
    stranded: Number(unscheduledPodsWithoutNode(node).length > 0),
    covered: Number(isCovered(node, now)),
    ...spanOf(node, now),
    ...statusOf(node, now),
    stages: stage === undefined ? NO_STAGES : (ONE_NODE[slotOf(stage, placeOf(node))] as readonly number[]),
  };
}

function isCovered({ oldPod, newPod, rules }: DaemonNode, now: Millis): boolean {
  const pod = oldPod ?? newPod;
  return pod !== undefined && isPodAvailable(pod, rules.minReadySeconds, now);
}

type StatusCounts = Pick<Tally, "desired" | "current" | "misscheduled" | "ready" | "updated" | "available">;

function statusOf({ node, shouldRun, pods, rules }: DaemonNode, now: Millis): StatusCounts {
  const none = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 };
  const [pod] = pods;
  if (node === undefined) return none;
  if (!shouldRun) return { ...none, misscheduled: Number(pod !== undefined) };
  if (pod === undefined) return { ...none, desired: 1 };
  return {
    ...none,
    desired: 1,
    current: 1,
    ready: Number(isPodReady(pod)),
    available: Number(isPodAvailable(pod, rules.minReadySeconds, now)),
    updated: Number(rules.variants.isUpToDate(pods, rules)),
  };
}

/** As long as no pod becomes available by the mere passing of time. */
function spanOf({ pods, rules }: DaemonNode, now: Millis): Timed {
  let from = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const pod of pods) {
    const at = availableAt(pod, rules.minReadySeconds);
    if (at <= now) from = Math.max(from, at);
    else until = Math.min(until, at);
  }
  return { from, until };
}

function sum(parts: readonly Tally[]): Tally {
  const total = { ...EMPTY, stages: [...NO_STAGES] };
  for (const part of parts) {
    total.from = Math.max(total.from, part.from);
    total.until = Math.min(total.until, part.until);
    total.desired += part.desired;
    total.current += part.current;
    total.misscheduled += part.misscheduled;
    total.ready += part.ready;
    total.updated += part.updated;
    total.available += part.available;
    total.creating += part.creating;
    total.removing += part.removing;
    total.stopped += part.stopped;
    total.stranded += part.stranded;
    total.covered += part.covered;
    addStages(total.stages, part.stages);
  }
  return total;
}

function addStages(total: number[], part: readonly number[]): void {
  if (part === NO_STAGES) return;
  for (let slot = 0; slot < total.length; slot++) total[slot] = (total[slot] as number) + (part[slot] as number);
}

/** The tally of a tree of daemon nodes at a time. */
export const tally = timedSummariser<DaemonNode, Tally>({ of: tallyOf, sum });
