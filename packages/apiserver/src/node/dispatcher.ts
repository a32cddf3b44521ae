import type { HttpRequest } from "../transport/exchange.ts";
import type { Transport } from "../transport/transport.ts";

/** What undici, and so Node's own `fetch`, asks of a dispatcher. */
export interface DispatcherLike {
  dispatch(options: DispatchOptions, handler: DispatchHandler): boolean;
}

export interface DispatchOptions {
  readonly path: string;
  readonly method: string;
  readonly headers?: unknown;
  readonly body?: unknown;
}

type RawHeaders = readonly Buffer[];

interface Controller {
  readonly aborted: boolean;
  readonly paused: boolean;
  readonly reason: Error | null;
  readonly rawHeaders: RawHeaders;
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

/** The callbacks of undici 7 and later; those of undici 6, which is in Node 20 and 22; a handler has one set or the other. */
export interface DispatchHandler {
  onRequestStart?(controller: Controller, context: object): void;
  onResponseStart?(
    controller: Controller,
    status: number,
    headers: Record<string, string | string[]>,
    statusText: string,
  ): void;
  onResponseData?(controller: Controller, chunk: Buffer): void;
  onResponseEnd?(controller: Controller, trailers: object): void;
  onResponseError?(controller: Controller, error: Error): void;
  onConnect?(abort: (reason?: Error) => void, context: object | null): void;
  onHeaders?(status: number, headers: RawHeaders, resume: () => void, statusText: string): boolean;
  onData?(chunk: Buffer): boolean;
  onComplete?(trailers: RawHeaders): void;
  onError?(error: Error): void;
}

/**
 * A dispatcher for undici's `fetch` and `request`, and for Node's own `fetch`, whose requests go this way.
 *
 * @example
 * await fetch("http://kubetick/api/v1/nodes", { dispatcher: dispatcherThrough(host) });
 */
export function dispatcherThrough(transport: Transport): DispatcherLike {
  return {
    dispatch(options, handler) {
      void new Dispatch(handler).send(transport, options);
      return true;
    },
  };
}

/** One request, from the call to the last piece of its answer. */
class Dispatch {
  readonly #handler: DispatchHandler;
  readonly #controller: Controller;
  #rawHeaders: RawHeaders = [];
  #abort: () => void = () => {};
  #done = false;
  #reason: Error | null = null;

  constructor(handler: DispatchHandler) {
    this.#handler = handler;
    const dispatch = this;
    this.#controller = {
      get aborted() {
        return dispatch.#reason !== null;
      },
      paused: false,
      get reason() {
        return dispatch.#reason;
      },
      get rawHeaders() {
        return dispatch.#rawHeaders;
      },
      abort: (reason) => this.#giveUp(reason),
      pause: () => {},
      resume: () => {},
    };
  }

  async send(transport: Transport, options: DispatchOptions): Promise<void> {
    const isNew = this.#handler.onRequestStart !== undefined;
    if (isNew) this.#handler.onRequestStart?.(this.#controller, {});
    else this.#handler.onConnect?.((reason) => this.#giveUp(reason ?? new Error("aborted")), null);
    if (this.#done) return;
    const request = await httpRequestOf(options);
    if (this.#done) return;
    this.#abort = transport.receive(request, {
      answer: ({ status, headers, body }) => {
        this.#begin(status, headers);
        this.#data(body);
        this.#complete();
      },
      open: ({ status, headers }) => {
        this.#begin(status, headers);
        return {
          write: (text) => this.#data(text),
          end: () => this.#complete(),
          fail: (error) => this.#fail(error),
        };
      },
      fail: (error) => this.#fail(error),
    });
  }

  #begin(status: number, headers: readonly (readonly [string, string])[]): void {
    this.#rawHeaders = headers.flat().map((text) => Buffer.from(text, "latin1"));
    if (this.#handler.onResponseStart !== undefined)
      this.#handler.onResponseStart(this.#controller, status, joined(headers), "");
    else this.#handler.onHeaders?.(status, this.#rawHeaders, () => {}, "");
  }

  #data(text: string): void {
    if (this.#done || text === "") return;
    const chunk = Buffer.from(text);
    if (this.#handler.onResponseData !== undefined) this.#handler.onResponseData(this.#controller, chunk);
    else this.#handler.onData?.(chunk);
  }

  #complete(): void {
    if (this.#done) return;
    this.#done = true;
    if (this.#handler.onResponseEnd !== undefined) this.#handler.onResponseEnd(this.#controller, {});
    else this.#handler.onComplete?.([]);
  }

  #fail(error: Error): void {
    if (this.#done) return;
    this.#done = true;
    if (this.#handler.onResponseError !== undefined) this.#handler.onResponseError(this.#controller, error);
    else this.#handler.onError?.(error);
  }

  #giveUp(reason: Error): void {
    if (this.#done) return;
    this.#reason = reason;
    this.#abort();
    this.#fail(reason);
  }
}

function joined(headers: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const before = result[name];
    result[name] = before === undefined ? value : [before, value].flat();
  }
  return result;
}

async function httpRequestOf({ path, method, headers, body }: DispatchOptions): Promise<HttpRequest> {
  return { method, url: path, headers: headersOf(headers), body: await textOf(body) };
}

/** Undici takes an object, a flat list of names and values, or anything that lists pairs of them. */
function headersOf(given: unknown): Record<string, string> {
  const pairs = pairsOf(given);
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function pairsOf(given: unknown): readonly (readonly [string, unknown])[] {
  if (given === null || given === undefined) return [];
  if (Array.isArray(given))
    return given.flatMap((name, at): [string, unknown][] => (at % 2 === 0 ? [[String(name), given[at + 1]]] : []));
  const iterable = given as Partial<Iterable<readonly [string, unknown]>>;
  return typeof iterable[Symbol.iterator] === "function"
    ? [...(given as Iterable<readonly [string, unknown]>)]
    : Object.entries(given as object);
}

async function textOf(body: unknown): Promise<string> {
  if (body === null || body === undefined) return "";
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString("utf8");
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>)
    chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
