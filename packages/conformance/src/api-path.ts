import { type ApiRequest, type RequestOptions, resourceName } from "@kubetick/core";
import type { HttpRequest } from "./scenario.ts";

/** The request that an HTTP request to the API server is. */
export function apiRequest({ method, path, patchType, body }: HttpRequest): ApiRequest {
  const [pathname = "", query = ""] = path.split("?");
  const { resource, namespace, name, subresource } = placeOf(pathname);
  return {
    verb: verbOf(method, name),
    resource,
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
    ...(patchType === undefined ? {} : { patchType }),
    ...(body === undefined ? {} : { body: body as object }),
    options: optionsOf(new URLSearchParams(query)),
  };
}

function placeOf(pathname: string) {
  const parts = pathname.split("/").filter((part) => part !== "");
  const group = parts[0] === "apis" ? (parts[1] as string) : "";
  const rest = parts.slice(group === "" ? 2 : 3);
  const inNamespace = rest[0] === "namespaces" && rest.length > 2 && rest[2] !== "status" && rest[2] !== "finalize";
  const namespace = inNamespace ? rest[1] : undefined;
  const [plural = "", name, subresource] = inNamespace ? rest.slice(2) : rest;
  return { resource: resourceName(plural, group), namespace, name, subresource };
}

function verbOf(method: HttpRequest["method"], name: string | undefined): ApiRequest["verb"] {
  const one = name !== undefined;
  switch (method) {
    case "GET":
      return one ? "get" : "list";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return one ? "delete" : "deletecollection";
  }
}

function optionsOf(query: URLSearchParams): RequestOptions {
  const options: Record<string, unknown> = {};
  for (const [name, value] of query) {
    if (name === "gracePeriodSeconds") options[name] = Number(value);
    else if (name === "dryRun") options[name] = [value];
    else options[name] = value;
  }
  return options as RequestOptions;
}
