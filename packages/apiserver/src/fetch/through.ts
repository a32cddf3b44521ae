import type { HttpAnswer } from "../transport/exchange.ts";
import type { Stream, Transport } from "../transport/transport.ts";
import { type Fetch, httpRequestOf } from "./request.ts";

/** A `fetch` whose requests go this way. */
export function fetchThrough(transport: Transport): Fetch {
  return async (input, init) => {
    const { request, signal } = await httpRequestOf(input, init);
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      let body: BodyStream | undefined;
      const abort = transport.receive(request, {
        answer: (answer) => resolve(responseOf(answer)),
        open: ({ status, headers }) => {
          body = new BodyStream(() => abort());
          resolve(new Response(body.readable, { status, headers: headers.map(([name, value]) => [name, value]) }));
          return body;
        },
        // As `fetch` itself says it.
        fail: (error) => reject(new TypeError("fetch failed", { cause: error })),
      });
      signal.addEventListener("abort", () => {
        abort();
        reject(signal.reason);
        body?.fail(signal.reason);
      });
    });
  };
}

function responseOf({ status, headers, body }: HttpAnswer): Response {
  return new Response(body, { status, headers: headers.map(([name, value]) => [name, value]) });
}

class BodyStream implements Stream {
  readonly readable: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(cancel: () => void) {
    this.readable = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.#controller = undefined;
        cancel();
      },
    });
  }

  write(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }

  end(): void {
    this.#controller?.close();
    this.#controller = undefined;
  }

  fail(error: Error): void {
    this.#controller?.error(error);
    this.#controller = undefined;
  }
}
