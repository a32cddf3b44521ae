import * as k8s from "@kubernetes/client-node";
import { Cluster } from "@kubetick/cluster";
import { describe, expect, it } from "vitest";
import { ClientHost } from "../src/host/client-host.ts";
import { advanceWithClients, settleWithClients } from "../src/host/settle.ts";
import { connect } from "../src/node/connect.ts";

const NAMESPACE = "default";

function atOnce(cluster = new Cluster({ nodes: 2 })) {
  return { cluster, kc: connect(new k8s.KubeConfig(), cluster) };
}

const config = (name: string, data: Record<string, string> = {}): k8s.V1ConfigMap => ({ metadata: { name }, data });

async function failure(request: Promise<unknown>): Promise<[number, k8s.V1Status]> {
  const error = await request.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(k8s.ApiException);
  return [error.code, JSON.parse(error.body)];
}

describe("typed APIs", () => {
  it("create, read, replace, patch and delete", async () => {
    const { kc } = atOnce();
    const core = kc.makeApiClient(k8s.CoreV1Api);
    const created = await core.createNamespacedConfigMap({ namespace: NAMESPACE, body: config("a", { k: "v" }) });
    expect(created.metadata).toMatchObject({ name: "a", namespace: NAMESPACE });
    expect(created.metadata?.creationTimestamp).toEqual(new Date("2026-01-01T00:00:00Z"));
    const body = { ...created, data: { k: "w" } };
    await core.replaceNamespacedConfigMap({ name: "a", namespace: NAMESPACE, body });
    const patch = [{ op: "add", path: "/data/l", value: "m" }];
    await core.patchNamespacedConfigMap({ name: "a", namespace: NAMESPACE, body: patch });
    const read = await core.readNamespacedConfigMap({ name: "a", namespace: NAMESPACE });
    expect(read.data).toEqual({ k: "w", l: "m" });
    const deleted = await core.deleteNamespacedConfigMap({ name: "a", namespace: NAMESPACE });
    expect(deleted.status).toBe("Success");
    expect((await core.listNamespacedConfigMap({ namespace: NAMESPACE })).items).toEqual([]);
  });

  it("tell a conflict by its code and its Status", async () => {
    const { kc } = atOnce();
    const core = kc.makeApiClient(k8s.CoreV1Api);
    const created = await core.createNamespacedConfigMap({ namespace: NAMESPACE, body: config("a") });
    const replace = (data: Record<string, string>) =>
      core.replaceNamespacedConfigMap({ name: "a", namespace: NAMESPACE, body: { ...created, data } });
    await replace({ first: "yes" });
    const [code, status] = await failure(replace({ second: "no" }));
    expect([code, status.reason, status.message]).toEqual([
      409,
      "Conflict",
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    ]);
  });

  it("read the objects of other groups, and select", async () => {
    const { cluster, kc } = atOnce();
    cluster.nodes.patch("node-2", { metadata: { labels: { zone: "a" } } });
    const { items } = await kc.makeApiClient(k8s.CoreV1Api).listNode({ labelSelector: "zone=a" });
    expect(items.map(({ metadata }) => metadata?.name)).toEqual(["node-2"]);
    expect((await kc.makeApiClient(k8s.AppsV1Api).listDaemonSetForAllNamespaces()).items).toEqual([]);
    expect((await kc.makeApiClient(k8s.VersionApi).getCode()).gitVersion).toBe("v1.37.2");
  });

  it("know custom resources", async () => {
    const { kc } = atOnce();
    const names = { plural: "widgets", singular: "widget", kind: "Widget" };
    const versions = [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }];
    await kc.makeApiClient(k8s.ApiextensionsV1Api).createCustomResourceDefinition({
      body: {
        metadata: { name: "widgets.example.com" },
        spec: { group: "example.com", scope: "Namespaced", names, versions },
      },
    });
    const custom = kc.makeApiClient(k8s.CustomObjectsApi);
    const place = { group: "example.com", version: "v1", namespace: NAMESPACE, plural: "widgets" };
    const body = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" }, spec: { size: 1 } };
    await custom.createNamespacedCustomObject({ ...place, body });
    const patch = [{ op: "replace", path: "/spec/size", value: 2 }];
    await custom.patchNamespacedCustomObject({ ...place, name: "w", body: patch });
    expect(await custom.getNamespacedCustomObject({ ...place, name: "w" })).toMatchObject({ spec: { size: 2 } });
    const { items } = await custom.listNamespacedCustomObject(place);
    expect(items).toHaveLength(1);
    await custom.deleteNamespacedCustomObject({ ...place, name: "w" });
    expect((await failure(custom.getNamespacedCustomObject({ ...place, name: "w" })))[0]).toBe(404);
  });

  it("find the path of any object by discovery", async () => {
    const { cluster, kc } = atOnce();
    const objects = k8s.KubernetesObjectApi.makeApiClient(kc);
    const object = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a", namespace: NAMESPACE },
      data: { k: "v" },
    };
    await objects.create(object);
    await objects.patch(
      { ...object, data: { k: "w" } },
      undefined,
      undefined,
      undefined,
      undefined,
      k8s.PatchStrategy.MergePatch,
    );
    expect(cluster.configMaps.get("default/a").data).toEqual({ k: "w" });
    await objects.delete(object);
    expect(cluster.configMaps.list({ namespace: NAMESPACE })).toEqual([]);
  });

  it("say that nothing can be executed", async () => {
    const { kc } = atOnce();
    const exec = new k8s.Exec(kc).exec(NAMESPACE, "p", "c", "ls", null, null, null, false);
    await expect(exec).rejects.toThrow("exec, attach and port-forward are not served");
  });
});

/** A client with an informer of nodes, and what it has been told. */
function withInformer(cluster = new Cluster({ nodes: 2 })) {
  const host = new ClientHost(cluster, { name: "looker" });
  const kc = connect(new k8s.KubeConfig(), host);
  const core = kc.makeApiClient(k8s.CoreV1Api);
  const told: string[] = [];
  const informer = host.run(() => {
    const made = k8s.makeInformer(kc, "/api/v1/nodes", () => core.listNode());
    for (const verb of ["add", "update", "delete"] as const)
      made.on(verb, (node) => told.push(`${verb} ${node.metadata?.name}`));
    made.on("error", (error) => {
      told.push(`error ${error}`);
      setTimeout(() => made.start(), 5000);
    });
    void made.start();
    return made;
  });
  return { cluster, host, informer, told };
}

const NEWS = (told: string[]) => told.splice(0).filter((line) => !line.startsWith("update"));

describe("informers", () => {
  it("are told of what comes, changes and goes", async () => {
    const { cluster, host, informer, told } = withInformer();
    await settleWithClients(cluster, [host]);
    expect(NEWS(told)).toEqual(["add node-1", "add node-2"]);
    cluster.addNode("node-3");
    cluster.removeNode("node-1");
    await settleWithClients(cluster, [host]);
    expect(NEWS(told)).toEqual(["add node-3", "delete node-1"]);
    cluster.nodes.patch("node-2", { metadata: { labels: { zone: "a" } } });
    await settleWithClients(cluster, [host]);
    expect(told).toEqual(["update node-2"]);
    expect(informer.get("node-2")?.metadata?.labels?.["zone"]).toBe("a");
    host.close();
  });

  it("wait: nothing is told before it is delivered", async () => {
    const { cluster, host, told } = withInformer();
    await host.idle();
    expect(host.pending().map(({ text }) => text)).toEqual(["list nodes"]);
    host.answer();
    cluster.addNode("node-3");
    await host.idle();
    expect(NEWS(told)).toEqual(["add node-1", "add node-2"]);
    expect(host.pending().map(({ text }) => text)).toEqual(["watch nodes"]);
    const { watch } = host.answer();
    await host.idle();
    expect(host.watches().map(({ id, resource, news }) => [id, resource, news.map(({ type }) => type)])).toEqual([
      [watch, "nodes", ["ADDED"]],
    ]);
    expect(told).toEqual([]);
    host.deliver(watch!, 1);
    await host.idle();
    expect(told).toEqual(["add node-3"]);
    host.close();
  });

  it("watch on where the server has ended a watch", async () => {
    const { cluster, host, told } = withInformer();
    await settleWithClients(cluster, [host]);
    const [first] = host.watches();
    host.endWatch(first!.id);
    cluster.addNode("node-3");
    await settleWithClients(cluster, [host]);
    expect(NEWS(told)).toEqual(["add node-1", "add node-2", "add node-3"]);
    await advanceWithClients(cluster, [host], "31m");
    cluster.removeNode("node-3");
    await settleWithClients(cluster, [host]);
    expect(NEWS(told)).toEqual(["delete node-3"]);
    host.close();
  });

  it("list again where what they have missed is no longer kept", async () => {
    const { cluster, host, told } = withInformer(new Cluster({ nodes: 1, builtin: [] }));
    await settleWithClients(cluster, [host]);
    host.endWatch(host.watches()[0]!.id);
    cluster.removeNode("node-1");
    cluster.addNode("node-2");
    for (let at = 0; at < 10_000; at++) cluster.nodes.patch("node-2", { metadata: { labels: { at: String(at) } } });
    await settleWithClients(cluster, [host]);
    expect(NEWS(told)).toEqual(["add node-1", "delete node-1", "add node-2"]);
    host.close();
  });

  it("tell a broken connection", async () => {
    const { cluster, host, told } = withInformer();
    await settleWithClients(cluster, [host]);
    host.endWatch(host.watches()[0]!.id, "lost");
    await host.idle();
    expect(NEWS(told)).toEqual(["add node-1", "add node-2", "error Error: socket hang up"]);
    const awaited = host.timers().filter(({ background }) => !background);
    expect(awaited.map(({ due }) => due - cluster.now)).toEqual([5000]);
    cluster.addNode("node-3");
    await settleWithClients(cluster, [host]);
    expect(NEWS(told)).toContain("add node-3");
    host.close();
  });
});
