import { Cluster } from "@kubetick/cluster";
import { describe, expect, it } from "vitest";
import { fetchHandler } from "./handler.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of every kind, looked at field by field.
type Thing = any;

function served(cluster = new Cluster({ nodes: 2 })) {
  return { cluster, fetch: fetchHandler(cluster) };
}

const CONFIGS = "/api/v1/namespaces/default/configmaps";

const config = (name: string, more: object = {}) =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, ...more });

const jsonOf = async (response: Response): Promise<Thing> => response.json();

/** The events of a watch, one after the other. */
async function* eventsOf(response: Response) {
  let rest = "";
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as { type: string; object: Thing };
  }
}

async function toldBy(response: Response): Promise<string[]> {
  const told: string[] = [];
  for await (const { type, object } of eventsOf(response))
    told.push(`${type} ${object["metadata"]?.name ?? object["message"] ?? ""}`.trim());
  return told;
}

describe("a fetch whose server is the cluster", () => {
  it("reads, writes, patches and deletes", async () => {
    const { fetch } = served();
    const created = await fetch(CONFIGS, { method: "POST", body: config("a", { data: { k: "v" } }) });
    expect([created.status, created.headers.get("content-type")]).toEqual([201, "application/json"]);
    const patched = await fetch(`${CONFIGS}/a`, {
      method: "PATCH",
      headers: { "content-type": "application/merge-patch+json" },
      body: JSON.stringify({ data: { k: "w" } }),
    });
    expect((await jsonOf(patched)).data).toEqual({ k: "w" });
    const deleted = await fetch(new URL(`http://anywhere${CONFIGS}/a`), { method: "DELETE" });
    expect(await deleted.json()).toMatchObject({ kind: "Status", status: "Success" });
    expect((await fetch(new Request(`http://anywhere${CONFIGS}/a`))).status).toBe(404);
  });

  it("selects", async () => {
    const { cluster, fetch } = served();
    cluster.nodes.patch("node-1", { metadata: { labels: { zone: "a" } } });
    const list = await jsonOf(await fetch("/api/v1/nodes?labelSelector=zone%3Da"));
    expect(list.items.map(({ metadata }: Thing) => metadata.name)).toEqual(["node-1"]);
  });

  it("has warnings in headers", async () => {
    const { fetch } = served();
    const response = await fetch(CONFIGS, { method: "POST", body: config("a", { 'sp"ec': 1 }) });
    expect(response.headers.get("warning")).toBe(String.raw`299 - "unknown field \"sp\\\"ec\""`);
  });
});

describe("a watch", () => {
  it("tells what there is, then what changes, until its time is over", async () => {
    const { cluster, fetch } = served();
    const watch = await fetch("/api/v1/nodes?watch=1&timeoutSeconds=60");
    cluster.addNode("node-3");
    cluster.removeNode("node-1");
    const told = toldBy(watch);
    cluster.advance("59s");
    cluster.addNode("node-4");
    cluster.advance("1s");
    const names = (await told).filter((line) => !line.startsWith("MODIFIED"));
    expect(names).toEqual(["ADDED node-1", "ADDED node-2", "ADDED node-3", "DELETED node-1", "ADDED node-4"]);
  });

  it("begins after a version", async () => {
    const { cluster, fetch } = served();
    const { metadata } = await jsonOf(await fetch(CONFIGS));
    await fetch(CONFIGS, { method: "POST", body: config("a") });
    const watch = await fetch(`${CONFIGS}?watch=true&timeoutSeconds=1&resourceVersion=${metadata.resourceVersion}`);
    cluster.advance("1s");
    expect(await toldBy(watch)).toEqual(["ADDED a"]);
  });

  it("lets an object come and go with its selection", async () => {
    const { cluster, fetch } = served();
    const watch = await fetch(`${CONFIGS}?watch=true&timeoutSeconds=1&labelSelector=on`);
    const label = (on: string | null) => cluster.configMaps.patch("default/a", { metadata: { labels: { on } } });
    await fetch(CONFIGS, { method: "POST", body: config("a") });
    label("1");
    label("2");
    label(null);
    label(null);
    cluster.advance("1s");
    const events: unknown[] = [];
    for await (const { type, object } of eventsOf(watch)) events.push([type, object["metadata"].labels]);
    expect(events).toEqual([
      ["ADDED", { on: "1" }],
      ["MODIFIED", { on: "2" }],
      ["DELETED", { on: "2" }],
    ]);
  });

  it("says in the stream that what it asks for is no longer kept", async () => {
    const { cluster, fetch } = served();
    await fetch(CONFIGS, { method: "POST", body: config("a") });
    for (let at = 0; at < 10_000; at++) cluster.configMaps.patch("default/a", { data: { at: String(at) } });
    const watch = await fetch(`${CONFIGS}?watch=true&resourceVersion=1`);
    expect(watch.status).toBe(200);
    const { type, object } = (await eventsOf(watch).next()).value as Thing;
    expect([type, object.code, object.reason]).toEqual(["ERROR", 410, "Expired"]);
    expect(object.message).toMatch(/^too old resource version: 1 \(\d+\)$/);
  });

  it("says from time to time how far it has come", async () => {
    const { cluster, fetch } = served();
    const watch = await fetch(`${CONFIGS}?watch=true&allowWatchBookmarks=true&timeoutSeconds=61`);
    const told = toldBy(watch);
    cluster.advance("60s");
    await Promise.resolve();
    cluster.advance("1s");
    expect(await told).toEqual(["BOOKMARK"]);
  });

  it("says where what there is ends, for lists that are watches", async () => {
    const { cluster, fetch } = served();
    const query = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=1&timeoutSeconds=1";
    const watch = await fetch(`/api/v1/nodes?watch=1&${query}`);
    cluster.advance("1s");
    const first: Thing[] = [];
    for await (const event of eventsOf(watch)) if (first.length < 3) first.push(event);
    expect(first.map(({ type }) => type)).toEqual(["ADDED", "ADDED", "BOOKMARK"]);
    expect(first[2].object).toMatchObject({
      kind: "Node",
      metadata: { annotations: { "k8s.io/initial-events-end": "true" } },
    });
  });

  it("ends where the client gives up", async () => {
    const { cluster, fetch } = served();
    const given = new AbortController();
    const watch = await fetch("/api/v1/nodes?watch=1", { signal: given.signal });
    const told = toldBy(watch);
    given.abort();
    cluster.addNode("node-3");
    await expect(told).rejects.toThrow("aborted");
    await expect(fetch("/api/v1/nodes", { signal: given.signal })).rejects.toThrow("aborted");
  });
});
