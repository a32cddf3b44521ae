import type { ApiResponse, Status } from "@kubetick/core";
import type { HttpAnswer } from "../transport/exchange.ts";

export const JSON_HEADERS = [
  ["cache-control", "no-cache, private"],
  ["content-type", "application/json"],
] as const;

/** An answer of the API as HTTP has it. */
export function jsonAnswer({ code, body, warnings = [] }: ApiResponse, pretty = false): HttpAnswer {
  return {
    status: code,
    headers: [...JSON_HEADERS, ...warnings.map(warningHeader), ...retryAfter(body as Partial<Status>)],
    body: `${JSON.stringify(body, null, pretty ? 2 : 0)}\n`,
  };
}

export function textAnswer(status: number, body: string): HttpAnswer {
  const headers = [
    ["cache-control", "no-cache, private"],
    ["content-type", "text/plain; charset=utf-8"],
    ["x-content-type-options", "nosniff"],
  ] as const;
  return { status, headers, body };
}

/** A path that nobody serves. Source: Go's net/http NotFound. */
export function pageNotFound(): HttpAnswer {
  return textAnswer(404, "404 page not found\n");
}

/** Source: staging/src/k8s.io/apimachinery/pkg/util/net/http.go NewWarningHeader. */
function warningHeader(text: string): readonly [string, string] {
  return ["warning", `299 - "${text.replace(/["\\]/g, "\\$&")}"`];
}

/** Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/writers.go ErrorNegotiated. */
function retryAfter({ kind, details }: Partial<Status>): readonly (readonly [string, string])[] {
  const seconds = kind === "Status" ? details?.retryAfterSeconds : undefined;
  return seconds === undefined || seconds <= 0 ? [] : [["retry-after", String(seconds)]];
}
