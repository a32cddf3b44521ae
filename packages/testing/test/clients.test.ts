import type { ClientHost } from "@kubetick/apiserver";
import { type Component, viewOf } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import {
  type Client,
  type ClientFaultBudgets,
  type ClientModel,
  type ClientsCheckFailedError,
  checkClients,
  replayClients,
} from "../src/clients/index.ts";
import { always, eventually, type Observation, replay, sometimes } from "../src/index.ts";

const CONFIGS = "/api/v1/namespaces/default/configmaps";
const json = { "content-type": "application/json" };
const create = (host: ClientHost, name: string) =>
  host.fetch(CONFIGS, { method: "POST", headers: json, body: JSON.stringify({ metadata: { name } }) });

const names = ({ state }: Observation) =>
  viewOf(state.tables)
    .list("configmaps", "default")
    .map(({ metadata }) => metadata.name);

/** Creates one config after another, and then labels the first, as it has read it. */
const writer: Client = {
  name: "writer",
  async start(host) {
    await create(host, "a");
    await create(host, "b");
    const read = await (await host.fetch(`${CONFIGS}/a`)).json();
    const labelled = { ...(read as object), data: { seen: "yes" } };
    await host.fetch(`${CONFIGS}/a`, { method: "PUT", headers: json, body: JSON.stringify(labelled) });
  },
};

/** Creates a config for each node that its watch tells of. */
const watcher: Client = {
  name: "watcher",
  async start(host) {
    const { body } = await host.fetch("/api/v1/nodes?watch=true");
    const decoder = new TextDecoder();
    let text = "";
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(piece, { stream: true });
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) {
        const { type, object } = JSON.parse(line);
        if (type === "ADDED") void create(host, `for-${object.metadata.name}`);
      }
    }
  },
};

const empty: ClientModel = { name: "empty", cluster: { nodes: 0, builtin: [] }, invariants: [] };
const oneNode: ClientModel = { ...empty, cluster: { nodes: 1, builtin: [] } };

async function failure(check: Promise<unknown>): Promise<ClientsCheckFailedError> {
  try {
    await check;
  } catch (error) {
    return error as ClientsCheckFailedError;
  }
  throw new Error("nothing was found");
}

/** What happens in words, without the times. */
const told = ({ story }: ClientsCheckFailedError) =>
  story.slice(1).flatMap((line) => /^ +[\d.]+s {2}(.*)$/.exec(line)?.[1] ?? []);

describe("exploring", () => {
  const two = [writer, { ...writer, name: "second", start: (host: ClientHost) => create(host, "c") }];

  test("plays every interleaving of the requests of two clients", async () => {
    const seen = new Set<string>();
    const orders = always("orders", (at) => {
      seen.add(names(at).join());
      return true;
    });
    const report = await checkClients(
      { ...empty, invariants: [orders] },
      { clients: two, by: "explore", departures: 9 },
    );
    // One of four requests of the first client comes before, between or after: a grid of 5 by 2 states.
    expect(report).toMatchObject({ by: "explore", complete: true });
    expect([...seen].sort()).toEqual(["", "a", "a,b", "a,b,c", "a,c", "c"]);
  });

  test("comes to the same with and without merging", async () => {
    const outcomes = async (merge: boolean) => {
      const seen = new Set<string>();
      const all = always("all", (at) => {
        if (at.atRest) seen.add(JSON.stringify(viewOf(at.state.tables).list("configmaps", "default")));
        return true;
      });
      const model: ClientModel = { ...empty, faults: { requestTimeout: 1 }, invariants: [all] };
      const report = await checkClients(model, { clients: two, by: "explore", departures: 9, merge });
      return { seen: [...seen].sort(), report };
    };
    const [merged, plain] = [await outcomes(true), await outcomes(false)];
    expect(merged.seen).toEqual(plain.seen);
    expect([merged.report, plain.report]).toMatchObject([{ complete: true }, { complete: true }]);
    expect((merged.report as { runs: number }).runs).toBeLessThan((plain.report as { runs: number }).runs);
  });

  test("a departure more finds what needs it, and not before", async () => {
    const model: ClientModel = {
      ...oneNode,
      may: [
        { act: "join", node: { name: "node-2" } },
        { act: "leave", node: "node-1" },
      ],
      invariants: [always("never", (at) => !names(at).includes("for-node-2") || "node-2 was seen")],
    };
    const clients = [watcher];
    expect(await checkClients(model, { clients, by: "explore", departures: 0 })).toMatchObject({ complete: false });
    const { fault, counterexample } = await failure(checkClients(model, { clients, by: "explore", departures: 1 }));
    expect(fault).toBe("node-2 was seen");
    expect(counterexample.shrunkFrom).toBeUndefined();
  });

  test("says what should hold sometimes and never has, once it has seen all", async () => {
    const never = sometimes("z", (at) => names(at).includes("z") || "no z");
    const once = sometimes("b", (at) => names(at).includes("b") || "no b");
    const options = { clients: [writer], by: "explore" } as const;
    expect(await checkClients({ ...empty, invariants: [never, once] }, options)).toMatchObject({ neverSeen: ["z"] });
  });

  test("can be stopped", async () => {
    const options = { clients: two, by: "explore", departures: 9 } as const;
    expect(await checkClients(empty, { ...options, maxRuns: 2 })).toMatchObject({ runs: 2, complete: false });
    expect(await checkClients(empty, { ...options, onProgress: () => false })).toMatchObject({
      runs: 1,
      complete: false,
    });
  });
});

describe("what goes wrong", () => {
  const cases: readonly [keyof ClientFaultBudgets, Client, string][] = [
    ["requestTimeout", writer, "writer, which creates configmap a, gets no answer in time; nothing has been done"],
    ["lostAnswer", writer, "writer, which creates configmap a, loses its connection; nothing has been done"],
    ["serverError", writer, "writer, which creates configmap a, is refused: the server has an internal error"],
    ["conflict", writer, "writer, which updates configmap a, is refused: somebody else has been quicker"],
    ["controllerCrash", writer, "writer crashes, and forgets all that it knew"],
    ["staleCache", watcher, "watcher hears nothing of nodes from now on"],
    ["watchEnds", watcher, "the watch of nodes of watcher ends"],
  ];
  test.each(cases)("%s", async (name, client, line) => {
    const model: ClientModel = {
      ...oneNode,
      faults: { [name]: 1 },
      invariants: [always("none", ({ faults }) => faults.length === 0 || faults.join())],
    };
    const error = await failure(checkClients(model, { clients: [client], by: "explore" }));
    expect(error.fault).toBe(name);
    expect(told(error)).toContain(line);
    expect(await checkClients({ ...model, faults: {} }, { clients: [client], by: "explore" })).toMatchObject({
      complete: true,
    });
  });

  test("a client whose start fails is started again after ten seconds", async () => {
    const model: ClientModel = {
      ...empty,
      faults: { lostAnswer: 1 },
      invariants: [
        eventually("b", (at) => names(at).includes("b") || "there is no b"),
        always(
          "late",
          ({ state, start, atRest }) => !atRest || state.now - start.now < 10_000 || "it took ten seconds",
        ),
      ],
    };
    const error = await failure(checkClients(model, { clients: [writer], by: "explore" }));
    expect(error.fault).toBe("it took ten seconds");
    expect(told(error).slice(0, 4)).toEqual([
      "writer, which creates configmap a, loses its connection; nothing has been done",
      "writer ends: fetch failed",
      "writer starts again",
      "writer creates configmap a",
    ]);
  });

  test("a client that never stops asking never comes to rest; one that only looks from time to time does", async () => {
    const asks: Client = {
      name: "asks",
      async start(host) {
        for (;;) await create(host, "again");
      },
    };
    const options = { by: "explore", departures: 0 } as const;
    const endless = await failure(checkClients(empty, { clients: [asks], ...options }));
    expect([endless.invariant, endless.fault]).toEqual(["comesToRest", "it is not at rest after 500 steps"]);
    const looks: Client = {
      name: "looks",
      start(host) {
        const look = async () => {
          await host.fetch(CONFIGS);
          setTimeout(look, 1000);
        };
        return look();
      },
    };
    expect(await checkClients(empty, { clients: [looks], ...options })).toMatchObject({ runs: 1 });
  });
});

describe("a failure at random", () => {
  const model: ClientModel = {
    ...oneNode,
    may: [
      { act: "join", node: { name: "node-2" } },
      { act: "cordon", node: "node-1" },
    ],
    faults: { serverError: 2 },
    invariants: [always("no node-2", (at) => !names(at).includes("for-node-2") || "node-2 was seen")],
  };
  const options = { clients: [watcher], by: "random", seed: 1 } as const;

  test("is shrunk to what it needs", async () => {
    const error = await failure(checkClients(model, options));
    expect(told(error)).toEqual([
      "node-2 joins",
      "watcher watches nodes",
      "watcher hears that node node-1 is there",
      "watcher creates configmap for-node-1",
      "watcher hears that node node-2 is there",
      "watcher creates configmap for-node-2",
    ]);
    expect(error.message).toContain("no node-2: node-2 was seen (at step 6, shrunk from ");
    expect(error.regressionTest).toContain(`replayClients("${error.token}", { clients })`);
  });

  test("is played again from its token, to the same state", async () => {
    const { token, story } = await failure(checkClients(model, options));
    const code = { clients: [watcher], invariants: model.invariants ?? [] };
    const [one, two] = [await replayClients(token, code), await replayClients(token, code)];
    expect(one.broken?.fault).toBe("node-2 was seen");
    expect(one.hash).toBe(two.hash);
    expect(one.story.slice(1)).toEqual(story.slice(1));
    await expect(replayClients(token, { ...code, clients: [] })).rejects.toThrow(
      'the run needs the client "watcher", whose code is not in the token: pass it',
    );
    expect(() => replay(token)).toThrow("the run is one of clients (watcher)");
  });

  test("is none where there is nothing wrong", async () => {
    const fine: ClientModel = { ...model, invariants: [] };
    expect(await checkClients(fine, { ...options, runs: 5 })).toMatchObject({ by: "random", runs: 5 });
  });
});

test("there must be a client, and no two of one name", async () => {
  const options = { by: "random", runs: 1 } as const;
  await expect(checkClients(empty, { ...options, clients: [] })).rejects.toThrow("there is no client to check");
  await expect(checkClients(empty, { ...options, clients: [writer, writer] })).rejects.toThrow(
    'two clients are named "writer"',
  );
});

describe("what of a model makes for fewer runs", () => {
  /** Marks each config. */
  const marker: Component = {
    name: "marker",
    watches: ["configmaps"],
    onEvent: ({ type, key }, { enqueue }) => {
      if (type === "ADDED") enqueue(key);
    },
    *reconcile(key) {
      const [namespace, name] = key.split("/") as [string, string];
      const body = { metadata: { labels: { marked: "yes" } } };
      yield { verb: "patch", patchType: "merge", resource: "configmaps", namespace, name, body };
    },
  };
  const marked: ClientModel = { ...empty, cluster: { nodes: 0, builtin: [], components: [marker] } };
  const clients = [writer];
  const isUnmarked = sometimes("unmarked and more", ({ state }) => {
    const configs = viewOf(state.tables).list("configmaps", "default");
    const unmarked = configs.filter(({ metadata }) => metadata.labels?.["marked"] === undefined);
    return (configs.length === 2 && unmarked.length === 2) || "no";
  });

  test("interleave: other components do at once what they have to do", async () => {
    const model = { ...marked, invariants: [isUnmarked] };
    const free = await checkClients(model, { clients, by: "explore", departures: 9 });
    expect(free).toMatchObject({ complete: true, neverSeen: [] });
    const prompt = await checkClients({ ...model, interleave: [] }, { clients, by: "explore", departures: 9 });
    expect(prompt).toMatchObject({ complete: true, neverSeen: ["unmarked and more"] });
    expect(prompt).toMatchObject({ runs: 1 });
    await expect(checkClients({ ...model, interleave: ["maker"] }, { clients, by: "explore" })).rejects.toThrow(
      'interleave names no component "maker"; there are: marker',
    );
  });

  test("late: only news of these resources", async () => {
    const model: ClientModel = { ...oneNode, faults: { staleCache: 1 } };
    const of = async (late: readonly string[]) =>
      checkClients({ ...model, late }, { clients: [watcher], by: "explore", departures: 9 });
    expect((await of(["nodes"])).runs).toBeGreaterThan((await of(["configmaps"])).runs);
    expect(await of(["configmaps"])).toMatchObject({ runs: 1, complete: true });
  });
});
