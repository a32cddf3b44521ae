import { failures, type Status } from "@kubetick/core";
import { Failed } from "./failed.ts";

/**
 * Whether the client takes JSON, which is all that there is: no YAML, no protobuf, no tables.
 * Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go NegotiateMediaTypeOptions.
 */
export function requireJsonAccepted(accept: string | undefined): void {
  if (accept === undefined || accept.trim() === "" || accept.split(",").some(takesJson)) return;
  throw new Failed(notAcceptable());
}

/** A clause that asks for another form of the object (`as=Table`) is passed over, as where the server cannot give it. */
function takesJson(clause: string): boolean {
  const [type = "", ...parameters] = clause.split(";").map((part) => part.trim().toLowerCase());
  if (parameters.some((parameter) => parameter.startsWith("as="))) return false;
  return type === "application/json" || type === "*/*";
}

function notAcceptable(): Status {
  return failures.notAcceptable(["application/json", "application/json;stream=watch"]);
}
