import type { FaultBudgets, Model, UserAction } from "@kubetick/testing";

/** What can happen to a DaemonSet on three nodes, each once: the rows of "Exhausted" in docs/exploring.md. */
export interface Situation {
  /** In words: the row of the table. */
  readonly what: string;
  readonly may: readonly UserAction[];
  readonly faults: FaultBudgets;
  /** The resources of which an informer may be late. Default: all but the revisions. */
  readonly late?: readonly string[];
  /** By how many changes it may be late. Default: by any number. */
  readonly lateBy?: number;
  /**
   * Where there are millions of states: in depth a score of them wait at any time, in breadth hundreds of thousands, and what is near to
   * each other has most in common, so that it goes three times as fast. Default: breadth.
   */
  readonly order?: "depth";
}

const edit: UserAction = { act: "setImage", daemonSet: "default/agent", image: "agent:2" };
const rollback: UserAction = { act: "rollback", daemonSet: "default/agent" };
/** A node that has never been there: of one that comes back a flaw of the real controller is known (docs/fuzzing.md). */
const join: UserAction = { act: "join", node: { name: "new" } };
const leave: UserAction = { act: "leave", node: "*" };
const ALL = [edit, rollback, join, leave];

const CRASH: FaultBudgets = { controllerCrash: 1 };
const BOTH: FaultBudgets = { controllerCrash: 1, staleCache: 1 };

/** Of the revisions a late informer leads to a flaw of the real controller: see docs/exploring.md. */
const LATE = ["pods", "nodes", "daemonsets.apps"];

export const SITUATIONS: readonly Situation[] = [
  { what: "an edit, a rollback, a join, a leave", may: ALL, faults: {} },
  { what: "an edit, a rollback; a crash, a stale cache", may: [edit, rollback], faults: BOTH },
  { what: "an edit, a leave; a crash, a stale cache", may: [edit, leave], faults: BOTH },
  { what: "an edit, a join; a crash, a stale cache", may: [edit, join], faults: BOTH },
  { what: "an edit, a rollback, a join, a leave; a crash", may: ALL, faults: CRASH },
  // One informer is late at most, so that all is looked at by looking at one after another.
  { what: "all six, the stale cache being of nodes", may: ALL, faults: BOTH, late: ["nodes"] },
  {
    what: "all six, the stale cache being of DaemonSets",
    may: ALL,
    faults: BOTH,
    late: ["daemonsets.apps"],
    order: "depth",
  },
  { what: "all six, the stale cache being of pods", may: ALL, faults: BOTH, late: ["pods"], order: "depth" },
  { what: "… late by 4 changes at most", may: ALL, faults: BOTH, late: ["pods"], lateBy: 4, order: "depth" },
  { what: "… late by 3 changes at most", may: ALL, faults: BOTH, late: ["pods"], lateBy: 3, order: "depth" },
];

/** The columns of the table. */
export const STRATEGIES = {
  RollingUpdate: {},
  "with surge": { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
  OnDelete: { updateStrategy: { type: "OnDelete" } },
};

export type Strategy = keyof typeof STRATEGIES;

export function modelOf(strategy: Strategy, { may, faults, late = LATE, lateBy }: Situation): Model {
  const template = {
    metadata: { labels: { app: "agent" } },
    spec: { containers: [{ name: "main", image: "agent:1" }] },
  };
  const spec = { selector: { matchLabels: { app: "agent" } }, ...STRATEGIES[strategy], template };
  const metadata = { name: "agent", namespace: "default" };
  const manifest = { apiVersion: "apps/v1", kind: "DaemonSet", metadata, spec };
  return {
    name: strategy,
    cluster: { nodes: 3, machines: "instant" },
    start: [{ act: "apply", manifest }],
    may,
    faults,
    late,
    ...(lateBy === undefined ? {} : { lateBy }),
    interleave: ["daemonset-controller"],
  };
}
