import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ApiRequest, ApiResponse } from "../src/api/request.ts";
import { createMachine } from "../src/machine/machine.ts";
import { readSnapshot, writeSnapshot } from "../src/machine/snapshot.ts";
import type { ClusterState } from "../src/machine/state.ts";
import { hashState } from "../src/store/hash.ts";

/** What a kube-apiserver v1.37.2, alone and without controllers, answered. Recorded with scripts/record-answers.mjs. */
interface RecordedCase {
  readonly title: string;
  readonly before: readonly ApiRequest[];
  readonly request: ApiRequest;
  readonly answer: {
    readonly code: number;
    readonly message?: string;
    readonly reason?: string;
    readonly details?: object;
    readonly warnings?: readonly string[];
  };
}

const CASES = JSON.parse(
  readFileSync(new URL("./recorded/bad-input.json", import.meta.url), "utf8"),
) as readonly RecordedCase[];

const machine = createMachine({ components: [] });
const empty = machine.initialState();

function send(state: ClusterState, request: ApiRequest): ClusterState {
  return machine.request(state, request).state;
}

/** What differs from one server to the next: random parts of names, uids, versions and times. */
function comparable<T>(value: T): T {
  const text = JSON.stringify(value)
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uid>")
    .replace(/(x{58})[a-z0-9]{5}(?=\\*")/g, "$1<suffix>")
    .replace(/(resourceVersion\\+":\\+")\d+/g, "$1<version>")
    .replace(/(creationTimestamp\\+":\\+")[^\\]+/g, "$1<time>");
  return JSON.parse(text) as T;
}

function answerOf({ code, body, warnings }: ApiResponse): RecordedCase["answer"] {
  const { message, reason, details } = body as { message?: string; reason?: string; details?: object };
  const told = code >= 400 ? { message, reason, details } : {};
  return { code, ...told, ...(warnings === undefined ? {} : { warnings }) };
}

describe("a request that is wrong is answered as by the real server, and changes nothing", () => {
  it.each(CASES.map((each) => [each.title, each] as const))("%s", (_title, { before, request, answer }) => {
    const state = before.reduce(send, empty);
    const { state: after, response } = machine.request(state, request);
    expect(comparable(answerOf(response))).toEqual(comparable(answer));
    if (answer.code >= 400) expect(after).toBe(state);
  });
});

describe("depth", () => {
  const definition = {
    metadata: { name: "widgets.example.com" },
    spec: {
      group: "example.com",
      names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
      scope: "Namespaced",
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
    },
  };
  const resource = "widgets.example.com";
  const defined = send(empty, {
    verb: "create",
    resource: "customresourcedefinitions.apiextensions.k8s.io",
    body: definition,
  });
  const widget = (spec: unknown): ApiRequest => ({
    verb: "create",
    resource,
    namespace: "default",
    body: { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" }, spec } as object,
  });
  const nested = (levels: number) => Array.from({ length: levels }).reduce<unknown>((inner) => ({ a: inner }), "end");

  it("is fine up to 500 levels: stored, hashed, written and read back", () => {
    const state = send(defined, widget(nested(499)));
    expect(state.resourceVersion).toBe(defined.resourceVersion + 1);
    expect(hashState(readSnapshot(writeSnapshot(state)))).toBe(hashState(state));
  });

  it("is refused beyond, also where a patch makes it", () => {
    expect(machine.request(defined, widget(nested(500))).response).toMatchObject({ code: 400 });
    const state = send(defined, widget(nested(400)));
    const deepest = `/spec${"/a".repeat(399)}`;
    for (const body of [
      [{ op: "add", path: `${deepest}/b`, value: nested(200) }],
      [{ op: "replace", path: deepest, value: nested(200) }],
      [{ op: "copy", from: "/spec", path: deepest }],
      Array.from({ length: 30 }, (_, at) => ({ op: "copy", from: "/spec", path: `/spec/c${at}` })),
    ] as object[]) {
      const { state: after, response } = machine.request(state, {
        verb: "patch",
        resource,
        namespace: "default",
        name: "w",
        patchType: "json",
        body,
      });
      expect(response.code).toBeGreaterThanOrEqual(400);
      expect(after).toBe(state);
    }
  });
});
