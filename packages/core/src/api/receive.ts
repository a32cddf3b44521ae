import { NotPlain, plainJson } from "./plain-json.ts";
import type { ApiRequest } from "./request.ts";
import { badRequest, type Failure, requestTooLarge } from "./status.ts";

type Check = (value: unknown, name: string) => unknown;

const text: Check = (value, name) => {
  if (typeof value === "string") return value;
  throw wrongType(name, "a string", value);
};

const texts: Check = (value, name) => {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return Object.freeze([...value]);
  throw wrongType(name, "a list of strings", value);
};

const wholeNumber: Check = (value, name) => {
  if (Number.isSafeInteger(value)) return value;
  throw wrongType(name, "a whole number", value);
};

function fields(checks: Readonly<Record<string, Check>>): Check {
  return (value, name) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType(name, "an object", value);
    const given = value as Readonly<Record<string, unknown>>;
    const read: [string, unknown][] = [];
    for (const [field, check] of Object.entries(checks)) {
      const found = given[field];
      if (found !== undefined && found !== null) read.push([field, check(found, `${name}.${field}`)]);
    }
    return Object.freeze(Object.fromEntries(read));
  };
}

/** What a request holds. Anything else that is in one is passed over, as the server passes over unknown query parameters. */
const REQUEST = fields({
  verb: text,
  resource: text,
  namespace: text,
  name: text,
  subresource: text,
  patchType: text,
  by: text,
  options: fields({
    dryRun: texts,
    fieldValidation: text,
    labelSelector: text,
    fieldSelector: text,
    gracePeriodSeconds: wholeNumber,
    propagationPolicy: text,
    preconditions: fields({ uid: text, resourceVersion: text }),
  }),
  body: plainJson,
});

function wrongType(name: string, wanted: string, value: unknown): NotPlain {
  const found = value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
  return new NotPlain(`${name} must be ${wanted}, not ${found}`);
}

const received = new WeakSet<ApiRequest>();

/**
 * A request from outside, which may be anything, as a frozen copy of the right types; or why it is none. What this
 * function has returned, it returns again as it is.
 */
export function receive(request: unknown): ApiRequest | Failure {
  if (received.has(request as ApiRequest)) return request as ApiRequest;
  try {
    const read = REQUEST(request, "request") as ApiRequest;
    received.add(read);
    return read;
  } catch (error) {
    if (error instanceof NotPlain && error.tooLarge) return requestTooLarge(error.message);
    // Reading may run the caller's own code, a getter say: whatever it throws makes the request unreadable.
    return badRequest(error instanceof Error ? error.message : "the request cannot be read");
  }
}
