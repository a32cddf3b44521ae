import { describe, expect, it } from "vitest";
import { createMachine } from "../machine/machine.ts";
import { isStatus } from "./failure.ts";
import { receive } from "./receive.ts";
import type { ApiRequest } from "./request.ts";

function refusal(request: unknown): string | undefined {
  const received = receive(request);
  return isStatus(received) ? `${received.code}: ${received.message}` : undefined;
}

function create(body: unknown): ApiRequest {
  return { verb: "create", resource: "configmaps", namespace: "default", body: body as object };
}

function nested(levels: number): unknown {
  let value: unknown = "end";
  for (let level = 0; level < levels; level++) value = { a: value };
  return value;
}

const cycle: { self?: unknown } = {};
cycle.self = [cycle];
const bomb = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner, inner], "lol");
const throwing = {
  get name() {
    throw new Error("no name for you");
  },
};

describe("a request that is none is refused", () => {
  it.each<[string, unknown, string]>([
    ["null", null, "400: request must be an object, not null"],
    ["a number", 5, "400: request must be an object, not a number"],
    ["a list", [], "400: request must be an object, not a list"],
    ["a name that is a number", { name: 5 }, "400: request.name must be a string, not a number"],
    ["a symbol", { resource: Symbol("x") }, "400: request.resource must be a string, not a symbol"],
    ["options that are a text", { options: "All" }, "400: request.options must be an object, not a string"],
    [
      "a dry run that is a text",
      { options: { dryRun: "All" } },
      "400: request.options.dryRun must be a list of strings, not a string",
    ],
    [
      "a fraction of a second",
      { options: { gracePeriodSeconds: 0.5 } },
      "400: request.options.gracePeriodSeconds must be a whole number, not a number",
    ],
    [
      "a uid that is a list",
      { options: { preconditions: { uid: [] } } },
      "400: request.options.preconditions.uid must be a string, not a list",
    ],
    ["a cycle", create(cycle), "400: the body is nested deeper than 500 levels"],
    ["5,000 levels", create(nested(5000)), "400: the body is nested deeper than 500 levels"],
    ["a bomb", create(bomb), "413: Request entity too large: limit is 3145728"],
    ["a list without end", create(new Array(2 ** 30)), "413: Request entity too large: limit is 3145728"],
    ["a long text", create("x".repeat(4_000_000)), "413: Request entity too large: limit is 3145728"],
    ["NaN", create({ data: [Number.NaN] }), "400: data[0] is NaN, which JSON does not have"],
    ["a bigint", create({ data: 1n }), "400: data is a bigint, which JSON does not have"],
    ["a function", create({ data: { f: () => 1 } }), "400: data.f is a function, which JSON does not have"],
    ["a Map", create(new Map([["a", 1]])), "400: the body is a Map, which JSON does not have"],
    ["a getter that throws", create(throwing), "400: no name for you"],
  ])("%s", (_title, request, message) => {
    expect(refusal(request)).toBe(message);
  });
});

describe("a request is copied", () => {
  it("as JSON.stringify would write it, with the keys of prototypes as ordinary keys", () => {
    const body = Object.assign(JSON.parse('{"__proto__":{"a":1},"constructor":2}') as object, {
      at: new Date(0),
      none: undefined,
      zero: -0,
      list: [undefined, 1],
    });
    const { body: copy } = receive(create(body)) as ApiRequest;
    expect(JSON.stringify(copy)).toBe(
      '{"__proto__":{"a":1},"constructor":2,"at":"1970-01-01T00:00:00.000Z","zero":0,"list":[null,1]}',
    );
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it("once: what was received is received again as it is", () => {
    const received = receive(create({ a: [{}] })) as ApiRequest;
    expect(receive(received)).toBe(received);
    expect(Object.isFrozen((received.body as { a: [object] }).a[0])).toBe(true);
  });

  it("with null for what is left out, and without what is not known", () => {
    expect(receive({ verb: "get", name: null, nonsense: 1, options: { limit: 5 } })).toEqual({
      verb: "get",
      options: {},
    });
  });

  it("so that changing it afterwards does not change the cluster", () => {
    const machine = createMachine({ components: [] });
    const body = { metadata: { name: "m", labels: { a: "b" } }, data: { k: "v" } };
    const { state } = machine.request(machine.initialState(), create(body));
    body.metadata.labels.a = "changed";
    body.data.k = "changed";
    const { response } = machine.request(state, {
      verb: "get",
      resource: "configmaps",
      namespace: "default",
      name: "m",
    });
    expect(response.body).toMatchObject({ metadata: { labels: { a: "b" } }, data: { k: "v" } });
  });
});
