import { Agent, request as httpsRequest } from "node:https";
import type { HttpRequest } from "../scenario.ts";
import type { Answer, Change, Thing } from "../world.ts";

const PATCH_TYPES = {
  strategic: "application/strategic-merge-patch+json",
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
} as const;

/** A client of a scratch API server on loopback, with a token and a certificate that nobody knows. */
export class Client {
  readonly #server: URL;
  readonly #token: string;
  readonly #agent = new Agent({ rejectUnauthorized: false, keepAlive: true });

  constructor(server: string, token: string) {
    this.#server = new URL(server);
    this.#token = token;
  }

  request({ method, path, patchType, body }: HttpRequest): Promise<Answer> {
    const type = patchType === undefined ? "application/json" : PATCH_TYPES[patchType];
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      // Node does not say by itself how long the body of a DELETE is.
      const headers = { "Content-Type": type, "Content-Length": String(Buffer.byteLength(text ?? "")) };
      const sent = this.#open(method, path, headers, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () =>
          resolve({
            code: response.statusCode ?? 0,
            body: parsed(Buffer.concat(parts).toString()),
            warnings: (response.headersDistinct["warning"] ?? []).map(textOfWarning),
          }),
        );
      });
      sent.on("error", reject);
      sent.end(text);
    });
  }

  /** Calls `see` for each change of a resource after a version, until the returned function is called. */
  watch(path: string, resourceVersion: string, see: (change: Change) => void): () => void {
    const sent = this.#open("GET", `${path}?watch=true&resourceVersion=${resourceVersion}`, {}, (response) => {
      let rest = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        const lines = (rest + part).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line !== "") see(JSON.parse(line));
      });
      response.on("error", () => {});
    });
    sent.on("error", () => {});
    sent.end();
    return () => sent.destroy();
  }

  async list(path: string): Promise<{ readonly items: readonly Thing[]; readonly resourceVersion: string }> {
    const { code, body } = await this.request({ method: "GET", path });
    if (code !== 200) throw new Error(`${path}: ${code} ${JSON.stringify(body)}`);
    const kind = body.kind.replace(/List$/, "");
    const items = (body.items ?? []).map((item: Thing) => ({ ...item, apiVersion: body.apiVersion, kind }));
    return { items, resourceVersion: body.metadata.resourceVersion };
  }

  close(): void {
    this.#agent.destroy();
  }

  #open(
    method: string,
    path: string,
    headers: Record<string, string>,
    onResponse: Parameters<typeof httpsRequest>[2] & object,
  ) {
    const { hostname, port } = this.#server;
    const options = { method, hostname, port, path: encodeURI(path), agent: this.#agent };
    return httpsRequest(
      { ...options, headers: { Authorization: `Bearer ${this.#token}`, Accept: "application/json", ...headers } },
      onResponse,
    );
  }
}

/** `299 - "…"`, as Go quotes it. */
function textOfWarning(header: string): string {
  return header.replace(/^299 - "(.*)"$/s, "$1").replace(/\\(.)/g, "$1");
}

function parsed(text: string): Thing {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    return { message: text };
  }
}
