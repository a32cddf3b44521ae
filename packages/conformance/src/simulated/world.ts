import { Cluster } from "@kubetick/cluster";
import { builtinComponents } from "@kubetick/core";
import { apiRequest } from "../api-path.ts";
import type { HttpRequest } from "../scenario.ts";
import { type Answer, type Change, type Thing, WATCHED, type World } from "../world.ts";
import { kwok } from "./kwok.ts";

/** kubetick, with kwok's behaviour in place of the kubelets'. */
export class SimulatedWorld implements World {
  readonly #cluster = new Cluster({
    builtin: builtinComponents().map((each) => (each.name === "kubelet" ? kwok : each)),
  });
  readonly #resources = WATCHED.map((path) => apiRequest({ method: "GET", path }).resource);
  #changes: Change[] = [];
  #busy = false;

  constructor() {
    for (const resource of this.#resources)
      this.#cluster.api.watch(resource, ({ type, object }) => {
        this.#busy = true;
        this.#changes.push({ type, object });
      });
    this.#cluster.settle();
    this.#changes = [];
  }

  async request(request: HttpRequest): Promise<Answer> {
    return this.#cluster.request(apiRequest(request)) as Answer;
  }

  async wait(seconds: number): Promise<void> {
    this.#cluster.advance(seconds * 1000);
  }

  async settle(quiet: number): Promise<void> {
    do {
      this.#busy = false;
      this.#cluster.advance(quiet * 1000);
    } while (this.#busy);
  }

  async objects(): Promise<readonly Thing[]> {
    return this.#resources.flatMap((resource) => {
      const list = this.#cluster.request({ verb: "list", resource }).body as Thing;
      return list.items.map((item: Thing) => ({
        ...item,
        apiVersion: list.apiVersion,
        kind: list.kind.replace(/List$/, ""),
      }));
    });
  }

  changes(): readonly Change[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  async close(): Promise<void> {}
}
