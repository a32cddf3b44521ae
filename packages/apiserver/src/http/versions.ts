import { type ApiResource, apiVersionOf, failures, type Json, type KubeObject } from "@kubetick/core";
import { Failed } from "./failed.ts";

/**
 * An object as this version has it. Only custom resources have more than one, and only their `apiVersion` differs.
 * Source: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/conversion/nop_converter.go.
 */
export function inVersion<T extends KubeObject>(object: T, { custom, group, version }: ApiResource, asked: string): T {
  return custom && asked !== version ? Object.assign({}, object, { apiVersion: apiVersionOf(group, asked) }) : object;
}

/** The body of an answer as this version has it: an object, a list or a `Status`. */
export function answerIn(body: object, resource: ApiResource, asked: string): object {
  const { kind, items } = body as { kind?: string; items?: readonly KubeObject[] };
  if (items !== undefined && kind === `${resource.kind}List`) {
    const list = listIn(body as KubeObject, resource, asked);
    return Object.assign({}, list, { items: items.map((item) => itemIn(item, resource, asked)) });
  }
  return kind === resource.kind ? inVersion(body as KubeObject, resource, asked) : body;
}

/** A list of custom resources always says that nothing follows: it is written without a type that would leave it out. */
function listIn(list: KubeObject, resource: ApiResource, asked: string): KubeObject {
  const told = inVersion(list, resource, asked);
  return resource.custom ? Object.assign({}, told, { metadata: { continue: "", ...list.metadata } }) : told;
}

/** The items of a list say what they are in custom resources alone: of the others the list has said it. */
function itemIn(item: KubeObject, resource: ApiResource, asked: string): object {
  if (resource.custom) return inVersion(item, resource, asked);
  const { apiVersion: _, kind: __, ...rest } = item;
  return rest;
}

/**
 * The body of a write as the version in which objects are stored has it. It must be of the version of the path.
 * Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go createHandler.
 */
export function bodyFrom(body: Json, { custom, group, version }: ApiResource, asked: string): Json {
  if (!custom || typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const expected = apiVersionOf(group, asked);
  const { apiVersion } = body as { apiVersion?: Json };
  if (apiVersion !== undefined && apiVersion !== "" && apiVersion !== expected) {
    const why = `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`;
    throw new Failed(failures.badRequest(why));
  }
  return asked === version ? body : { ...body, apiVersion: apiVersionOf(group, version) };
}
