import type { Backend, PendingRequest } from "@kubetick/apiserver";
import {
  type Action,
  type ApiRequest,
  type ApiResponse,
  type ClusterState,
  isStatus,
  type Millis,
  receive,
} from "@kubetick/core";
import { Hosted } from "../hosted.ts";
import type { ClientFaultName } from "../model.ts";
import type { Setting } from "../setting.ts";

/** Something that happened, and when. */
export interface StoryLine {
  readonly at: Millis;
  readonly text: string;
}

/** A cluster and its clients as they stand in the midst of a run, and what has been told of it. */
export class Stage {
  readonly setting: Setting;
  readonly clients: readonly Hosted[];
  readonly story: StoryLine[] = [];
  /** The resources that clients have written. */
  readonly written = new Set<string>();
  readonly #actionsLeft: number[];
  readonly #faultsLeft: Map<ClientFaultName, number>;
  #state: ClusterState;
  #response: ApiResponse | undefined;
  #isTouched = false;
  /** The resource version at which the clock last moved for a client's timer alone. */
  #movedAt: number | undefined;

  constructor(setting: Setting) {
    this.setting = setting;
    this.#state = setting.start;
    this.#actionsLeft = setting.acts.map(({ times }) => times);
    this.#faultsLeft = new Map(setting.faults);
    const backend = this.#backend();
    this.clients = setting.clients.map(
      (client) => new Hosted(client, backend, (reason) => this.tell(`${client.name} ends: ${reason}`)),
    );
  }

  #backend(): Backend {
    const state = () => this.#state;
    return {
      get state() {
        return state();
      },
      request: (request) => this.request(request),
    };
  }

  get state(): ClusterState {
    return this.#state;
  }

  /** How often each action, and each fault, may still happen. */
  get actionsLeft(): readonly number[] {
    return this.#actionsLeft;
  }

  get faultsLeft(): ReadonlyMap<ClientFaultName, number> {
    return this.#faultsLeft;
  }

  /** People have done something. */
  get isTouched(): boolean {
    return this.#isTouched;
  }

  /** Something is under way in the cluster, for which the clock moves. */
  get clusterMoves(): boolean {
    return Object.values(this.#state.components).some(({ timers }) => timers.progress > 0);
  }

  /** The clock has moved for a client's timer alone, and nothing has been written since. */
  get hasWaited(): boolean {
    return this.#movedAt === this.#state.resourceVersion;
  }

  tell(text: string): void {
    this.story.push({ at: this.#state.now, text });
  }

  step(action: Action): void {
    this.#state = this.setting.machine.step(this.#state, action);
  }

  moveClock(to: Millis): void {
    if (!this.clusterMoves) this.#movedAt = this.#state.resourceVersion;
    this.step({ type: "time", to });
  }

  spendAction(action: number): void {
    this.#actionsLeft[action] = (this.#actionsLeft[action] as number) - 1;
    this.#isTouched = true;
  }

  spendFault(fault: ClientFaultName): void {
    this.#faultsLeft.set(fault, (this.#faultsLeft.get(fault) ?? 0) - 1);
  }

  request(request: ApiRequest): ApiResponse {
    const received = receive(request);
    if (isStatus(received)) {
      this.#response = { code: received.code, body: received };
      return this.#response;
    }
    const { state, response } = this.setting.machine.request(this.#state, received);
    this.#state = state;
    this.#response = response;
    return response;
  }

  /** Lets a client's request be answered, and says what the server has answered, if it was asked. */
  answered<T>(
    { verb, resource }: PendingRequest,
    answer: () => T,
  ): { readonly result: T; readonly response: ApiResponse | undefined } {
    if (resource !== undefined && !["get", "list", "watch"].includes(verb)) this.written.add(resource);
    this.#response = undefined;
    const result = answer();
    return { result, response: this.#response };
  }
}
