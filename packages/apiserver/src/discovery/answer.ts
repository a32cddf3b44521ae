import { type ClusterState, failures } from "@kubetick/core";
import { jsonAnswer, pageNotFound, textAnswer } from "../http/answer.ts";
import type { HttpAnswer } from "../transport/exchange.ts";
import { coreVersions, groupList, oneGroup, resourceList, version } from "./documents.ts";
import { isFixedGroup } from "./served.ts";

const HEALTH = new Set(["healthz", "livez", "readyz"]);

/** The answer to a path that names no resource: discovery, health, the version; or that there is no such path. */
export function documentAnswer(
  state: ClusterState,
  segments: readonly string[],
  method: string,
  pretty: boolean,
): HttpAnswer {
  const [first = "", second, third] = segments;
  if (HEALTH.has(first) && segments.length === 1) return textAnswer(200, "ok");
  const found = documentAt(state, segments);
  if (found === undefined) {
    if (first === "api" && second !== undefined) return refusal(failures.noSuchResource());
    const isKnownGroup = first === "apis" && third !== undefined && isFixedGroup(second ?? "");
    return isKnownGroup ? refusal(failures.noSuchResource()) : pageNotFound();
  }
  if (method !== "GET") return refusal(failures.methodNotAllowed());
  return jsonAnswer({ code: 200, body: found }, pretty);
}

function documentAt(state: ClusterState, segments: readonly string[]): object | undefined {
  const [first, second, third] = segments;
  if (first === "version") return second === undefined ? version() : undefined;
  if (first === "api") {
    if (second === undefined) return coreVersions();
    return third === undefined ? resourceList(state, "", second) : undefined;
  }
  if (first !== "apis") return undefined;
  if (second === undefined) return groupList(state);
  return third === undefined ? oneGroup(state, second) : resourceList(state, second, third);
}

function refusal(status: failures.Failure): HttpAnswer {
  return jsonAnswer({ code: status.code, body: status });
}
