import { jsonAnswer } from "./http/answer.ts";
import { operationOf } from "./http/operation.ts";
import { answerIn } from "./http/versions.ts";
import type { Backend, HttpAnswer, HttpRequest } from "./transport/exchange.ts";
import { WatchSession } from "./watch/session.ts";

/** An answer that is complete, or a watch that has been opened. */
export type Served = { readonly answer: HttpAnswer } | { readonly watch: WatchSession };

/**
 * Carries out one HTTP request, at once. Never throws for what the request holds.
 *
 * @example
 * serve(cluster, { method: "GET", url: "/api/v1/nodes", headers: {}, body: "" });
 */
export function serve(backend: Backend, request: HttpRequest): Served {
  const operation = operationOf(backend.state, request);
  if (operation.type === "answer") return { answer: operation.answer };
  if (operation.type === "watch") return { watch: new WatchSession(operation.watch, backend.state) };
  const { resource, version, pretty } = operation;
  const response = backend.request(operation.request);
  return { answer: jsonAnswer({ ...response, body: answerIn(response.body as object, resource, version) }, pretty) };
}
