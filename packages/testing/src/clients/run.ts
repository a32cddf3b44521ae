import type { Backend, PendingRequest } from "@kubetick/apiserver";
import {
  type Action,
  type ApiRequest,
  type ApiResponse,
  type ClusterState,
  eventsAfter,
  hashState,
  isStatus,
  type Millis,
  receive,
} from "@kubetick/core";
import { formatHash, hashJson } from "@kubetick/core/pieces";
import type { Observation } from "../invariants/index.ts";
import type { ActChoice } from "../world/index.ts";
import { type ClientChoice, type ClientFaultChoice, REQUEST_FAULTS } from "./choice.ts";
import { Hosted } from "./hosted.ts";
import type { ClientFaultName } from "./model.ts";
import type { Setting } from "./setting.ts";
import { askedIn, doneIn, faultIn, newsIn, plural, refusal } from "./words.ts";

/** For so many moves of the clock news may be late. */
const LATE_MOVES = 4;
/** A timer that is due later is not waited for. */
const FAR_OFF: Millis = 600_000;

/** Something that happened, and when. */
export interface StoryLine {
  readonly at: Millis;
  readonly text: string;
}

/**
 * One run of a cluster and its clients, from the start on. The cluster is a value, but the clients are not: a run can be
 * gone on with, and cannot be gone back in.
 */
export class ClientRun {
  readonly setting: Setting;
  readonly story: StoryLine[] = [];
  /** The resources that clients have written. */
  readonly written = new Set<string>();
  readonly #clients: readonly Hosted[];
  readonly #actionsLeft: number[];
  readonly #faultsLeft: Map<ClientFaultName, number>;
  #state: ClusterState;
  #before: ClusterState | undefined;
  #untouched = true;
  #response: ApiResponse | undefined;
  /** The resource version at which the clock last moved for a client's timer alone. */
  #movedAt: number | undefined;
  #own: readonly ClientChoice[] | undefined;

  private constructor(setting: Setting) {
    this.setting = setting;
    this.#state = setting.start;
    this.#actionsLeft = setting.acts.map(({ times }) => times);
    this.#faultsLeft = new Map(setting.faults);
    const backend = this.#backend();
    this.#clients = setting.clients.map(
      (client) => new Hosted(client, backend, (reason) => this.#tell(`${client.name} ends: ${reason}`)),
    );
  }

  /** The cluster at its start, and all clients as far as they come by themselves. To be closed. */
  static async begin(setting: Setting): Promise<ClientRun> {
    const run = new ClientRun(setting);
    for (const hosted of run.#clients) {
      hosted.start();
      await hosted.host.idle();
    }
    return run;
  }

  #backend(): Backend {
    const state = () => this.#state;
    return {
      get state() {
        return state();
      },
      request: (request) => this.#request(request),
    };
  }

  /** Ends the clients. */
  close(): void {
    for (const { host } of this.#clients) host.close();
  }

  get state(): ClusterState {
    return this.#state;
  }

  /** Nothing happens by itself any more. */
  get isAtRest(): boolean {
    return this.ownChoices().length === 0;
  }

  /** All that can happen next, in canonical order: first what happens by itself, then what goes wrong, and what people do. */
  choices(): readonly ClientChoice[] {
    if (this.#promptChoice() !== undefined) return this.ownChoices();
    return [...this.ownChoices(), ...this.#faults(), ...this.#acts()];
  }

  /**
   * What happens by itself; by default, the first: the cluster works, then requests are answered in the order in which they
   * came, then news are told, then timers fire, and then the clock moves. Late news come last.
   */
  ownChoices(): readonly ClientChoice[] {
    this.#own ??= this.#computeOwn();
    return this.#own;
  }

  async take(choice: ClientChoice): Promise<void> {
    this.#before = this.#state;
    const hosted = "client" in choice ? (this.#clients[choice.client] as Hosted) : undefined;
    this.#do(choice, hosted);
    await hosted?.host.idle();
    this.#own = undefined;
  }

  /** What invariants are shown of the last step. */
  observation(): Observation {
    const faults = this.setting.faults.flatMap(([name, times]) =>
      (this.#faultsLeft.get(name) ?? 0) < times ? [name] : [],
    );
    return {
      state: this.#state,
      before: this.#before,
      start: this.setting.start,
      faults,
      undisturbed: faults.length === 0 && this.#untouched,
      atRest: this.isAtRest,
    };
  }

  /**
   * Names all that the rest of the run depends on: the cluster, and all that the clients have ever been told. A client's
   * promises cannot be looked into, but what they do follows from that.
   */
  key(): string {
    return JSON.stringify([
      hashState(this.#state),
      this.#undelivered(),
      this.#movedAt === this.#state.resourceVersion,
      this.#actionsLeft,
      [...this.#faultsLeft.values()],
      this.#clients.map((hosted) => hosted.key()),
    ]);
  }

  /** What the components have not heard yet, which is in the log and not in the state's hash. */
  #undelivered(): string {
    const { components, tables, log } = this.#state;
    let least = Number.POSITIVE_INFINITY;
    for (const name in components) {
      const cache = components[name]?.cache ?? {};
      for (const resource in cache)
        if (cache[resource] !== tables[resource])
          least = Math.min(least, cache[resource]?.resourceVersion ?? Number.POSITIVE_INFINITY);
    }
    if (least === Number.POSITIVE_INFINITY) return "";
    const events = eventsAfter(log, least);
    return formatHash(hashJson(events?.map(({ type, key, resourceVersion }) => [type, key, resourceVersion]) ?? null));
  }

  /** What a component has to do at once. */
  #promptChoice(): ClientChoice | undefined {
    const { machine, prompt } = this.setting;
    if (prompt.size === 0) return undefined;
    const action = machine.enabled(this.#state).find((one) => "component" in one && prompt.has(one.component));
    return action && { do: "cluster", action };
  }

  #computeOwn(): readonly ClientChoice[] {
    const prompt = this.#promptChoice();
    if (prompt !== undefined) return [prompt];
    const now = [...this.#clusterChoices(), ...this.#clients.flatMap((hosted, at) => this.#clientChoices(hosted, at))];
    return [...now, ...(now.length === 0 ? this.#timeChoice() : []), ...this.#lateNews()];
  }

  #clusterChoices(): readonly ClientChoice[] {
    return this.setting.machine
      .enabled(this.#state)
      .filter(({ type }) => type !== "time")
      .map((action): ClientChoice => ({ do: "cluster", action }));
  }

  #clientChoices(hosted: Hosted, client: number): readonly ClientChoice[] {
    if (hosted.startsAt !== undefined) return hosted.startsAt <= this.#state.now ? [{ do: "start", client }] : [];
    return [
      ...hosted.pending().map(({ id }): ClientChoice => ({ do: "answer", client, request: id })),
      ...hosted
        .telling()
        .filter(({ id }) => !hosted.late.has(id))
        .map(({ id }): ClientChoice => ({ do: "news", client, watch: id })),
      ...(hosted.host.timerIsDue() ? [{ do: "timer", client } as const] : []),
    ];
  }

  #lateNews(): readonly ClientChoice[] {
    return this.#clients.flatMap((hosted, client) =>
      hosted
        .telling()
        .filter(({ id }) => hosted.late.has(id))
        .map(({ id }): ClientChoice => ({ do: "news", client, watch: id })),
    );
  }

  #timeChoice(): readonly ClientChoice[] {
    if (this.#clients.some(({ late }) => [...late.values()].some((moves) => moves >= LATE_MOVES))) return [];
    const waits =
      this.#clusterMoves() ||
      this.#clients.some(({ startsAt }) => startsAt !== undefined) ||
      (this.#movedAt !== this.#state.resourceVersion &&
        this.#clients.some((hosted) => hosted.awaitedTimer(FAR_OFF) !== undefined));
    return waits ? [{ do: "time", to: this.#nextMoment() }] : [];
  }

  #clusterMoves(): boolean {
    return Object.values(this.#state.components).some(({ timers }) => timers.progress > 0);
  }

  #nextMoment(): Millis {
    const action = this.setting.machine.next(this.#state);
    const due = action?.type === "time" ? action.to : Number.POSITIVE_INFINITY;
    return this.#clients.reduce((earliest, hosted) => Math.min(earliest, hosted.nextDue()), due);
  }

  #faults(): readonly ClientChoice[] {
    return [...this.#faultsLeft].flatMap(([name, left]) =>
      left <= 0
        ? []
        : this.#clients.flatMap((hosted, client) =>
            hosted.startsAt === undefined ? faultsOf(name, hosted, client, this.setting.model.late) : [],
          ),
    );
  }

  #acts(): readonly ClientChoice[] {
    return this.setting.acts.flatMap((act, action): readonly ClientChoice[] =>
      (this.#actionsLeft[action] as number) <= 0
        ? []
        : act
            .variants(this.#state)
            .filter(({ requests }) => requests.length > 0)
            .map(({ on }) => (on === undefined ? { do: "act", action } : { do: "act", action, on })),
    );
  }

  #do(choice: ClientChoice, hosted: Hosted | undefined): void {
    switch (choice.do) {
      case "cluster":
        return this.#stepCluster(choice.action);
      case "time":
        return this.#moveClock(choice.to);
      case "act":
        return this.#act(choice);
      default:
        return this.#doTo(choice, hosted as Hosted);
    }
  }

  #doTo(choice: Exclude<ClientChoice, { do: "cluster" | "time" | "act" }>, hosted: Hosted): void {
    switch (choice.do) {
      case "answer":
        return this.#answer(hosted, choice.request);
      case "news":
        return this.#deliver(hosted, choice.watch);
      case "timer":
        this.#tell(`a timer of ${hosted.name} fires`);
        hosted.told(["timer"]);
        hosted.host.fireTimer();
        return;
      case "start":
        this.#tell(`${hosted.name} starts again`);
        return hosted.start();
      case "fault":
        return this.#fail(choice, hosted);
    }
  }

  #stepCluster(action: Action): void {
    if (action.type === "proceed") {
      const pending = this.#state.components[action.component]?.sync?.pending;
      if (pending !== undefined) this.#tell(`${action.component} ${doneIn(this.#state, pending)}`);
    }
    this.#state = this.setting.machine.step(this.#state, action);
  }

  #moveClock(to: Millis): void {
    if (!this.#clusterMoves()) this.#movedAt = this.#state.resourceVersion;
    for (const { late } of this.#clients) for (const [watch, moves] of late) late.set(watch, moves + 1);
    this.#state = this.setting.machine.step(this.#state, { type: "time", to });
  }

  #act({ action, on }: ActChoice): void {
    const act = this.setting.acts[action];
    const variant = act?.variants(this.#state).find((one) => one.on === on);
    this.#actionsLeft[action] = (this.#actionsLeft[action] as number) - 1;
    this.#untouched = false;
    this.#tell(act?.describe(this.#state, on) ?? "");
    for (const request of variant?.requests ?? []) this.#request(request);
  }

  #answer(hosted: Hosted, id: number): void {
    const { pending, at } = this.#waiting(hosted, id);
    const before = this.#state;
    const { status } = this.#asked(pending, () => hosted.host.answer(at));
    this.#tell(`${hosted.name} ${askedIn(before, pending, this.#response)}${refusal(this.#response)}`);
    hosted.told(["answer", id, status ?? null, this.#response?.body ?? null]);
  }

  #deliver(hosted: Hosted, id: number): void {
    const watch = hosted.telling().find((one) => one.id === id);
    if (watch === undefined) throw new RangeError(`${hosted.name} has no news of watch ${id}`);
    const [news] = hosted.host.deliver(id, 1);
    const text = newsIn(watch, news);
    if (text !== undefined) this.#tell(`${hosted.name} ${text}`);
    hosted.told(["news", id, news?.type ?? "end", news?.object ?? null]);
    if (watch.news.length <= 1) hosted.late.delete(id);
  }

  #fail(choice: ClientFaultChoice, hosted: Hosted): void {
    this.#faultsLeft.set(choice.fault, (this.#faultsLeft.get(choice.fault) ?? 0) - 1);
    const watched = (id: number) => plural(hosted.host.watches().find((watch) => watch.id === id)?.resource ?? "");
    switch (choice.fault) {
      case "controllerCrash":
        this.#tell(`${hosted.name} crashes, and forgets all that it knew`);
        return hosted.crash();
      case "staleCache":
        this.#tell(`${hosted.name} hears nothing of ${watched(choice.watch)} from now on`);
        hosted.late.set(choice.watch, 0);
        return;
      case "watchEnds":
        this.#tell(
          `the watch of ${watched(choice.watch)} of ${hosted.name} ${choice.how === "lost" ? "breaks" : "ends"}`,
        );
        hosted.told(["watch", choice.watch, choice.how]);
        hosted.late.delete(choice.watch);
        return hosted.host.endWatch(choice.watch, choice.how);
      default: {
        const { pending, at } = this.#waiting(hosted, choice.request);
        this.#tell(`${hosted.name}, which ${askedIn(this.#state, pending)}, ${faultIn(choice.what)}`);
        this.#asked(pending, () => hosted.host.answer(at, choice.what));
        hosted.told(["answer", choice.request, choice.what]);
      }
    }
  }

  #waiting(hosted: Hosted, id: number): { readonly pending: PendingRequest; readonly at: number } {
    const all = hosted.host.pending();
    const at = all.findIndex((one) => one.id === id);
    const pending = all[at];
    if (pending === undefined) throw new RangeError(`${hosted.name} has no request ${id} that waits`);
    return { pending, at };
  }

  #asked<T>({ verb, resource }: PendingRequest, answer: () => T): T {
    if (resource !== undefined && !["get", "list", "watch"].includes(verb)) this.written.add(resource);
    this.#response = undefined;
    return answer();
  }

  #request(request: ApiRequest): ApiResponse {
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

  #tell(text: string): void {
    this.story.push({ at: this.#state.now, text });
  }
}

function faultsOf(
  name: ClientFaultName,
  hosted: Hosted,
  client: number,
  late: readonly string[] | undefined,
): readonly ClientFaultChoice[] {
  switch (name) {
    case "controllerCrash":
      return [{ do: "fault", client, fault: name }];
    case "staleCache":
      // Until there is something to tell, it makes no difference.
      return hosted
        .telling()
        .filter(({ id, resource }) => !hosted.late.has(id) && late?.includes(resource) !== false)
        .map(({ id }) => ({ do: "fault", client, fault: name, watch: id }));
    case "watchEnds":
      return hosted.host
        .watches()
        .flatMap(({ id, ended }): ClientFaultChoice[] => [
          ...(ended ? [] : [{ do: "fault", client, fault: name, watch: id, how: "ended" } as const]),
          { do: "fault", client, fault: name, watch: id, how: "lost" },
        ]);
    default:
      return hosted
        .pending()
        .flatMap(({ id, faults }) =>
          REQUEST_FAULTS[name]
            .filter((what) => faults.includes(what))
            .map((what): ClientFaultChoice => ({ do: "fault", client, fault: name, request: id, what })),
        );
  }
}
