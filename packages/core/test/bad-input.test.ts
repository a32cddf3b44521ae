import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ApiRequest, ApiResponse } from "../src/api/request.ts";
import { createMachine } from "../src/machine/machine.ts";
import type { ClusterState } from "../src/machine/state.ts";

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
