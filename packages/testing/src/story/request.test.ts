import type { ApiRequest } from "@kubetick/core";
import { expect, test } from "vitest";
import { requestInWords } from "./request.ts";

const saying = (status: object): ApiRequest => ({
  verb: "patch",
  patchType: "strategic",
  resource: "pods",
  subresource: "status",
  namespace: "default",
  name: "agent-1",
  body: { status },
});

const condition = (type: string, status: string) => ({ conditions: [{ type, status }] });

test.each([
  [{ phase: "Running", ...condition("Ready", "True") }, "says that agent-1 is Running and ready"],
  [{ phase: "Pending", ...condition("PodScheduled", "False") }, "says that agent-1 is Pending"],
  [condition("PodScheduled", "False"), "says that agent-1 is not scheduled"],
  [{}, "says that agent-1 is as it is"],
])("what is said of a pod: %j", (status, words) => {
  expect(requestInWords(saying(status), () => undefined)).toBe(words);
});
