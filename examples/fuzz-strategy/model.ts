import fc from "fast-check";
import { Cluster, type Pod, parseDuration, UPDATE_STRATEGY_ANNOTATION, type UpdateStrategy } from "kubetick";

const NODES = ["node-1", "node-2", "node-3"];
const MAX_UNAVAILABLE = 1;

function daemonSet(strategy: UpdateStrategy, version: number) {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "default", annotations: { [UPDATE_STRATEGY_ANNOTATION]: strategy.name } },
    spec: {
      selector: { matchLabels: { app: "agent" } },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: MAX_UNAVAILABLE } },
      template: {
        metadata: { labels: { app: "agent" } },
        spec: { containers: [{ name: "agent", image: "agent:1", env: [{ name: "V", value: String(version) }] }] },
      },
    },
  };
}

/** What may happen to the cluster, one line each: fast-check shrinks a list of them to the few that matter. */
export const history = fc.array(
  fc.oneof(
    fc.constantFrom(...NODES).map((node) => `fail ${node}`),
    fc.constantFrom(...NODES).map((node) => `recover ${node}`),
    fc.constantFrom(...NODES).map((node) => `delete the pod on ${node}`),
    fc.constant("edit the template"),
    fc.constantFrom("1s", "10s", "2m").map((time) => `wait ${time}`),
  ),
  { maxLength: 12 },
);

const clusters = new Map<UpdateStrategy, Cluster>();

/** Three nodes with the DaemonSet on them, made once for each strategy. */
function rolledOut(strategy: UpdateStrategy): Cluster {
  let cluster = clusters.get(strategy);
  if (cluster === undefined) {
    cluster = new Cluster({ nodes: 3, strategies: [strategy] }).apply(daemonSet(strategy, 1)).settle();
    clusters.set(strategy, cluster);
  }
  return cluster;
}

/** Plays a history, and throws at the first moment at which the strategy takes a pod away that it should have left. */
export function play(strategy: UpdateStrategy, lines: readonly string[]): void {
  let version = 1;
  const cluster = rolledOut(strategy).fork(); // forks are free
  for (const line of lines) {
    const [verb, ...rest] = line.split(" ");
    const last = rest.at(-1) as string;
    if (verb === "fail") cluster.failNode(last);
    else if (verb === "recover") cluster.recoverNode(last);
    else if (verb === "edit") cluster.apply(daemonSet(strategy, ++version));
    else if (verb === "delete")
      for (const pod of podsOn(cluster, last)) cluster.pods.delete(`default/${pod.metadata.name}`);
    else watchedAdvance(cluster, last);
  }
}

function watchedAdvance(cluster: Cluster, time: string): void {
  const end = cluster.now + parseDuration(time);
  checkNext(cluster);
  while (cluster.proceed(end)) checkNext(cluster);
}

/** Looks at what the controller is about to do: no available pod may go while `maxUnavailable` nodes are without one. */
function checkNext(cluster: Cluster): void {
  const next = cluster.state.components["daemonset-controller"]?.sync?.pending;
  if (next?.verb !== "delete" || next.resource !== "pods") return;
  const victim = cluster.pods.find(`default/${next.name}`);
  if (victim === undefined || !isAvailable(victim)) return;
  const without = NODES.filter((node) => !podsOn(cluster, node).some(isAvailable));
  if (without.length >= MAX_UNAVAILABLE) {
    throw new Error(
      `${without.length + 1} nodes unavailable, ${MAX_UNAVAILABLE} allowed: the strategy deletes the available pod on ` +
        `${victim.spec.nodeName} while ${without.join(", ")} has none`,
    );
  }
}

function podsOn(cluster: Cluster, node: string) {
  return cluster.pods.list({ namespace: "default", fieldSelector: `spec.nodeName=${node}` });
}

function isAvailable({ metadata, status }: Pod): boolean {
  const ready = status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
  return ready && metadata.deletionTimestamp === undefined;
}
