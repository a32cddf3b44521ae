import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { naiveRollingUpdate, naiveStatus } from "../../../test/support/naive-daemonset.ts";
import type { DaemonSet, Node, Pod } from "../../kubernetes/types.ts";
import { EMPTY_TABLE, type Table, withObject } from "../../store/table.ts";
import { emptyTree, entries, get, remove, set, type Tree, values } from "../../store/tree.ts";
import { EPOCH, formatTime } from "../../time.ts";
import { type DaemonRules, daemonRules } from "./daemon-node.ts";
import { allDaemonNodes, type DaemonNodes, updatedDaemonNodes } from "./daemon-nodes.ts";
import { daemonNodesOf } from "./daemon-nodes-memo.ts";
import { rolloutLimits } from "./limits.ts";
import { HASH_LABEL } from "./pod-template.ts";
import { rollingUpdate } from "./rolling-update.ts";
import { rolloutView } from "./rollout-view.ts";
import { tally } from "./tally.ts";

interface World {
  readonly nodes: Tree<Node>;
  readonly pods: Table;
}

type Change = (world: World) => World;

const nodeName = fc.integer({ min: 0, max: 40 }).map((i) => `node-${i}`);

function withPod({ nodes, pods }: World, name: string, pod: Pod | undefined): World {
  const key = `default/${name}`;
  return { nodes, pods: withObject(pods, "pods", key, get(pods.objects, key), pod, pods.resourceVersion + 1) };
}

const nodeChange = fc
  .record({ name: nodeName, gone: fc.boolean(), taint: fc.constantFrom(undefined, "NoSchedule", "NoExecute") })
  .map(
    ({ name, gone, taint }): Change =>
      ({ nodes, pods }) => {
        const node = {
          apiVersion: "v1",
          kind: "Node",
          metadata: { name },
          spec: taint === undefined ? {} : { taints: [{ key: "a", effect: taint }] },
        } as unknown as Node;
        return { nodes: gone ? remove(nodes, name) : set(nodes, name, node), pods };
      },
  );

const podChange = fc
  .record({
    name: fc.integer({ min: 0, max: 80 }).map((i) => `pod-${i}`),
    gone: fc.boolean(),
    node: nodeName,
    bound: fc.boolean(),
    hash: fc.constantFrom("new", "old"),
    selected: fc.constantFrom(true, true, true, false),
    owner: fc.constantFrom("uid", "uid", "uid", "other", undefined),
    deleting: fc.constantFrom(false, false, false, true),
    phase: fc.constantFrom("Running", "Running", "Running", "Failed", "Succeeded"),
    readyAt: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
    age: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ name, gone, node, bound, hash, selected, owner, deleting, phase, readyAt, age }): Change => {
    const at = (seconds: number) => formatTime(EPOCH + seconds * 1000);
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [node] }] }],
        },
      },
    };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: {
        name,
        namespace: "default",
        labels: { [HASH_LABEL]: hash, app: selected ? "a" : "b" },
        creationTimestamp: at(age),
        ...(owner === undefined
          ? {}
          : {
              ownerReferences: [
                { apiVersion: "apps/v1", kind: "DaemonSet", name: "foo", uid: owner, controller: true },
              ],
            }),
        ...(deleting ? { deletionTimestamp: at(0) } : {}),
      },
      spec: { affinity, ...(bound ? { nodeName: node } : {}) },
      status: {
        phase,
        conditions: readyAt === undefined ? [] : [{ type: "Ready", status: "True", lastTransitionTime: at(readyAt) }],
      },
    } as unknown as Pod;
    return (world) => withPod(world, name, gone ? undefined : pod);
  });

const history = fc.array(fc.oneof(nodeChange, podChange, podChange, podChange), { maxLength: 150 });
const seconds = fc.integer({ min: 0, max: 100 });
const EMPTY: World = { nodes: emptyTree(), pods: EMPTY_TABLE };

function rulesOf(maxUnavailable: number, maxSurge: number, minReadySeconds: number): DaemonRules {
  const daemonSet = {
    metadata: { name: "foo", namespace: "default", uid: "uid" },
    spec: {
      minReadySeconds,
      selector: { matchLabels: { app: "a" } },
      template: { spec: { containers: [] } },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable, maxSurge } },
    },
  } as unknown as DaemonSet;
  return daemonRules(daemonSet, "new");
}

const anyRules = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(0, 0, 1, 3), fc.constantFrom(0, 20))
  .map((parts) => rulesOf(...parts));

const sourcesOf = (rules: DaemonRules, { nodes, pods }: World) => ({
  rules,
  nodes,
  pods: (pods.indexes.controller ?? emptyTree()) as Tree<Pod>,
});
const play = (world: World, changes: readonly Change[]) => changes.reduce((current, change) => change(current), world);
const plain = ({ byName, misfits, orphans }: DaemonNodes) => ({
  byName: [...entries(byName)].map(([name, { rules: _rules, ...node }]) => [name, node]),
  misfits: values(misfits),
  orphans: values(orphans),
});

describe("daemon nodes", () => {
  test("DS-NODES-01 from what has changed are those from scratch", () => {
    fc.assert(
      fc.property(anyRules, history, history, (rules, first, second) => {
        const before = play(EMPTY, first);
        const after = play(before, second);
        const known = allDaemonNodes(sourcesOf(rules, before));
        const updated = updatedDaemonNodes(sourcesOf(rules, before), known, sourcesOf(rules, after));
        expect(plain(updated)).toEqual(plain(allDaemonNodes(sourcesOf(rules, after))));
      }),
    );
  });

  test("DS-NODES-01 remembered ones do not depend on what was asked before", () => {
    fc.assert(
      fc.property(anyRules, anyRules, fc.array(history, { maxLength: 6 }), (rules, other, histories) => {
        let world = EMPTY;
        for (const changes of histories) {
          world = play(world, changes);
          daemonNodesOf(sourcesOf(other, world));
          expect(plain(daemonNodesOf(sourcesOf(rules, world)))).toEqual(plain(allDaemonNodes(sourcesOf(rules, world))));
        }
      }),
      { numRuns: 50 },
    );
  });

  test("DS-NODES-01 nothing is taken up of a DaemonSet with the same uid in another cluster and namespace", () => {
    const inDefault = rulesOf(1, 0, 0);
    const { metadata } = inDefault.daemonSet;
    const elsewhere = daemonRules({ ...inDefault.daemonSet, metadata: { ...metadata, namespace: "elsewhere" } }, "new");
    const orphan = { metadata: { name: "stray", namespace: "elsewhere", labels: { app: "a" } } } as unknown as Pod;
    const pods = withObject(EMPTY_TABLE, "pods", "elsewhere/stray", undefined, orphan, 1);
    daemonNodesOf(sourcesOf(inDefault, EMPTY));
    const { orphans } = daemonNodesOf(sourcesOf(elsewhere, { ...EMPTY, pods }));
    expect(values(orphans)).toEqual([orphan]);
  });

  test("DS-NODES-02 the tally at any time is that of all nodes one by one, as the real controller counts", () => {
    fc.assert(
      fc.property(
        anyRules,
        history,
        history,
        fc.array(seconds, { minLength: 1, maxLength: 5 }),
        (rules, first, second, times) => {
          const before = play(EMPTY, first);
          for (const world of [before, play(before, second)]) {
            const nodes = daemonNodesOf(sourcesOf(rules, world)).byName;
            // In both directions: forks of one world stand at different times.
            for (const time of times) {
              const now = EPOCH + time * 1000;
              const { desired, current, misscheduled, ready, updated, available } = tally(nodes, now);
              expect({ desired, current, misscheduled, ready, updated, available }).toEqual(
                naiveStatus(rules, values(nodes), now),
              );
            }
          }
        },
      ),
    );
  });

  test("DS-NODES-03 RollingUpdate plans what the real loop over all nodes plans", () => {
    fc.assert(
      fc.property(anyRules, history, seconds, (rules, changes, time) => {
        const world = play(EMPTY, changes);
        const nodes = daemonNodesOf(sourcesOf(rules, world)).byName;
        const now = EPOCH + time * 1000;
        const limits = rolloutLimits(rules.daemonSet, tally(nodes, now).desired);
        if ("error" in limits) throw new Error(limits.error);
        const plan = rollingUpdate.plan(rolloutView(rules, nodes, { now, walkFrom: undefined }, limits));
        const sorted = (list: Iterable<string> | undefined) => [...(list ?? [])].sort();
        const naive = naiveRollingUpdate(rules, values(nodes), now, limits);
        if (naive === "error") {
          expect(plan.error).toMatch(/^couldn't get node for nodeName "node-\d+": node "node-\d+" not found$/);
          return;
        }
        expect({ deletePods: sorted(plan.deletePods), createOn: sorted(plan.createOn) }).toEqual({
          deletePods: sorted(naive.deletePods),
          createOn: sorted(naive.createOn),
        });
      }),
      { numRuns: 300 },
    );
  });
});
