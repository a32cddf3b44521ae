import {
  type ApiRequest,
  type ApiResponse,
  fieldSelectorMatcher,
  type KubeObject,
  labelSelectorTextMatcher,
  type Millis,
} from "@kubetick/core";
import type { KubectlHost } from "../src/host.ts";

export type RecordedObjects = Readonly<Record<string, readonly KubeObject[]>>;

/** A host that serves recorded objects as they were, at the recorded moment. Nothing ever happens in it. */
export function recordedHost(objects: RecordedObjects, now: Millis): KubectlHost {
  return {
    request: (request) => answer(objects, request),
    now: () => now,
    proceed: () => false,
    events: () => [],
    readFile: (path) => {
      throw new Error(`no file ${path}`);
    },
  };
}

function answer(objects: RecordedObjects, request: ApiRequest): ApiResponse {
  const all = objects[request.resource] ?? [];
  const inScope = all.filter(({ metadata }) => !request.namespace || metadata.namespace === request.namespace);
  if (request.verb === "list") return list(inScope, request);
  const found = inScope.find(({ metadata }) => metadata.name === request.name);
  return found === undefined ? notFound(request) : { code: 200, body: found };
}

function list(objects: readonly KubeObject[], { resource, options = {} }: ApiRequest): ApiResponse {
  const byLabels = labelSelectorTextMatcher(options.labelSelector ?? "");
  const byFields = fieldSelectorMatcher(resource, options.fieldSelector ?? "");
  if (typeof byLabels === "string") throw new Error(byLabels);
  if (typeof byFields === "string") throw new Error(byFields);
  const items = objects.filter((object) => byLabels(object.metadata.labels) && byFields(object));
  const body = { apiVersion: "v1", kind: "List", metadata: { resourceVersion: "1" }, items };
  return { code: 200, body: body as unknown as KubeObject };
}

function notFound({ resource, name = "" }: ApiRequest): ApiResponse {
  const message = `${resource} ${JSON.stringify(name)} not found`;
  const body = {
    apiVersion: "v1",
    kind: "Status",
    metadata: {},
    status: "Failure",
    message,
    reason: "NotFound",
    code: 404,
  };
  return { code: 404, body: body as unknown as KubeObject };
}
