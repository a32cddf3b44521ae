import { type Backend, ClientHost, type OpenWatch, type PendingRequest } from "@kubetick/apiserver";
import type { Millis } from "@kubetick/core";
import { formatHash, hashJson } from "@kubetick/core/pieces";
import type { Client } from "./model.ts";

/** A program that has ended by itself is started again after so long. Source: pkg/kubelet/kubelet.go initialCrashLoopBackOff. */
const RESTART_DELAY: Millis = 10_000;

/** A client in a run: its host, what it has been told so far, and which of its watches are late. */
export class Hosted {
  readonly client: Client;
  readonly host: ClientHost;
  /** The watches whose news are late, and for how many moves of the clock. */
  readonly late = new Map<number, number>();
  readonly #backend: Backend;
  readonly #ended: (reason: string) => void;
  #heard = "";
  #life = 0;
  #startsAt: Millis | undefined;

  /** `ended` is called where the program ends by itself. */
  constructor(client: Client, backend: Backend, ended: (reason: string) => void) {
    this.client = client;
    this.#backend = backend;
    this.#ended = ended;
    this.host = new ClientHost(backend, { name: client.name });
  }

  get name(): string {
    return this.client.name;
  }

  /** When a client that has ended is started again; undefined where it runs. */
  get startsAt(): Millis | undefined {
    return this.#startsAt;
  }

  start(): void {
    this.#startsAt = undefined;
    this.told(["start"]);
    const life = this.#life;
    this.host
      .run(async () => this.client.start(this.host))
      .catch((error: unknown) => {
        if (life === this.#life) this.#end(error);
      });
  }

  /** It is gone from one moment to the next, and can be started again at once. */
  crash(): void {
    this.#life++;
    this.late.clear();
    this.host.crash();
    this.#startsAt = this.#backend.state.now;
    this.told(["crash"]);
  }

  #end(error: unknown): void {
    this.crash();
    this.#startsAt = this.#backend.state.now + RESTART_DELAY;
    this.#ended(error instanceof Error ? error.message : String(error));
  }

  pending(): readonly PendingRequest[] {
    return this.#startsAt === undefined ? this.host.pending() : [];
  }

  /** The watches that have something to tell. */
  telling(): readonly OpenWatch[] {
    return this.host.watches().filter(({ news, ended }) => news.length > 0 || ended);
  }

  /** When the first of the timers is due that somebody waits for, unless it is far off. */
  awaitedTimer(farOff: Millis): Millis | undefined {
    const horizon = this.#backend.state.now + farOff;
    return this.host.timers().find(({ due, every, background }) => every === undefined && !background && due <= horizon)
      ?.due;
  }

  /** When something comes by itself. */
  nextDue(): Millis {
    return Math.min(this.#startsAt ?? Number.POSITIVE_INFINITY, this.host.nextDue() ?? Number.POSITIVE_INFINITY);
  }

  /** Keeps count of what has reached the client: it does what it does because of that, and of nothing else. */
  told(what: readonly unknown[]): void {
    this.#heard = formatHash(hashJson([this.#heard, this.#backend.state.now, ...what]));
  }

  /** Names all that the client's future depends on beside the cluster. */
  key(): string {
    const watches = this.host
      .watches()
      .map(({ id, news, ended }) => [
        id,
        ended,
        this.late.get(id) ?? null,
        ...news.map(({ type, object }) => [type, object]),
      ]);
    return formatHash(hashJson([this.#heard, this.#startsAt ?? null, watches]));
  }
}
