import { Cluster } from "@kubetick/cluster";
import { type ApiRequest, type ClusterState, createMachine, type Machine } from "@kubetick/core";
import { requestsOf } from "../actions/index.ts";
import { type Invariant, stockInvariants } from "../invariants/index.ts";
import { actOf, componentsOf, firstRequests, promptOnes } from "../model/run.ts";
import type { Act } from "../world/index.ts";
import type { Client, ClientFaultName, ClientModel } from "./model.ts";

/** What all runs of a model have in common. */
export class Setting {
  readonly model: ClientModel;
  readonly clients: readonly Client[];
  readonly machine: Machine;
  readonly acts: readonly Act[];
  readonly invariants: readonly Invariant[];
  /** The components that do at once what they have to do. */
  readonly prompt: ReadonlySet<string>;
  /** The cluster as it is when the clients start. */
  readonly start: ClusterState;

  /** Throws a `RangeError` where there is no client, two have one name, or `interleave` names no component. */
  constructor(model: ClientModel, clients: readonly Client[]) {
    if (clients.length === 0) throw new RangeError(`model ${model.name}: there is no client to check; pass some`);
    const names = clients.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) throw new RangeError(`model ${model.name}: two clients are named "${twice}"`);
    this.model = model;
    this.clients = clients;
    const components = componentsOf(model);
    this.machine = createMachine({ components });
    this.prompt = new Set(promptOnes(model, components));
    this.acts = (model.may ?? []).map((item) => actOf("action" in item ? item : { action: item }));
    this.invariants = model.invariants ?? stockInvariants;
    this.start = this.#started();
  }

  /** The faults that may happen, and how often. */
  get faults(): readonly (readonly [ClientFaultName, number])[] {
    return Object.entries(this.model.faults ?? {}) as [ClientFaultName, number][];
  }

  /** A cluster in this state: to look at with kubectl, or to go on with. */
  clusterAt(state: ClusterState): Cluster {
    return new Cluster({}, { machine: this.machine, state, steps: 0, history: [] });
  }

  #started(): ClusterState {
    const cluster = this.clusterAt(this.machine.initialState());
    this.#do(cluster, firstRequests(this.model));
    for (const action of this.model.start ?? []) this.#do(cluster, requestsOf(action, cluster.state));
    return cluster.state;
  }

  #do(cluster: Cluster, requests: readonly ApiRequest[]): void {
    for (const request of requests) {
      const { code, body } = cluster.request(request);
      if (code >= 400)
        throw new Error(`model ${this.model.name}: its start is refused: ${(body as { message?: string }).message}`);
    }
    cluster.settle();
  }
}
