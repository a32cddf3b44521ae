import { Cluster } from "@kubetick/cluster";
import { type Behaviour, builtinComponents, type UpstreamBugOptions } from "@kubetick/core";
import { apiRequest } from "../api-path.ts";
import type { HttpRequest, Images, Scenario } from "../scenario.ts";
import { type Answer, type Change, type Thing, WATCHED, type World } from "../world.ts";
import { withKwok } from "./kwok.ts";

/** What changes for so long never stops. */
const LONGEST_SECONDS = 120;

/** Far more than happens between two settle points of any scenario: what goes on for so long never stops, whether time passes or not. */
const MOST_STEPS = 10_000;

/** The scripted runtime does at once what is not said to take time. */
const QUICK: Behaviour = { pullTime: 0, stopTime: 0, imageSize: 0 };

function behaviours(images: Images): Readonly<Record<string, Behaviour>> {
  return Object.fromEntries(Object.entries(images).map(([image, said]) => [image, { ...QUICK, ...said }]));
}

/** kubetick: with kwok's behaviour in place of the kubelets', or, where a kubelet is judged, with ours. */
export class SimulatedWorld implements World {
  readonly cluster: Cluster;
  readonly #resources = WATCHED.map((path) => apiRequest({ method: "GET", path }).resource);
  #changes: Change[] = [];
  #busy = false;

  /**
   * `bugs`: bugs of real releases that it is to have, or of v1.37 that it is to do without. With another `seed`, other names
   * and uids.
   */
  constructor({ images }: Pick<Scenario, "images">, bugs: UpstreamBugOptions = {}, seed = 1) {
    this.cluster =
      images === undefined
        ? new Cluster({ seed, builtin: withKwok(builtinComponents(bugs)) })
        : new Cluster({
            ...bugs,
            seed,
            nodes: [{ name: "hk-1", capacity: { cpu: "1", memory: "4Gi", pods: "110" } }],
            images: { "*": QUICK, ...behaviours(images) },
          });
    for (const resource of this.#resources)
      this.cluster.api.watch(resource, ({ type, object }) => {
        this.#busy = true;
        this.#changes.push({ type, object });
      });
    this.cluster.settle();
    this.#changes = [];
  }

  async request(request: HttpRequest): Promise<Answer> {
    return this.cluster.request(apiRequest(request)) as Answer;
  }

  async wait(seconds: number): Promise<void> {
    this.#advance(seconds);
  }

  async settle(quiet: number): Promise<void> {
    for (let waited = 0; waited < LONGEST_SECONDS; waited += quiet) {
      this.#busy = false;
      this.#advance(quiet);
      if (!this.#busy) return;
    }
    throw new Error("it does not come to rest");
  }

  #advance(seconds: number): void {
    const until = this.cluster.now + seconds * 1000;
    for (let step = 0; this.cluster.proceed(until); step++)
      if (step === MOST_STEPS) throw new Error("it does not come to rest");
  }

  async objects(): Promise<readonly Thing[]> {
    return this.#resources.flatMap((resource) => {
      const list = this.cluster.request({ verb: "list", resource }).body as Thing;
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
