import { explore, type FaultBudgets, type Model, Run, type UserAction } from "@kubetick/testing";

/**
 * Exhausts what can happen to a DaemonSet on three nodes, for each update strategy, with all stock invariants: the table in
 * docs/exploring.md. Prints exact numbers of states; takes some minutes.
 */

const STRATEGIES = {
  RollingUpdate: {},
  "… with surge": { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
  OnDelete: { updateStrategy: { type: "OnDelete" } },
};

const edit: UserAction = { act: "setImage", daemonSet: "default/agent", image: "agent:2" };
const rollback: UserAction = { act: "rollback", daemonSet: "default/agent" };
const join: UserAction = { act: "join", node: {} };
const leave: UserAction = { act: "leave", node: "*" };
const FAULTS: FaultBudgets = { controllerCrash: 1, staleCache: 1 };

const SITUATIONS: readonly (readonly [what: string, may: readonly UserAction[], faults: FaultBudgets])[] = [
  ["an edit, a rollback, a join, a leave", [edit, rollback, join, leave], {}],
  ["an edit, a rollback; a crash, a stale cache", [edit, rollback], FAULTS],
  ["an edit, a leave; a crash, a stale cache", [edit, leave], FAULTS],
  ["an edit, a join; a crash, a stale cache", [edit, join], FAULTS],
];

function modelOf(strategy: keyof typeof STRATEGIES, may: readonly UserAction[], faults: FaultBudgets): Model {
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
    // Of the revisions a late informer leads to a flaw of the real controller: see docs/exploring.md.
    late: ["pods", "nodes", "daemonsets.apps"],
    interleave: ["daemonset-controller"],
  };
}

for (const [what, may, faults] of SITUATIONS)
  for (const strategy of Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[]) {
    const { states, steps, depth, complete, counterexample } = explore(new Run(modelOf(strategy, may, faults)));
    const verdict = counterexample === undefined ? "all hold" : `${counterexample.invariant}: ${counterexample.fault}`;
    console.log(
      `${what.padEnd(46)}${strategy.padEnd(16)}${String(states).padStart(8)} states ${String(steps).padStart(8)} steps ${String(depth).padStart(4)} deep  ${complete ? "complete" : "cut"}, ${verdict}`,
    );
  }
