import { failures, parseIntError, type RequestOptions } from "@kubetick/core";
import { Failed } from "./failed.ts";

/** Source: staging/src/k8s.io/apimachinery/pkg/runtime/conversion.go Convert_Slice_string_To_bool. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== "0" && value.toLowerCase() !== "false";
}

/** A whole number; undefined where the parameter is not given. */
export function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const error = parseIntError(value);
  if (error !== undefined) throw new Failed(failures.badRequest(error));
  return Number(value);
}

/** The options of a list, and of a watch. */
export function listOptions(query: URLSearchParams): RequestOptions {
  wholeNumber(query, "limit");
  wholeNumber(query, "timeoutSeconds");
  return texts(query, ["labelSelector", "fieldSelector"]);
}

/** The options of a POST, PUT or PATCH. */
export function writeOptions(query: URLSearchParams): RequestOptions {
  return { ...texts(query, ["fieldValidation"]), ...dryRun(query) };
}

/** The options of a DELETE that has them in its query; the oldest of them only a body can hold. */
export function deleteOptions(query: URLSearchParams): { readonly options: RequestOptions; readonly body?: object } {
  const gracePeriodSeconds = wholeNumber(query, "gracePeriodSeconds");
  const options = {
    ...texts(query, ["propagationPolicy"]),
    ...dryRun(query),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
  };
  if (!query.has("orphanDependents")) return { options };
  const orphanDependents = flag(query, "orphanDependents");
  return { options, body: { kind: "DeleteOptions", apiVersion: "v1", orphanDependents } };
}

function dryRun(query: URLSearchParams): RequestOptions {
  return query.has("dryRun") ? { dryRun: query.getAll("dryRun") } : {};
}

function texts(query: URLSearchParams, names: readonly (keyof RequestOptions)[]): RequestOptions {
  return Object.fromEntries(names.filter((name) => query.has(name)).map((name) => [name, query.get(name)]));
}
