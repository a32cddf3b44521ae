import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Cluster } from "@kubetick/cluster";
import { describe, expect, it } from "vitest";
import { ClientHost } from "./client-host.ts";
import { advanceWithClients, settleWithClients } from "./settle.ts";

function hosted() {
  const cluster = new Cluster({ builtin: [] });
  return { cluster, host: new ClientHost(cluster, { name: "mine" }) };
}

const CONFIGS = "/api/v1/namespaces/default/configmaps";
const body = (metadata: object) => JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata });

describe("requests", () => {
  it("wait, are told in words, and are answered in any order", async () => {
    const { cluster, host } = hosted();
    const codes: string[] = [];
    const send = (name: string, url: string, init?: RequestInit) =>
      host.fetch(url, init).then(({ status }) => codes.push(`${name} ${status}`));
    send("list", "/api/v1/nodes?labelSelector=a");
    send("create", CONFIGS, { method: "POST", body: body({ name: "a" }) });
    send("generate", CONFIGS, { method: "POST", body: body({ generateName: "b-" }) });
    send("status", "/apis/apps/v1/namespaces/kube-system/daemonsets/d/status", { method: "PUT", body: "{}" });
    send("collection", CONFIGS, { method: "DELETE" });
    send("discovery", "/apis");
    await host.idle();
    expect(host.pending().map(({ text }) => text)).toEqual([
      "list nodes",
      "create configmaps default/a",
      "create configmaps default/b-*",
      "update daemonsets.apps/status kube-system/d",
      "deletecollection configmaps default/",
      "discover",
    ]);
    expect(cluster.configMaps.list()).toEqual([]);
    host.answer(1);
    host.answer(0);
    await host.idle();
    expect(codes).toEqual(["create 201", "list 200"]);
    expect(cluster.history.at(-1)).toMatchObject({ request: { verb: "create", by: "mine" } });
  });

  it("are taken back where the client gives up", async () => {
    const { host } = hosted();
    const given = new AbortController();
    const answer = host.fetch("/api/v1/nodes", { signal: given.signal });
    await host.idle();
    expect(host.pending()).toHaveLength(1);
    given.abort(new Error("changed my mind"));
    await expect(answer).rejects.toThrow("changed my mind");
    expect(host.pending()).toEqual([]);
  });

  it("meet only what can happen to them", async () => {
    const { host } = hosted();
    const lost = host.fetch("/api/v1/nodes");
    await host.idle();
    expect(host.pending()[0]?.faults).toEqual(["serverError", "timeoutBefore", "lostBefore"]);
    expect(() => host.answer(0, "conflict")).toThrow(
      '"list nodes" cannot meet conflict, but: serverError, timeoutBefore, lostBefore',
    );
    expect(() => host.answer(1)).toThrow("mine has 1 requests waiting: there is none at 1");
    host.answer(0, "lostBefore");
    await expect(lost).rejects.toThrow("fetch failed");
  });
});

describe("time", () => {
  it("is the cluster's, for the client alone", async () => {
    const { cluster, host } = hosted();
    const before = setTimeout;
    const heard: string[] = [];
    const say = (what: string) => heard.push(`${new Date(Date.now()).toISOString().slice(11, 19)} ${what}`);
    host.run(async () => {
      setTimeout(say, 1000, "timeout");
      const interval = setInterval(say, 2000, "interval");
      setTimeout(() => clearInterval(interval), 5000);
      clearTimeout(setTimeout(say, 10, "never"));
      await sleep(3000);
      say("slept");
      await promisify(setTimeout)(500);
      say("slept on");
      AbortSignal.timeout(500).onabort = () => say("aborted");
    });
    clearTimeout(setTimeout(say, 1, "outside of the client"));
    expect(host.timers()).toHaveLength(4);
    await advanceWithClients(cluster, [host], "10s");
    expect(heard).toEqual([
      "00:00:01 timeout",
      "00:00:02 interval",
      "00:00:03 slept",
      "00:00:03 slept on",
      "00:00:04 interval",
      "00:00:04 aborted",
    ]);
    expect(Date.now()).not.toBe(cluster.now);
    const dates = host.run(() => [new Date(), new Date(5), new Date(2026, 1)]);
    expect(dates.map((date) => date.getTime())).toEqual([cluster.now, 5, new Date(2026, 1).getTime()]);
    expect(dates.every((date) => date instanceof Date)).toBe(true);
    host.close();
    expect(setTimeout).toBe(before);
  });

  it("has random numbers that are the same in each run", () => {
    const { cluster } = hosted();
    const numbers = (seed: number) => {
      const host = new ClientHost(cluster, { seed });
      const drawn = host.run(() => [Math.random(), Math.random()]);
      host.close();
      return drawn;
    };
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(2)).not.toEqual(numbers(1));
    for (const drawn of numbers(3)) expect(drawn >= 0 && drawn < 1).toBe(true);
  });

  it("is not moved by timers that nobody waits for", async () => {
    const { cluster, host } = hosted();
    const before = cluster.now;
    host.run(() => {
      setInterval(() => {}, 1000);
      setTimeout(() => {}, 1000).unref();
    });
    await settleWithClients(cluster, [host]);
    expect(cluster.now).toBe(before);
    host.close();
  });

  it("is waited for as long as timers lead to something", async () => {
    const { cluster, host } = hosted();
    const before = cluster.now;
    let tries = 0;
    host.run(() => {
      const tick = () => {
        tries++;
        if (tries <= 3) void host.fetch(CONFIGS, { method: "POST", body: body({ generateName: "a-" }) });
        setTimeout(tick, 1000);
      };
      setTimeout(tick, 1000);
    });
    await settleWithClients(cluster, [host]);
    expect([tries, cluster.now - before]).toEqual([4, 4000]);
    host.close();
  });

  it("does not move on where a client never stops asking", async () => {
    const { cluster, host } = hosted();
    let asks = true;
    void (async () => {
      while (asks) await host.fetch("/api/v1/nodes");
    })();
    const settling = settleWithClients(cluster, [host], { atOneInstant: 200 });
    await expect(settling).rejects.toThrow("mine waits for an answer: list nodes");
    asks = false;
    host.close();
  });
});
