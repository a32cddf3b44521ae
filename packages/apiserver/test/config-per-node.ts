import { ApiException, CoreV1Api, type KubeConfig, makeInformer, type V1Node } from "@kubernetes/client-node";

const NAMESPACE = "kube-system";
const RETRY_AFTER = 1000;

/**
 * A controller as people write them with @kubernetes/client-node: it keeps one ConfigMap for each node, with the node's
 * zone in it. A key at a time; what fails is tried again after a second.
 */
export async function startConfigPerNode(kc: KubeConfig): Promise<void> {
  const core = kc.makeApiClient(CoreV1Api);
  const nodes = makeInformer(kc, "/api/v1/nodes", () => core.listNode());
  const queue = new Set<string>();
  let working = false;

  const enqueue = (name: string | undefined) => {
    if (name === undefined) return;
    queue.add(name);
    if (!working) void work();
  };

  const work = async () => {
    working = true;
    for (const name of queue) {
      queue.delete(name);
      try {
        await reconcile(name);
      } catch {
        setTimeout(() => enqueue(name), RETRY_AFTER);
      }
    }
    working = false;
  };

  const reconcile = async (node: string) => {
    const name = `node-config-${node}`;
    const found = nodes.get(node);
    if (found === undefined) return remove(name);
    const data = { zone: zoneOf(found) };
    const existing = await read(name);
    if (existing === undefined)
      await core.createNamespacedConfigMap({ namespace: NAMESPACE, body: { metadata: { name }, data } });
    else if (existing.data?.["zone"] !== data.zone)
      await core.replaceNamespacedConfigMap({ name, namespace: NAMESPACE, body: { ...existing, data } });
  };

  const read = (name: string) => unlessGone(core.readNamespacedConfigMap({ name, namespace: NAMESPACE }));
  const remove = async (name: string) => {
    await unlessGone(core.deleteNamespacedConfigMap({ name, namespace: NAMESPACE }));
  };

  nodes.on("add", ({ metadata }) => enqueue(metadata?.name));
  nodes.on("update", ({ metadata }) => enqueue(metadata?.name));
  nodes.on("delete", ({ metadata }) => enqueue(metadata?.name));
  nodes.on("error", () => setTimeout(() => void nodes.start(), RETRY_AFTER));
  await nodes.start();
}

async function unlessGone<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

function zoneOf(node: V1Node): string {
  return node.metadata?.labels?.["topology.kubernetes.io/zone"] ?? "unknown";
}
