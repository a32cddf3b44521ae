import type { HttpRequest } from "../transport/exchange.ts";

/** What `fetch` takes. */
export type FetchInput = string | URL | Request;

/** A function that can stand in for `fetch`. */
export type Fetch = (input: FetchInput, init?: RequestInit) => Promise<Response>;

/** The arguments of `fetch` as plain data, and the signal that may end the request. */
export async function httpRequestOf(
  input: FetchInput,
  init?: RequestInit,
): Promise<{ readonly request: HttpRequest; readonly signal: AbortSignal }> {
  // A relative address is fine: there is one server only.
  const target = typeof input === "string" ? new URL(input, "http://kubetick") : input;
  const asked = new Request(target, init);
  const { pathname, search } = new URL(asked.url);
  const request: HttpRequest = {
    method: asked.method.toUpperCase(),
    url: pathname + search,
    headers: headersOf(asked.headers, given(input, init)),
    body: textIn(input, init) ?? (await asked.text()),
  };
  return { request, signal: asked.signal };
}

/** A text is there at once: requests that are sent one after the other arrive so, with a body or without. */
function textIn(input: FetchInput, init: RequestInit | undefined): string | undefined {
  if (typeof init?.body === "string") return init.body;
  const isWithout = !(input instanceof Request) && (init?.body === undefined || init.body === null);
  return isWithout ? "" : undefined;
}

/** `Request` makes up a content type for a text; the API is to see only what the caller said. */
function headersOf(headers: Headers, said: ReadonlySet<string>): Record<string, string> {
  const found: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (name !== "content-type" || said.has(name)) found[name] = value;
  });
  return found;
}

function given(input: FetchInput, init: RequestInit | undefined): ReadonlySet<string> {
  const ofRequest = input instanceof Request ? [...input.headers.keys()] : [];
  return new Set([...ofRequest, ...new Headers(init?.headers).keys()]);
}
