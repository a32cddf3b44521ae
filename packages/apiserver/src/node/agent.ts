import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import type { HttpAnswer, HttpRequest } from "../transport/exchange.ts";
import type { Reply, Transport } from "../transport/transport.ts";

/**
 * An `http.Agent` whose connections end in this process: for `http.request`, and for the libraries that are built on it
 * (node-fetch, axios, got). Node's own client and server talk over a pair of streams in memory; there is no socket.
 *
 * @example
 * http.get("http://kubetick/api/v1/nodes", { agent: agentThrough(host) });
 */
export function agentThrough(transport: Transport): Agent {
  const server = createServer((request, response) => void forward(transport, request, response));
  return new InProcessAgent(server);
}

/** The client's end of each connection, by the server's. */
const otherEnds = new WeakMap<Duplex, Duplex>();

class InProcessAgent extends Agent {
  readonly #server: Server;

  constructor(server: Server) {
    super({ keepAlive: false });
    this.#server = server;
  }

  override createConnection(): Duplex {
    const [ours, theirs] = duplexPair();
    otherEnds.set(theirs, ours);
    this.#server.emit("connection", theirs);
    return Object.assign(ours, SOCKET_METHODS);
  }
}

/** What HTTP libraries ask of a socket, and a stream in memory has no use for. */
const SOCKET_METHODS = Object.fromEntries(
  ["setKeepAlive", "setNoDelay", "setTimeout", "ref", "unref"].map((name) => [
    name,
    function (this: Duplex) {
      return this;
    },
  ]),
);

async function forward(transport: Transport, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // It would be the real time.
  response.sendDate = false;
  const asked = await httpRequestOf(request);
  const abort = transport.receive(asked, replyOver(response));
  response.on("close", abort);
}

async function httpRequestOf(request: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]),
  );
  return {
    method: request.method ?? "GET",
    url: request.url ?? "/",
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

function replyOver(response: ServerResponse): Reply {
  // A stream in memory does not tell one end that the other has been destroyed.
  const breakOff = (error: Error) => {
    if (response.socket !== null) otherEnds.get(response.socket)?.destroy(error);
    response.destroy();
  };
  const begin = ({ status, headers }: Omit<HttpAnswer, "body">) => response.writeHead(status, headers.flat());
  return {
    answer(answer) {
      begin(answer).end(answer.body);
    },
    open(answer) {
      begin(answer).flushHeaders();
      return {
        write: (text) => void response.write(text),
        end: () => void response.end(),
        fail: breakOff,
      };
    },
    fail: breakOff,
  };
}
