import type { HttpAnswer, HttpRequest } from "./exchange.ts";

/** Where requests go: a server that answers at once, or a `ClientHost`, which answers when it is told to. */
export interface Transport {
  /** Takes a request. The returned function is to be called when the client gives up: nothing more is told then. */
  receive(request: HttpRequest, reply: Reply): () => void;
}

/** How an answer gets back to the client. One of the three is called, once. */
export interface Reply {
  answer(answer: HttpAnswer): void;
  /** A watch: an answer whose body comes piece by piece. */
  open(answer: Omit<HttpAnswer, "body">): Stream;
  /** The connection is lost: the client does not know whether the server has done anything. */
  fail(error: Error): void;
}

export interface Stream {
  write(text: string): void;
  end(): void;
  fail(error: Error): void;
}
