import { serve, type WatchSession } from "@kubetick/apiserver";
import { expect, test } from "vitest";
import { check } from "../src/check.ts";
import { describe as described } from "../src/differences.ts";
import { type HttpRequest, readScenarios, type Scenario } from "../src/scenario.ts";
import { SimulatedWorld } from "../src/simulated/world.ts";
import { SCENARIOS } from "../src/trace.ts";
import { type Answer, type Thing, WATCHED } from "../src/world.ts";

const PATCH_TYPES = {
  strategic: "application/strategic-merge-patch+json",
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
} as const;

/** kubetick behind its HTTP API: what is asked, what is answered and what changes is text. */
class HttpWorld extends SimulatedWorld {
  /** What the cluster itself tells, and what watches do: a list for each resource. */
  readonly told: string[][] = WATCHED.map(() => []);
  readonly #watches: readonly WatchSession[];

  constructor(scenario: Pick<Scenario, "images">) {
    super(scenario);
    const { cluster } = this;
    this.#watches = WATCHED.map((path, at) => {
      const served = serve(cluster, this.#get(`${path}?watch=1&resourceVersion=${cluster.state.resourceVersion}`));
      if (!("watch" in served)) throw new Error(`${path} is not watched: ${served.answer.body}`);
      cluster.api.watch(served.watch.request.resource.resource, ({ type, object }) => {
        this.told[at]?.push(inShort(type, object));
        served.watch.look(cluster.state);
      });
      return served.watch;
    });
  }

  override async request({ method, path, patchType, body }: HttpRequest): Promise<Answer> {
    const headers = { "content-type": patchType === undefined ? "application/json" : PATCH_TYPES[patchType] };
    const text = body === undefined ? "" : JSON.stringify(body);
    const served = serve(this.cluster, { method, url: encodeURI(path), headers, body: text });
    if ("watch" in served) throw new Error(`${path} is a watch`);
    const warnings = served.answer.headers
      .filter(([name]) => name === "warning")
      .map(([, value]) => textOfWarning(value));
    return {
      code: served.answer.status,
      body: parsed(served.answer.body),
      ...(warnings.length === 0 ? {} : { warnings }),
    };
  }

  /** What the watches have told until now. */
  watched(): string[][] {
    return this.#watches.map((watch) => watch.take().map(({ type, object }) => inShort(type, object as Thing)));
  }

  #get(url: string) {
    return { method: "GET", url, headers: {}, body: "" };
  }
}

function inShort(type: string, { metadata }: Thing): string {
  return `${type} ${metadata.namespace ?? ""}/${metadata.name} ${metadata.resourceVersion}`;
}

function textOfWarning(header: string): string {
  return header.replace(/^299 - "(.*)"$/s, "$1").replace(/\\(.)/g, "$1");
}

function parsed(text: string): Thing {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text };
  }
}

/** Those whose requests are of the most kinds; what controllers do is the same behind HTTP. */
const CHOSEN = /^(api|deployment|garbage-collector|kubelet|namespace|replicaset|scheduler)\//;
const chosen = readScenarios(SCENARIOS).filter(({ name }) => CHOSEN.test(name));

test.each(chosen.map((scenario) => [scenario.name, scenario] as const))("over HTTP: %s", async (_, scenario) => {
  const world = new HttpWorld(scenario);
  const { differences, points } = await check(scenario, world);
  expect(differences.map(described).join("\n")).toBe("");
  expect(points).toBeGreaterThan(0);
  expect(world.watched()).toEqual(world.told);
});
