import { CoreV1Api, type KubeConfig, makeInformer, type V1ConfigMap, type V1Node } from "@kubernetes/client-node";

export const NAMESPACE = "kube-system";
const NODE_LABEL = "example.com/node";
const ZONE_LABEL = "topology.kubernetes.io/zone";
const RETRY_AFTER = 1000;

/**
 * Somebody's controller, as people write them with @kubernetes/client-node: it keeps one ConfigMap for each node, with the
 * node's zone in it. It knows nothing of simulations.
 *
 * It has a bug that no ordinary test finds: it looks for a node's ConfigMap in the cache of its informer, and forgets that
 * the cache may not have what it has itself just created.
 */
export async function startConfigPerNode(kc: KubeConfig): Promise<void> {
  const core = kc.makeApiClient(CoreV1Api);
  const nodes = makeInformer(kc, "/api/v1/nodes", () => core.listNode());
  const configs = makeInformer(
    kc,
    `/api/v1/namespaces/${NAMESPACE}/configmaps`,
    () => core.listNamespacedConfigMap({ namespace: NAMESPACE, labelSelector: NODE_LABEL }),
    NODE_LABEL,
  );
  const zones = new Map<string, string>();
  const configsOf = (node: string) =>
    configs.list(NAMESPACE).filter(({ metadata }) => metadata?.labels?.[NODE_LABEL] === node);

  const ensure = async (name: string, zone: string) => {
    const [existing] = configsOf(name);
    if (existing === undefined)
      await core.createNamespacedConfigMap({ namespace: NAMESPACE, body: configFor(name, zone) });
    else if (existing.data?.["zone"] !== zone) {
      const body = { ...existing, data: { zone } };
      await core.replaceNamespacedConfigMap({ name: existing.metadata?.name ?? "", namespace: NAMESPACE, body });
    }
  };
  const remove = async (name: string) => {
    for (const { metadata } of configsOf(name))
      await core.deleteNamespacedConfigMap({ name: metadata?.name ?? "", namespace: NAMESPACE });
  };
  const untilItWorks = (work: () => Promise<void>) => {
    work().catch(() => setTimeout(untilItWorks, RETRY_AFTER, work));
  };

  // Most changes of a node are its kubelet's, and none of our business.
  const onNode = (node: V1Node) => {
    const name = node.metadata?.name ?? "";
    const zone = node.metadata?.labels?.[ZONE_LABEL] ?? "unknown";
    if (zones.get(name) === zone) return;
    zones.set(name, zone);
    untilItWorks(() => ensure(name, zone));
  };
  nodes.on("add", onNode);
  nodes.on("update", onNode);
  nodes.on("delete", ({ metadata }) => {
    zones.delete(metadata?.name ?? "");
    untilItWorks(() => remove(metadata?.name ?? ""));
  });
  for (const informer of [configs, nodes])
    informer.on("error", () => setTimeout(() => void informer.start(), RETRY_AFTER));
  await configs.start();
  await nodes.start();
}

function configFor(node: string, zone: string): V1ConfigMap {
  return { metadata: { generateName: `${node}-`, labels: { [NODE_LABEL]: node } }, data: { zone } };
}
