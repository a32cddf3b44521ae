import { setTimeout as sleep } from "node:timers/promises";
import type { HttpRequest } from "../scenario.ts";
import { type Answer, type Change, type Thing, WATCHED, type World } from "../world.ts";
import { Client } from "./client.ts";

/** So many seconds more than a scenario says: the real components take their time. */
const SLOWNESS = Number(process.env["SLOWNESS"] ?? 1.5);

/** A real control plane, emptied for each scenario. */
export class RealWorld implements World {
  readonly #client: Client;
  readonly #stops: (() => void)[] = [];
  #changes: Change[] = [];
  #lastChange = Date.now();

  private constructor(client: Client) {
    this.#client = client;
  }

  static async open(server: string, token: string): Promise<RealWorld> {
    const world = new RealWorld(new Client(server, token));
    await world.#empty();
    for (const path of WATCHED) {
      const { resourceVersion } = await world.#client.list(path);
      world.#stops.push(world.#client.watch(path, resourceVersion, (change) => world.#see(change)));
    }
    return world;
  }

  request(request: HttpRequest): Promise<Answer> {
    return this.#client.request(request);
  }

  async wait(seconds: number): Promise<void> {
    await sleep(seconds * 1000);
  }

  async settle(quiet: number): Promise<void> {
    const deadline = Date.now() + 90_000;
    this.#lastChange = Date.now();
    while (Date.now() - this.#lastChange < (quiet + SLOWNESS) * 1000) {
      if (Date.now() > deadline) throw new Error("it does not come to rest");
      await sleep(50);
    }
  }

  async objects(): Promise<readonly Thing[]> {
    const lists = await Promise.all(WATCHED.map((path) => this.#client.list(path)));
    return lists.flatMap(({ items }) => items).filter((object) => !isOfTheSystem(object));
  }

  changes(): readonly Change[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    this.#client.close();
  }

  /** Heartbeats are no change. */
  #see(change: Change): void {
    if ((change.type as string) === "ERROR") throw new Error(`watch: ${JSON.stringify(change.object)}`);
    if (isOfTheSystem(change.object)) return;
    this.#changes.push(change);
    if (change.object.kind !== "Node" || !isHeartbeat(change, this.#nodes)) this.#lastChange = Date.now();
  }

  readonly #nodes = new Map<string, string>();

  async #empty(): Promise<void> {
    for (let tries = 0; ; tries++) {
      const left = (await Promise.all(EMPTIED.map((path) => this.#client.list(path)))).flatMap(({ items }) => items);
      const mine = left.filter(isMine);
      if (mine.length === 0) return;
      if (tries > 200) throw new Error(`cannot empty the cluster: ${JSON.stringify(mine[0])}`);
      for (const object of mine) await this.#remove(object);
      await sleep(100);
    }
  }

  async #remove({ kind, apiVersion, metadata }: Thing): Promise<void> {
    const plural = `${kind.toLowerCase()}s`;
    const base = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
    const path = `${base}/${metadata.namespace ? `namespaces/${metadata.namespace}/` : ""}${plural}/${metadata.name}`;
    if (metadata.finalizers?.length > 0)
      await this.#client.request({
        method: "PATCH",
        path,
        patchType: "merge",
        body: { metadata: { finalizers: null } },
      });
    const body = { gracePeriodSeconds: 0, propagationPolicy: "Background" };
    await this.#client.request({ method: "DELETE", path, body });
  }
}

const EMPTIED = [
  "/apis/apps/v1/daemonsets",
  "/apis/apps/v1/deployments",
  "/apis/apps/v1/replicasets",
  "/apis/apps/v1/controllerrevisions",
  "/api/v1/pods",
  "/api/v1/configmaps",
  "/api/v1/secrets",
  "/api/v1/nodes",
  "/api/v1/namespaces",
  "/api/v1/events",
];

function isMine(object: Thing): boolean {
  const { kind, metadata } = object;
  if (kind === "Node" && metadata.name.startsWith("hk-")) return false;
  return !isOfTheSystem(object) && !(kind === "Namespace" && /^(default|kube-.*)$/.test(metadata.name));
}

/** What only the real control plane makes, for its own use: see docs/divergences.md. */
function isOfTheSystem({ kind, metadata }: Thing): boolean {
  return kind === "ConfigMap" && (metadata.name === "kube-root-ca.crt" || /^kube-/.test(metadata.namespace));
}

function isHeartbeat({ object }: Change, seen: Map<string, string>): boolean {
  const { metadata, spec, status } = object;
  const conditions = status?.conditions?.map(({ type, status }: Thing) => [type, status]);
  const text = JSON.stringify([metadata.labels, metadata.annotations, metadata.deletionTimestamp, spec, conditions]);
  const same = seen.get(metadata.uid) === text;
  seen.set(metadata.uid, text);
  return same;
}
