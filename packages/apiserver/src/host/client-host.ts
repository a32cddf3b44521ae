import type { Millis, ResourceName } from "@kubetick/core";
import type { Fetch } from "../fetch/request.ts";
import { fetchThrough } from "../fetch/through.ts";
import { JSON_HEADERS } from "../http/answer.ts";
import { serve } from "../serve.ts";
import type { Backend, HttpRequest } from "../transport/exchange.ts";
import type { Reply, Stream, Transport } from "../transport/transport.ts";
import { lineOf, type WatchNews, type WatchSession } from "../watch/session.ts";
import { type Described, described, inWords } from "./described.ts";
import { connectionLost, type Fault, faultyAnswer, isCarriedOut, possibleFaults } from "./faults.ts";
import { runDry } from "./idle.ts";
import { currentLife, type Life, within } from "./life.ts";
import { seeded } from "./random.ts";
import { installVirtualTime } from "./virtual-time.ts";
import { type ClientTimer, VirtualTimers } from "./virtual-timers.ts";

export interface ClientHostOptions {
  /** Who asks, in lists and stories. Default: `client`. */
  readonly name?: string;
  /** What `Math.random` follows from. A whole number. Default: 1. */
  readonly seed?: number;
}

/** A request that waits for its answer. */
export interface PendingRequest extends Described {
  /** Unique among the requests and watches of this host. */
  readonly id: number;
  /** `create configmaps default/a`. */
  readonly text: string;
  readonly http: HttpRequest;
  /** What can go wrong with it. */
  readonly faults: readonly Fault[];
}

/** A watch that is open, and what it has to tell. */
export interface OpenWatch {
  readonly id: number;
  readonly resource: ResourceName;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** What has not been delivered yet, oldest first. */
  readonly news: readonly WatchNews[];
  /** The server has ended it: delivering what is left tells so. */
  readonly ended: boolean;
}

/** What came of a request. */
export interface Answered {
  readonly request: PendingRequest;
  /** The code that the client got; undefined where the connection was lost. */
  readonly status: number | undefined;
  /** Set where a watch was opened: its id. */
  readonly watch?: number;
}

interface Waiting {
  readonly pending: PendingRequest;
  readonly reply: Reply;
}

interface Watching {
  readonly id: number;
  readonly session: WatchSession;
  readonly stream: Stream;
}

/**
 * A client of the API, such as a controller, whose every step is in the caller's hands: its requests wait until they are
 * answered, what its watches have to tell waits until it is delivered, its timers wait until they are fired. The client
 * itself is ordinary asynchronous code, and knows nothing of it.
 *
 * @example
 * const host = new ClientHost(cluster, { name: "config-per-node" });
 * host.run(() => startController(host.fetch));
 * await host.idle();
 * host.pending()[0].text; // "list nodes"
 * host.answer(0);
 */
export class ClientHost implements Transport {
  readonly name: string;
  /** A `fetch` whose requests wait here. */
  readonly fetch: Fetch;
  readonly #backend: Backend;
  readonly #seed: number;
  readonly #waiting: Waiting[] = [];
  readonly #watching: Watching[] = [];
  #life: Life;
  #lastId = 0;
  #activity = 0;
  #uninstall: (() => void) | undefined;

  constructor(backend: Backend, { name = "client", seed = 1 }: ClientHostOptions = {}) {
    this.name = name;
    this.#backend = backend;
    this.#seed = seed;
    this.#life = this.#newLife();
    this.fetch = fetchThrough(this);
  }

  /** Runs the client's code: `setTimeout`, `Date` and the like are virtual in it and in all that comes of it, until `close`. */
  run<T>(body: () => T): T {
    this.#uninstall ??= installVirtualTime();
    return within(this.#life, body);
  }

  /** Takes the client's last request back, and ends its life. Real time is real again for all. */
  close(): void {
    this.crash();
    this.#uninstall?.();
    this.#uninstall = undefined;
  }

  /** The client is gone from one moment to the next: nothing that it waits for comes. `run` starts it again. */
  crash(): void {
    this.#life.alive = false;
    this.#life.timers.clearAll();
    this.#waiting.length = 0;
    this.#watching.length = 0;
    this.#life = this.#newLife();
    this.#activity++;
  }

  /** Takes a request of the client's; adapters for HTTP libraries call it. */
  receive(request: HttpRequest, reply: Reply): () => void {
    this.#activity++;
    if (currentLife()?.alive === false) return () => {};
    const pending = this.#described(request);
    this.#waiting.push({ pending, reply });
    return () => this.#abandon(pending.id);
  }

  /** The requests that wait for their answers, in the order in which they came. */
  pending(): readonly PendingRequest[] {
    return this.#waiting.map(({ pending }) => pending);
  }

  /**
   * Carries out the request at this place in `pending()`, and answers it; or lets a fault happen in place of that.
   *
   * @throws RangeError where no request waits there, or the fault is none of its `faults`
   */
  answer(index = 0, fault?: Fault): Answered {
    const waiting = this.#waiting[index];
    if (waiting === undefined)
      throw new RangeError(`${this.name} has ${this.#waiting.length} requests waiting: there is none at ${index}`);
    const { pending, reply } = waiting;
    if (fault !== undefined && !pending.faults.includes(fault))
      throw new RangeError(`"${pending.text}" cannot meet ${fault}, but: ${pending.faults.join(", ")}`);
    this.#waiting.splice(index, 1);
    this.#activity++;
    return within(this.#life, () =>
      fault === undefined ? this.#serve(pending, reply) : this.#fail(pending, reply, fault),
    );
  }

  /** The watches that are open, in the order in which they were opened. */
  watches(): readonly OpenWatch[] {
    this.#look();
    return this.#watching.map(({ id, session }) => {
      const { resource, namespace, labelSelector, fieldSelector } = session.request;
      return {
        id,
        resource: resource.resource,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labelSelector === undefined ? {} : { labelSelector }),
        ...(fieldSelector === undefined ? {} : { fieldSelector }),
        news: [...session.news],
        ended: session.ended,
      };
    });
  }

  /**
   * Delivers so many of the news of a watch, all by default; where none is left and the server has ended it, its end.
   * Hands back what has been delivered.
   *
   * @throws RangeError where no such watch is open
   */
  deliver(id: number, count = Number.POSITIVE_INFINITY): readonly WatchNews[] {
    this.#look();
    const { session, stream } = this.#watch(id);
    this.#activity++;
    const delivered = session.take(count);
    within(this.#life, () => {
      for (const news of delivered) stream.write(lineOf(news));
      if (session.ended && session.news.length === 0) this.#end(id, (each) => each.end());
    });
    return delivered;
  }

  /** The server ends a watch, or (`lost`) the connection breaks; what has not been delivered is not. */
  endWatch(id: number, how: "ended" | "lost" = "ended"): void {
    this.#watch(id);
    this.#activity++;
    const tell = (stream: Stream) => (how === "ended" ? stream.end() : stream.fail(connectionLost()));
    within(this.#life, () => this.#end(id, tell));
  }

  /** The client's timers, in the order in which they are due. */
  timers(): readonly ClientTimer[] {
    return this.#life.timers.list();
  }

  timerIsDue(): boolean {
    const [first] = this.timers();
    return first !== undefined && first.due <= this.#backend.state.now;
  }

  /** Fires the timer that is due first, if it is due by now. False where none is. */
  fireTimer(): boolean {
    this.#activity++;
    return within(this.#life, () => this.#life.timers.fire());
  }

  /** When something happens by itself: a timer of the client's, or the end of a watch. Undefined: never. */
  nextDue(): Millis | undefined {
    const [timer] = this.timers();
    const dues = [...(timer ? [timer.due] : []), ...this.#watching.map(({ session }) => session.nextDue)];
    return dues.length === 0 ? undefined : dues.reduce((earliest, due) => Math.min(earliest, due));
  }

  /** Resolves when the client has run as far as it can without answers, news and timers. No time passes. */
  idle(): Promise<void> {
    return runDry(() => this.#activity);
  }

  /** How often something has come from the client or gone to it. */
  get activity(): number {
    return this.#activity;
  }

  #serve(pending: PendingRequest, reply: Reply): Answered {
    const served = serve(this.#backend, withAgent(pending.http, this.name));
    if ("answer" in served) {
      reply.answer(served.answer);
      return { request: pending, status: served.answer.status };
    }
    const stream = reply.open({ status: 200, headers: JSON_HEADERS });
    this.#watching.push({ id: pending.id, session: served.watch, stream });
    return { request: pending, status: 200, watch: pending.id };
  }

  #fail(pending: PendingRequest, reply: Reply, fault: Fault): Answered {
    if (isCarriedOut(fault)) serve(this.#backend, withAgent(pending.http, this.name));
    const answer = faultyAnswer(fault, pending);
    if (answer === undefined) reply.fail(connectionLost());
    else reply.answer(answer);
    return { request: pending, status: answer?.status };
  }

  #described(http: HttpRequest): PendingRequest {
    const request = described(http);
    return { ...request, id: ++this.#lastId, text: inWords(request), http, faults: possibleFaults(request) };
  }

  #watch(id: number): Watching {
    const found = this.#watching.find((each) => each.id === id);
    if (found === undefined) throw new RangeError(`${this.name} has no open watch ${id}`);
    return found;
  }

  #end(id: number, tell: (stream: Stream) => void): void {
    const { stream } = this.#watch(id);
    this.#forget(id);
    tell(stream);
  }

  /** The client has given up: the request is not carried out, or the watch is over. */
  #abandon(id: number): void {
    this.#activity++;
    const at = this.#waiting.findIndex(({ pending }) => pending.id === id);
    if (at >= 0) this.#waiting.splice(at, 1);
    this.#forget(id);
  }

  #forget(id: number): void {
    const at = this.#watching.findIndex((each) => each.id === id);
    if (at >= 0) this.#watching.splice(at, 1);
  }

  #look(): void {
    for (const { session } of this.#watching) session.look(this.#backend.state);
  }

  #newLife(): Life {
    return { timers: new VirtualTimers(() => this.#backend.state.now), random: seeded(this.#seed), alive: true };
  }
}

/** The cluster's history says who asked by the host's name, whatever the library calls itself. */
function withAgent(request: HttpRequest, name: string): HttpRequest {
  return { ...request, headers: { ...request.headers, "user-agent": name } };
}
