import type { Json } from "../kubernetes/types.ts";
import type { Call } from "./call.ts";
import { decodeObject } from "./decode/index.ts";
import { isStatus, Refused } from "./failure.ts";
import type { KubeObject } from "./request.ts";

export interface DecodedBody {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

/** The body of a request (or the outcome of a patch) as an object of the call's resource, or a refusal. */
export function decodeBody(call: Call, body: Json | object | undefined): DecodedBody {
  const decoded = decodeObject((body ?? null) as Json, call.resource, {
    fieldValidation: call.options.fieldValidation ?? "Warn",
  });
  if (isStatus(decoded)) throw new Refused(decoded);
  return decoded as DecodedBody;
}
