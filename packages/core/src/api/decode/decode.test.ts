import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type ApiResource, resourceByName } from "../../kubernetes/resources.ts";
import type { Json } from "../../kubernetes/types.ts";
import { isStatus } from "../failure.ts";
import { type Decoded, decodeObject, zeroValue } from "./index.ts";

/** What a kube-apiserver v1.37.2 answered to a POST of each body with dryRun=All. */
interface RecordedBody {
  readonly resource: string;
  readonly body: Json;
  readonly fieldValidation?: string;
  readonly code: number;
  readonly message?: string;
  readonly warnings: readonly string[];
}

interface RecordedObjects {
  readonly changed: readonly { readonly resource: string; readonly body: Json; readonly stored: Json }[];
  readonly served: readonly { readonly resource: string; readonly object: Json }[];
}

function recorded<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./recorded/${name}.json`, import.meta.url), "utf8")) as T;
}

function resource(name: string): ApiResource {
  const found = resourceByName(name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found;
}

function decoded(body: Json, name: string, fieldValidation = "Strict"): Decoded {
  const result = decodeObject(body, resource(name), { fieldValidation });
  if (isStatus(result)) throw new Error(result.message);
  return result;
}

describe("decodeObject answers as the real server", () => {
  const { bodies, objects } = {
    bodies: recorded<readonly RecordedBody[]>("bodies"),
    objects: recorded<RecordedObjects>("stored"),
  };

  it.each(bodies.map((b) => [JSON.stringify(b.body).slice(0, 150), b.fieldValidation ?? "", b] as const))(
    "%s %s",
    (_text, _validation, { resource: name, body, fieldValidation, code, message, warnings }) => {
      const result = decodeObject(body, resource(name), fieldValidation === undefined ? {} : { fieldValidation });
      if (code === 400) expect(result).toMatchObject({ code, reason: "BadRequest", message });
      else expect(isStatus(result) ? result.message : result.warnings).toEqual(warnings);
    },
  );

  it.each(objects.changed.map((o) => [JSON.stringify(o.body), o] as const))("stores %s", (_text, o) => {
    const before = JSON.stringify(o.body);
    expect(decoded(o.body, o.resource).object).toEqual(o.stored);
    expect(JSON.stringify(o.body)).toBe(before);
  });

  it.each(objects.served.map((o) => [o.resource, o.object] as const))(
    "keeps a served object of %s as it is",
    (name, o) => {
      expect(decoded(o, name).object).toBe(o);
      expect(decoded(o, name).object).toBe(o);
    },
  );
});

describe("decodeObject", () => {
  it("keeps the key __proto__ a key, and drops it where it is unknown", () => {
    const body = JSON.parse(
      '{"metadata":{"name":"a","labels":{"__proto__":"x","n":null}},"__proto__":{"kind":"Pod"}}',
    ) as Json;
    const { object } = decoded(body, "configmaps", "Ignore");
    expect(JSON.stringify(object)).toBe(
      '{"metadata":{"name":"a","labels":{"__proto__":"x","n":""}},"apiVersion":"v1","kind":"ConfigMap"}',
    );
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  });

  it("keeps an object of the simulation's own kinds, but reads its metadata", () => {
    const body = { apiVersion: "sim.kubetick.dev/v1", kind: "Machine", metadata: { name: "a" }, spec: { x: null } };
    expect(decoded(body, "machines.sim.kubetick.dev").object).toBe(body);
    const bad = decodeObject({ ...body, metadata: { name: 3 } }, resource("machines.sim.kubetick.dev"));
    expect(bad).toMatchObject({ code: 400, reason: "BadRequest" });
  });

  it("survives a value without end", () => {
    const deep = JSON.parse(`${'{"not":'.repeat(2000)}{}${"}".repeat(2000)}`) as Json;
    const version = { name: "v1", schema: { openAPIV3Schema: deep } };
    const result = decodeObject(
      { spec: { versions: [version] } },
      resource("customresourcedefinitions.apiextensions.k8s.io"),
    );
    expect(result).toMatchObject({ code: 400 });
  });
});

// Source: staging/src/k8s.io/api/apps/v1/types.go DaemonSetStatus; core/v1/types.go Container.
it("knows the zero value of a struct", () => {
  expect(zeroValue("DaemonSetStatus")).toEqual({
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
  });
  expect(zeroValue("Container")).toEqual({ name: "", resources: {} });
  expect(zeroValue("PodStatus")).toEqual({});
});
