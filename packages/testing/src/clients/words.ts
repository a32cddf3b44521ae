import type { ClientHost, Fault, PendingRequest, WatchNews } from "@kubetick/apiserver";
import { type ApiRequest, type ApiResponse, type ClusterState, type KubeObject, viewOf } from "@kubetick/core";
import { requestInWords } from "../story/request.ts";

type Watch = ReturnType<ClientHost["watches"]>[number];

/** What a component's request does, in words, and to what. */
export function doneIn(state: ClusterState, request: ApiRequest): string {
  return requestInWords(request, (resource, key) => viewOf(state.tables).get(resource, key));
}

/** What a client's request does, in words; with the answer, an object is called by the name that the server has given it. */
export function askedIn(state: ClusterState, request: PendingRequest, response?: ApiResponse): string {
  const { verb, resource, namespace, name, subresource, http } = request;
  if (resource === undefined) return "asks what the server has";
  if (verb === "list" || verb === "watch") return `${verb === "list" ? "lists" : "watches"} ${plural(resource)}`;
  if (verb === "deletecollection") return `deletes all ${plural(resource)}`;
  const given = response !== undefined && response.code < 400 && verb === "create" ? nameOf(response.body) : name;
  return doneIn(state, {
    verb: verb as "create",
    resource,
    ...(namespace === undefined ? {} : { namespace }),
    ...(given === undefined ? {} : { name: given }),
    ...(subresource === undefined ? {} : { subresource }),
    body: bodyOf(http.body),
  } as ApiRequest);
}

/** What became of a request that the server has refused. */
export function refusal(response: ApiResponse | undefined): string {
  if (response === undefined || response.code < 400) return "";
  return `, and is refused: ${(response.body as { message?: string }).message ?? response.code}`;
}

export function faultIn(fault: Fault): string {
  switch (fault) {
    case "conflict":
      return "is refused: somebody else has been quicker";
    case "serverError":
      return "is refused: the server has an internal error";
    case "timeoutBefore":
      return "gets no answer in time; nothing has been done";
    case "timeoutAfter":
      return "gets no answer in time; it has been carried out";
    case "lostBefore":
      return "loses its connection; nothing has been done";
    case "lostAfter":
      return "loses its connection; it has been carried out";
  }
}

/** What a client hears; undefined where it is nothing that has happened. */
export function newsIn({ resource }: Watch, news: WatchNews | undefined): string | undefined {
  if (news === undefined) return `is told that its watch of ${plural(resource)} has ended`;
  if (news.type === "BOOKMARK") return undefined;
  if (news.type === "ERROR") return `is told that its watch of ${plural(resource)} is too old`;
  const { name } = (news.object as KubeObject).metadata;
  return `hears that ${plural(resource).replace(/s$/, "")} ${name} ${HAPPENED[news.type]}`;
}

const HAPPENED = { ADDED: "is there", MODIFIED: "has changed", DELETED: "is gone" } as const;

/** `daemonsets.apps` is for machines. */
export function plural(resource: string): string {
  return resource.split(".")[0] ?? resource;
}

function nameOf(body: unknown): string | undefined {
  return (body as Partial<KubeObject>).metadata?.name;
}

function bodyOf(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}
