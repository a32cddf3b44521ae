import type { ApiResource } from "../../kubernetes/resources.ts";
import { apiVersionOf } from "../../kubernetes/resources.ts";
import type { Json, Status } from "../../kubernetes/types.ts";
import type { KubeObject } from "../request.ts";
import { badRequest } from "../status.ts";

// STAND-IN until the schema-driven decoder is here.
export function decodeObject(body: Json, resource: ApiResource, _options: { fieldValidation: string }): { object: KubeObject; warnings: readonly string[] } | Status {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return badRequest("the body is no object");
  const { metadata } = body as unknown as KubeObject;
  return { object: { ...(body as unknown as KubeObject), apiVersion: apiVersionOf(resource.group, resource.version), kind: resource.kind, metadata: metadata ?? {} }, warnings: [] };
}
