import { Cluster } from "@kubetick/cluster";
import { type ApiRequest, builtinComponents, type ClusterState, type Component, type Pod } from "@kubetick/core";
import { type Invariant, type Observation, observation } from "../src/index.ts";

/** A DaemonSet `default/agent`, with some of its spec replaced. */
export function agent(spec: object = {}, version = 1): object {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "default" },
    spec: {
      selector: { matchLabels: { app: "agent" } },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      ...spec,
      template: {
        metadata: { labels: { app: "agent" } },
        spec: { containers: [{ name: "agent", image: `example.com/agent:${version}` }] },
      },
    },
  };
}

const WATCHES = ["configmaps", "pods", "nodes", "daemonsets.apps", "controllerrevisions.apps"];

/** A controller that does as it is told, whatever the rules: it sends the requests that are in a ConfigMap. */
const saboteur: Component = {
  name: "saboteur",
  watches: WATCHES,
  onEvent: ({ resource, key, type }, { enqueue }) => {
    if (resource === "configmaps" && type === "ADDED") enqueue(key);
  },
  *reconcile(key, { view }) {
    const { data } = view.get("configmaps", key) as unknown as { data: { requests: string } };
    for (const request of JSON.parse(data.requests) as ApiRequest[]) yield request;
  },
};

/** Three nodes with the agent on them, and a saboteur that waits for its orders. */
export function rolledOut(spec: object = {}): Cluster {
  return new Cluster({ nodes: 3, components: [saboteur] }).apply(agent(spec)).settle();
}

/** The cluster as it is, but nobody takes care of its DaemonSets any more. */
export function withoutController(cluster: Cluster, ...others: readonly string[]): Cluster {
  const gone = ["daemonset-controller", ...others];
  const builtin = builtinComponents().filter(({ name }) => !gone.includes(name));
  return Cluster.restore(cluster.snapshot(), { builtin, components: [saboteur] });
}

/** The steps of the cluster's next moments, in which the saboteur sends these requests. */
export function sabotaged(cluster: Cluster, requests: readonly ApiRequest[]): readonly Observation[] {
  cluster.configMaps.create({
    metadata: { name: `orders-${cluster.steps}`, namespace: "default" },
    data: { requests: JSON.stringify(requests) },
  });
  return stepsOf(cluster, (next) => next.components["saboteur"]?.sync === null, requests.length);
}

/** Only what the saboteur does is of interest: where its sync is not as it was before. */
function stepsOf(cluster: Cluster, isIdle: (state: ClusterState) => boolean, writes: number): readonly Observation[] {
  const steps: Observation[] = [];
  while (steps.length < writes) {
    const before = cluster.state;
    if (!cluster.proceed(cluster.now)) break;
    if (!isIdle(before)) steps.push(observation(cluster.state, before));
  }
  return steps;
}

/** What an invariant has to say of the steps: the first fault, or true. */
export function judged({ holds }: Invariant, steps: readonly Observation[]): true | string {
  for (const step of steps) {
    const held = holds(step);
    if (held !== true) return held;
  }
  return true;
}

/** The pod on a node: of several the one whose name comes first. */
export function podOn(cluster: Cluster, node: string): Pod {
  return cluster.pods.list({ namespace: "default" }).find(({ spec }) => spec.nodeName === node) as Pod;
}

export function deletion(pod: Pod): ApiRequest {
  return { verb: "delete", resource: "pods", namespace: "default", name: pod.metadata.name };
}

/** The creation of a pod like this one, for a node, with some of it replaced. */
export function copyFor(node: string, { metadata, spec }: Pod, container: object = {}): ApiRequest {
  const { labels, ownerReferences } = metadata;
  const { nodeName: _n, affinity: _a, ...rest } = spec as NonNullable<Pod["spec"]>;
  const term = { matchFields: [{ key: "metadata.name", operator: "In", values: [node] }] };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } };
  const [first, ...others] = rest.containers;
  const body = {
    metadata: { generateName: "agent-", labels, ownerReferences },
    spec: { ...rest, affinity, containers: [{ ...first, ...container }, ...others] },
  };
  return { verb: "create", resource: "pods", namespace: "default", body };
}
