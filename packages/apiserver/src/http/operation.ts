import { type ApiRequest, type ApiResource, type ClusterState, failures, type Verb } from "@kubetick/core";
import { documentAnswer } from "../discovery/answer.ts";
import { isFixedGroup, servedResource, servedVersions } from "../discovery/served.ts";
import type { HttpAnswer, HttpRequest } from "../transport/exchange.ts";
import { requireListVersion, type WatchRequest, watchRequest } from "../watch/request.ts";
import { requireJsonAccepted } from "./accept.ts";
import { jsonAnswer, pageNotFound } from "./answer.ts";
import { deleteBody, objectBody, patchBody, patchTypeOf } from "./body.ts";
import { Failed } from "./failed.ts";
import { type ResourcePath, resourcePath, segmentsOf } from "./path.ts";
import { deleteOptions, flag, listOptions, writeOptions } from "./query.ts";
import { bodyFrom } from "./versions.ts";

/** What an HTTP request asks for. */
export type Operation =
  /** A request to the API; its answer is to be told in this version. */
  | {
      readonly type: "request";
      readonly request: ApiRequest;
      readonly resource: ApiResource;
      readonly version: string;
      readonly pretty: boolean;
    }
  | { readonly type: "watch"; readonly watch: WatchRequest }
  /** What can be answered without the API: discovery, and what is no request. */
  | { readonly type: "answer"; readonly answer: HttpAnswer };

/** Reads an HTTP request. Never throws: what is wrong with it is an answer. */
export function operationOf(state: ClusterState, request: HttpRequest): Operation {
  try {
    return read(state, request);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const { status } = error;
    return { type: "answer", answer: jsonAnswer({ code: status.code ?? 500, body: status }) };
  }
}

function read(state: ClusterState, request: HttpRequest): Operation {
  const [pathname = "", search = ""] = splitOnce(request.url, "?");
  const query = new URLSearchParams(search);
  const segments = segmentsOf(pathname);
  if (segments === undefined) return { type: "answer", answer: pageNotFound() };
  const path = resourcePath(segments);
  const pretty = flag(query, "pretty");
  if (path === undefined) return { type: "answer", answer: documentAnswer(state, segments, request.method, pretty) };
  const resource = resourceAt(state, path);
  if (resource === undefined) return { type: "answer", answer: pageNotFound() };
  requireJsonAccepted(request.headers["accept"]);
  const call: Call = { path, resource, query, http: request };
  if (isWatch(call)) return { type: "watch", watch: watchOf(call) };
  return { type: "request", request: apiRequest(state, call), resource, version: path.version, pretty };
}

interface Call {
  readonly path: ResourcePath;
  readonly resource: ApiResource;
  readonly query: URLSearchParams;
  readonly http: HttpRequest;
}

/** The resource of a path; undefined where there is not even a group that could have it. */
function resourceAt(state: ClusterState, path: ResourcePath): ApiResource | undefined {
  const { group, version, plural, namespace, name } = path;
  const resource = servedResource(state, plural, group);
  if (resource === undefined || !servedVersions(resource).includes(version)) {
    if (isFixedGroup(group)) throw new Failed(failures.noSuchResource());
    return undefined;
  }
  const misplaced = resource.namespaced ? namespace === undefined && name !== undefined : namespace !== undefined;
  if (misplaced) throw new Failed(failures.noSuchResource());
  return resource;
}

/** A GET of one object is none: only the older paths watch one. */
function isWatch({ path, query, http }: Call): boolean {
  return http.method === "GET" && (path.watch || (path.name === undefined && flag(query, "watch")));
}

function watchOf({ path, resource, query }: Call): WatchRequest {
  if (!resource.verbs.includes("watch")) throw new Failed(failures.methodNotSupported(resource.resource, "watch"));
  return watchRequest({ resource, version: path.version, namespace: path.namespace }, query, path.name);
}

function apiRequest(state: ClusterState, call: Call): ApiRequest {
  const { path, resource, http } = call;
  const verb = verbOf(http.method, path);
  return {
    verb,
    resource: resource.resource,
    ...(path.namespace === undefined ? {} : { namespace: path.namespace }),
    ...(path.name === undefined ? {} : { name: path.name }),
    ...(path.subresource === undefined ? {} : { subresource: path.subresource }),
    ...(http.headers["user-agent"] === undefined ? {} : { by: http.headers["user-agent"] }),
    ...payload(state, verb, call),
  };
}

function verbOf(method: string, { name }: ResourcePath): Verb {
  switch (method) {
    case "GET":
      return name === undefined ? "list" : "get";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return name === undefined ? "deletecollection" : "delete";
    default:
      throw new Failed(failures.methodNotAllowed());
  }
}

/** The body and the options of a request. */
function payload(state: ClusterState, verb: Verb, call: Call): Partial<ApiRequest> {
  const { query, http, resource, path } = call;
  const contentType = http.headers["content-type"];
  switch (verb) {
    case "get":
      return {};
    case "list":
      requireListVersion(state, query);
      return { options: listOptions(query) };
    case "create":
    case "update":
      requireRoute(verb, call);
      return {
        body: bodyFrom(objectBody(http.body, contentType, kindOf(call)), resource, path.version) as object,
        options: writeOptions(query),
      };
    case "patch":
      requireRoute(verb, call);
      return {
        patchType: patchTypeOf(contentType),
        body: patchBody(http.body) as object,
        options: writeOptions(query),
      };
    case "delete":
    case "deletecollection":
      return deletion(verb, call);
  }
}

/** What has no route is refused before its body is looked at. Source: apiserver/pkg/endpoints/installer.go. */
function requireRoute(verb: Verb, { path, resource }: Call): void {
  const toObject = path.name !== undefined && (verb !== "create" || path.subresource !== undefined);
  const toCollection = path.name === undefined && verb === "create";
  // Source: apiextensions-apiserver/pkg/apiserver/customresource_handler.go, which has no routes of its own.
  if (resource.custom && path.name === undefined && verb !== "create")
    throw new Failed(failures.badRequest("name must be provided"));
  const isPlaced = !resource.namespaced || path.namespace !== undefined;
  if (!isPlaced || (!toObject && !toCollection)) throw new Failed(failures.methodNotAllowed());
}

/** Options in a body count; those in the query do so where there is no body. Source: handlers/delete.go DeleteResource. */
function deletion(verb: Verb, { query, http }: Call): Partial<ApiRequest> {
  const selectors = verb === "deletecollection" ? listOptions(query) : {};
  if (http.body !== "")
    return { body: deleteBody(http.body, http.headers["content-type"]) as object, options: selectors };
  const { options, body } = deleteOptions(query);
  return { ...(body === undefined ? {} : { body }), options: { ...selectors, ...options } };
}

const KIND_OF_SUBRESOURCE: ReadonlyMap<string, string> = new Map([
  ["binding", "Binding"],
  ["eviction", "Eviction"],
]);

function kindOf({ path, resource }: Call): string {
  return KIND_OF_SUBRESOURCE.get(path.subresource ?? "") ?? resource.kind;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
