import type { Call } from "./call.ts";
import { Refused } from "./failure.ts";
import type { RequestOptions } from "./request.ts";
import { badRequest } from "./status.ts";

const POLICIES: readonly unknown[] = ["Background", "Foreground", "Orphan"];

type DeleteOptions = Pick<RequestOptions, "gracePeriodSeconds" | "propagationPolicy" | "preconditions" | "dryRun">;

/** The options that a deletion carries in its body, as clients of the HTTP API send them. */
export function decodeDeleteOptions({ request }: Call): DeleteOptions {
  const { body } = request;
  const given = (body === undefined || body === null ? {} : body) as DeleteOptions & { preconditions?: unknown };
  if (typeof given !== "object" || Array.isArray(given))
    throw new Refused(badRequest("DeleteOptions must be an object"));
  const options = { ...request.options, ...pick(given) };
  const { gracePeriodSeconds, propagationPolicy, preconditions } = options;
  if (gracePeriodSeconds !== undefined && !Number.isSafeInteger(gracePeriodSeconds))
    throw new Refused(badRequest("gracePeriodSeconds must be a whole number of seconds"));
  if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy)) {
    throw new Refused(
      badRequest(
        `propagationPolicy must be Background, Foreground or Orphan, not ${JSON.stringify(propagationPolicy)}`,
      ),
    );
  }
  if (preconditions !== undefined && (typeof preconditions !== "object" || preconditions === null))
    throw new Refused(badRequest("preconditions must be an object"));
  return options;
}

function pick(given: DeleteOptions): DeleteOptions {
  const options: Record<string, unknown> = {};
  for (const key of ["gracePeriodSeconds", "propagationPolicy", "preconditions", "dryRun"] as const) {
    if (Object.hasOwn(given, key) && given[key] !== undefined && given[key] !== null) options[key] = given[key];
  }
  return options as DeleteOptions;
}
