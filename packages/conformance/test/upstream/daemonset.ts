import type { WatchEvent } from "../../../core/src/api/request.ts";
import { type DaemonNode, type DaemonRules, daemonRules } from "../../../core/src/components/daemonset/daemon-node.ts";
import { allDaemonNodes, withAdopted } from "../../../core/src/components/daemonset/daemon-nodes.ts";
import { rolloutLimits } from "../../../core/src/components/daemonset/limits.ts";
import { podsShouldBeOnNode } from "../../../core/src/components/daemonset/manage-node.ts";
import { onEvent } from "../../../core/src/components/daemonset/on-event.ts";
import {
  createPodTemplate,
  HASH_LABEL,
  isPodUpdated,
  replaceNodeNameAffinity,
  targetNodeName,
} from "../../../core/src/components/daemonset/pod-template.ts";
import { nodeShouldRunDaemonPod } from "../../../core/src/components/daemonset/should-run.ts";
import { syncNode } from "../../../core/src/components/daemonset/sync-node.ts";
import { tally } from "../../../core/src/components/daemonset/tally.ts";
import type { Affinity, DaemonSet, Node, Pod, PodTemplateSpec } from "../../../core/src/kubernetes/types.ts";
import type { ComponentContext } from "../../../core/src/machine/component.ts";
import { Context } from "../../../core/src/machine/context.ts";
import { EMPTY_TABLE, type Table, withObject } from "../../../core/src/store/table.ts";
import { emptyTree, fromEntries, type Tree, values } from "../../../core/src/store/tree.ts";
import { EPOCH } from "../../../core/src/time.ts";
import { nodeOf, podOf, type ShortNode, type ShortPod, specOf } from "./objects.ts";
import type { Case } from "./table.ts";

/** A pod of the table of getNodesToDaemonPods. */
interface DaemonPod {
  readonly name: string;
  readonly node: string;
  readonly labels: Readonly<Record<string, string>>;
  /** A DaemonSet, or `none`. */
  readonly owner: string;
  readonly phase?: string;
  readonly deleted?: boolean;
  readonly ready?: boolean;
}

/** So many pods that are alike, of the DaemonSet unless they say otherwise. */
interface DaemonPods extends Omit<DaemonPod, "name" | "owner"> {
  readonly count: number;
  readonly owner?: string;
}

const LABELS = { name: "simple-daemon", type: "production" };
const HASH = "hash";
const NOW = "2026-01-01T00:00:00Z";

function templateOf(short: ShortPod): PodTemplateSpec {
  return { metadata: { labels: short.labels ?? LABELS }, spec: specOf(short) } as PodTemplateSpec;
}

function daemonSetOf(template: ShortPod, more: object = {}, name = "ds"): DaemonSet {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name, namespace: "default", uid: name },
    spec: { selector: { matchLabels: LABELS }, template: templateOf(template) },
    ...more,
  } as unknown as DaemonSet;
}

function ownedBy(name: string): readonly object[] {
  return name === "none" ? [] : [{ apiVersion: "apps/v1", kind: "DaemonSet", name, uid: name, controller: true }];
}

function tableOf(resource: string, objects: Readonly<Record<string, unknown>>): Table {
  let table = EMPTY_TABLE;
  for (const [key, object] of Object.entries(objects))
    table = withObject(table, resource, key, undefined, object as Pod, table.resourceVersion + 1);
  return table;
}

/** What the controller puts into its queue after an event, or after a node is looked at. */
function queued(cache: Readonly<Record<string, Table>>, work: (context: ComponentContext) => void): readonly string[] {
  const keys: string[] = [];
  const { now, view, memory, silent, walkFrom, enqueueAfter } = new Context({ now: EPOCH, cache, memory: emptyTree() });
  work({ now, view, memory, silent, walkFrom, enqueueAfter, enqueue: (key) => keys.push(key) });
  return keys;
}

function onNodeChange(before: ShortNode, node: ShortNode, cache: Readonly<Record<string, Table>>): readonly string[] {
  const [old, object] = [nodeOf(before), nodeOf(node)];
  const event = { type: "MODIFIED", resource: "nodes", key: object.metadata.name, old, object };
  return queued(cache, (context) => onEvent(event as unknown as WatchEvent, context));
}

/** Whether a node's change makes the controller sync the DaemonSet: by way of looking at the node. */
function updateNode(inputs: Case): boolean {
  const { before, node, template, numberMisscheduled, podThere } = inputs as unknown as {
    before: ShortNode;
    node: ShortNode;
    template: ShortPod;
    numberMisscheduled?: number;
    podThere?: boolean;
  };
  const name = nodeOf(node).metadata.name;
  const pod = podOf({ labels: LABELS, nodeName: name, ownerReferences: ownedBy("ds") });
  const cache = {
    nodes: tableOf("nodes", { [name]: nodeOf(node) }),
    pods: tableOf("pods", podThere ? { "default/pod": pod } : {}),
    "daemonsets.apps": tableOf("daemonsets.apps", {
      "default/ds": daemonSetOf(template, { status: { numberMisscheduled } }),
    }),
  };
  return onNodeChange(before, node, cache).some((key) =>
    queued(cache, (context) => syncNode(key, context)).includes("default/ds"),
  );
}

/** The DaemonSets that the controller syncs when a pod comes, changes or goes. */
function podEvent(inputs: Case): readonly string[] {
  const { daemonSets, type, before, pod } = inputs as unknown as {
    daemonSets: Readonly<Record<string, object>>;
    type: WatchEvent["type"];
    before?: ShortPod & { owner: string };
    pod: ShortPod & { owner: string };
  };
  const sets = Object.entries(daemonSets).map(([name, matchLabels]) => {
    const daemonSet = daemonSetOf({}, {}, name);
    return [`default/${name}`, { ...daemonSet, spec: { ...daemonSet.spec, selector: { matchLabels } } }];
  });
  const cache = { "daemonsets.apps": tableOf("daemonsets.apps", Object.fromEntries(sets)) };
  const ofOwner = ({ owner, ...short }: ShortPod & { owner: string }) =>
    podOf({ ...short, ownerReferences: ownedBy(owner) });
  const old = before === undefined ? {} : { old: ofOwner(before) };
  const event = { type, resource: "pods", key: "default/pod", object: ofOwner(pod), ...old };
  return [...new Set(queued(cache, (context) => onEvent(event as unknown as WatchEvent, context)))].sort();
}

/** Whether the controller syncs anything when a pod that is none of its own goes. */
function deletePod({ removed }: Case): boolean {
  const cache = { "daemonsets.apps": tableOf("daemonsets.apps", { "default/ds": daemonSetOf({}) }) };
  const event = { type: "DELETED", resource: "pods", key: "default/pod", object: podOf(removed as ShortPod) };
  return queued(cache, (context) => onEvent(event as unknown as WatchEvent, context)).length > 0;
}

/** The nodes with the pods that count as the DaemonSet's, those that it takes in among them. */
function daemonNodesOf(rules: DaemonRules, nodes: readonly Node[], pods: readonly Pod[]): Tree<DaemonNode> {
  const table = tableOf("pods", Object.fromEntries(pods.map((pod) => [`default/${pod.metadata.name}`, pod])));
  const sources = {
    rules,
    nodes: fromEntries(nodes.map((node): [string, Node] => [node.metadata.name, node])),
    pods: (table.indexes.controller ?? emptyTree()) as Tree<Pod>,
  };
  const known = allDaemonNodes(sources);
  return withAdopted(known, sources, values(known.orphans)).byName;
}

/** The names of the pods that count as the DaemonSet's. */
function getNodesToDaemonPods(inputs: Case): readonly string[] {
  const { pods, includeDeletedTerminal } = inputs as unknown as {
    pods: readonly DaemonPod[];
    includeDeletedTerminal: boolean;
  };
  const nodes = ["node-0", "node-1"].map((name) => nodeOf({ name }));
  const rules = daemonRules(daemonSetOf({}, {}, "foo"), HASH);
  return values(daemonNodesOf(rules, nodes, pods.map(daemonPod)))
    .flatMap(({ name, pods: live, gone }) => (includeDeletedTerminal ? [...live, ...gone] : live).map(on(name)))
    .sort();
}

const on =
  (node: string) =>
  ({ metadata, spec }: Pod): string =>
    spec?.nodeName === node ? metadata.name : `${metadata.name} on ${node}`;

function daemonPod({ name, node, labels, owner, phase, deleted, ready }: DaemonPod): Pod {
  const pod = podOf({ labels, nodeName: node, ownerReferences: ownedBy(owner) }, name);
  const metadata = { ...pod.metadata, ...(deleted && { deletionTimestamp: NOW }) };
  const conditions = ready ? [{ type: "Ready", status: "True" }] : [];
  return { ...pod, metadata, status: { phase, conditions } } as unknown as Pod;
}

/** A world before a sync, all its pods of the current revision. */
function worldOf(inputs: Case): Tree<DaemonNode> {
  const { nodes, pods, template, updateStrategy } = inputs as unknown as {
    nodes: readonly ShortNode[];
    pods: readonly DaemonPods[];
    template: ShortPod;
    updateStrategy?: object;
  };
  const daemonSet = daemonSetOf(template);
  const spec = { ...daemonSet.spec, updateStrategy };
  const rules = daemonRules({ ...daemonSet, spec } as DaemonSet, HASH);
  const all = pods.flatMap(({ count, ...pod }, group) =>
    Array.from({ length: count }, (_, at) =>
      daemonPod({ owner: "ds", ...pod, name: `pod-${group}-${at}`, labels: { ...pod.labels, [HASH_LABEL]: HASH } }),
    ),
  );
  return daemonNodesOf(rules, nodes.map(nodeOf), all);
}

/** How many pods a sync creates and deletes. */
function sync(inputs: Case): unknown {
  const work = values(worldOf(inputs)).map((node) => podsShouldBeOnNode(node, EPOCH));
  return {
    created: work.filter(({ create }) => create).length,
    deleted: work.flatMap(({ failed, succeeded, excess }) => [...failed, ...succeeded, ...excess]).length,
  };
}

function unavailableNumbers({ nodes, updateStrategy }: Case): unknown {
  return rolloutLimits({ spec: { updateStrategy } } as unknown as DaemonSet, nodes as number);
}

/** By the name that the tables give to the function. */
export const DAEMON_SET: Readonly<Record<string, (inputs: Case) => unknown>> = {
  nodeShouldRunDaemonPod: ({ node, template }) =>
    nodeShouldRunDaemonPod(nodeOf(node as ShortNode), templateOf(template as ShortPod)),
  updateNode,
  podEvent,
  deletePod,
  shouldIgnoreNodeUpdate: ({ before, node }) => onNodeChange(before as ShortNode, node as ShortNode, {}).length === 0,
  getNodesToDaemonPods,
  sync,
  numberReady: (inputs) => tally(worldOf(inputs), EPOCH).ready,
  updatedDesiredNodeCounts: unavailableNumbers,
  isPodUpdated: ({ labels, hash, generation }) =>
    isPodUpdated(podOf({ labels: labels as Record<string, string> }), hash as string, generation as string),
  createPodTemplate: ({ generation, hash }) =>
    createPodTemplate({}, generation as string, hash as string).metadata?.labels,
  replaceNodeNameAffinity: ({ affinity, node }) =>
    replaceNodeNameAffinity(affinity as Affinity | undefined, node as string),
  targetNodeName: ({ spec }) => targetNodeName({ metadata: { name: "pod" }, spec } as unknown as Pod) ?? "none",
};
