import { ANY, type Model, type ModelCluster, type UserAction } from "@kubetick/testing";

/** A cluster and a DaemonSet with which a run begins. */
export interface Situation {
  readonly name: string;
  /** In words. */
  readonly what: string;
  readonly manifest: object;
  readonly cluster?: Pick<ModelCluster, "nodes" | "images">;
  /** The DaemonSet is applied as the run begins, and not long before. */
  readonly fresh?: boolean;
  /** What is done before. Default: the DaemonSet is applied, if it is not `fresh`. */
  readonly before?: readonly UserAction[];
}

const DAEMON_SET = "default/agent";
const TO_ONE_NODE = { nodeSelector: { "kubernetes.io/hostname": "node-1" } } as const;
const NEW_IMAGE: UserAction = { act: "setImage", daemonSet: DAEMON_SET, image: "agent:2" };
const ORPHANING: UserAction = { act: "deleteDaemonSet", daemonSet: DAEMON_SET, cascade: "orphan" };

/** What people may do, whatever the situation, and whatever the bug: each once. */
const MAY: readonly UserAction[] = [
  NEW_IMAGE,
  { act: "setImage", daemonSet: DAEMON_SET, image: "agent:3" },
  {
    act: "editTemplate",
    daemonSet: DAEMON_SET,
    template: { spec: { tolerations: null, ...TO_ONE_NODE } },
  },
  { act: "deletePod", pod: ANY, now: true },
  { act: "labelPod", pod: ANY, key: "app", value: null },
  { act: "leave", node: ANY },
  ORPHANING,
];

/** What may go wrong, whatever the situation, and whatever the bug: each once. */
const FAULTS = { staleCache: 1, nodeFailure: 1, requestTimeout: 1 } as const;

type Json = Readonly<Record<string, unknown>>;

interface Described {
  readonly spec?: Json;
  readonly metadata?: Json;
  readonly pod?: Json;
  readonly container?: Json;
}

function daemonSet({ spec = {}, metadata = {}, pod = {}, container = {} }: Described = {}): object {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "default" },
    spec: {
      selector: { matchLabels: { app: "agent" } },
      revisionHistoryLimit: 1,
      ...rolling(1, 0),
      ...spec,
      template: {
        metadata: { labels: { app: "agent" }, ...metadata },
        spec: { containers: [{ name: "main", image: "agent:1", ...container }], ...pod },
      },
    },
  };
}

function rolling(maxUnavailable: number, maxSurge: number): Json {
  return { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable, maxSurge } } };
}

const DEDICATED = { key: "dedicated", effect: "NoSchedule" } as const;

/** Tried one after another for each bug and each mutant, in this order. There are two nodes, where nothing else is said. */
export const SITUATIONS: readonly Situation[] = [
  {
    name: "new",
    what: "The DaemonSet is applied, and the rest happens while it begins",
    manifest: daemonSet(),
    fresh: true,
  },
  {
    name: "no room",
    what: "A node that is too small for the pod",
    manifest: daemonSet({ container: { resources: { requests: { cpu: "1" } } } }),
    cluster: {
      nodes: [{ name: "node-1" }, { name: "node-2", capacity: { cpu: "100m", memory: "1Gi", pods: "10" } }],
    },
    fresh: true,
  },
  {
    name: "held",
    what: "A finalizer holds pods that have ended",
    manifest: daemonSet({ metadata: { finalizers: ["example.com/hold"] } }),
  },
  {
    name: "left behind",
    what: "Pods that a DaemonSet has left behind; another one takes them over, and wants one node",
    manifest: daemonSet({ pod: TO_ONE_NODE }),
    fresh: true,
    before: [{ act: "apply", manifest: daemonSet() }, NEW_IMAGE, ORPHANING],
  },
  { name: "rolling", what: "RollingUpdate, one node at a time", manifest: daemonSet() },
  { name: "surge", what: "RollingUpdate with maxSurge 1", manifest: daemonSet({ spec: rolling(0, 1) }) },
  {
    name: "not ready",
    what: "maxSurge 1, and pods that never get ready",
    manifest: daemonSet({ spec: rolling(0, 1), container: { readinessProbe: { tcpSocket: { port: 80 } } } }),
    cluster: { images: { "agent:1": { readiness: false } } },
  },
  {
    name: "rejected",
    what: "Pods that the kubelet rejects",
    manifest: daemonSet({ pod: { os: { name: "windows" } } }),
    fresh: true,
  },
  {
    name: "clock ahead",
    what: "minReadySeconds 10, and a node whose clock is five seconds ahead",
    manifest: daemonSet({ spec: { minReadySeconds: 10 } }),
    cluster: { nodes: [{ name: "node-1", clockSkew: 5_000 }, { name: "node-2" }] },
    fresh: true,
  },
  { name: "by hand", what: "OnDelete", manifest: daemonSet({ spec: { updateStrategy: { type: "OnDelete" } } }) },
  {
    name: "tainted",
    what: "maxSurge 1, and a node with a taint that the first template tolerates",
    manifest: daemonSet({
      spec: rolling(0, 1),
      pod: { tolerations: [{ key: DEDICATED.key, operator: "Exists" }] },
    }),
    cluster: { nodes: [{ name: "node-1" }, { name: "node-2", taints: [DEDICATED] }] },
  },
];

/** What is tried with all situations: the bugs that are there, and what must hold. */
export interface Candidate extends Pick<ModelCluster, "upstreamBugs" | "upstreamFixes"> {
  readonly invariants?: Model["invariants"];
}

/** Of which resources an informer may be late. Of revisions it may not: there v1.37 has a flaw (see docs/exploring.md). */
const LATE = ["daemonsets.apps", "pods", "nodes"] as const;

export function modelOf(situation: Situation, candidate: Candidate): Model {
  const { name, manifest, cluster = {}, fresh = false } = situation;
  const { upstreamBugs = [], upstreamFixes = [], invariants } = candidate;
  const apply: UserAction = { act: "apply", manifest };
  return {
    name,
    cluster: { nodes: 2, ...cluster, upstreamBugs, upstreamFixes },
    start: situation.before ?? (fresh ? [] : [apply]),
    ...(fresh ? { opening: [apply] } : {}),
    may: MAY,
    faults: FAULTS,
    late: LATE,
    ...(invariants === undefined ? {} : { invariants }),
  };
}
