import { schemaForStruct } from "../kubernetes/schema.ts";
import type { Json, JsonObject } from "../kubernetes/types.ts";
import type { Call } from "./call.ts";
import { notRegistered, typeInBody } from "./decode/kind.ts";
import { findProblems } from "./decode/problems.ts";
import { Refused } from "./failure.ts";
import { type DeleteOptions, wrongDeleteOptions } from "./options.ts";
import { badRequest } from "./status.ts";

const KIND = "DeleteOptions";
const FIELDS = ["gracePeriodSeconds", "propagationPolicy", "preconditions", "dryRun", "orphanDependents"] as const;

/**
 * The options of a deletion: those of the request, and those in its body, as clients of the HTTP API send them.
 * Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/delete.go DeleteResource.
 */
export function decodeDeleteOptions({ request }: Call): DeleteOptions {
  const { body } = request;
  const options = { ...request.options, ...(body === undefined || body === null ? {} : inBody(body as Json)) };
  const wrong = wrongDeleteOptions(options);
  if (wrong !== undefined) throw new Refused(wrong);
  return options;
}

function inBody(body: Json): DeleteOptions {
  const type = typeInBody(body);
  if ("error" in type) throw new Refused(badRequest(`couldn't get version/kind; json parse error: ${type.error}`));
  // Every group has its DeleteOptions: any version is right.
  if (type.kind !== "" && type.kind !== KIND)
    throw new Refused(badRequest(notRegistered(type.kind, type.apiVersion || "v1")));
  const schema = schemaForStruct(KIND);
  const error = schema === undefined ? undefined : findProblems(schema, body).error;
  if (error !== undefined) throw new Refused(badRequest(error));
  return pick(body as JsonObject);
}

function pick(given: JsonObject): DeleteOptions {
  const options: Record<string, unknown> = {};
  for (const key of FIELDS)
    if (Object.hasOwn(given, key) && given[key] !== undefined && given[key] !== null) options[key] = given[key];
  return options as DeleteOptions;
}
