import { readFileSync } from "node:fs";
import { Cluster } from "@kubetick/cluster";
import { describe, expect, it } from "vitest";
import { serve } from "../src/serve.ts";
import { normalised } from "./normalised.ts";

interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly type?: string;
  readonly accept?: string;
  readonly body?: string;
}

interface RecordedAnswer {
  readonly status: number;
  readonly type: string;
  readonly warnings?: readonly string[];
  readonly body: unknown;
}

interface Recorded {
  readonly about: string;
  readonly exchanges: readonly {
    readonly request: RecordedRequest;
    readonly answer: RecordedAnswer;
    /** Why the body is known to be another: see `docs/divergences.md`. */
    readonly differs?: string;
  }[];
}

/** What a kube-apiserver v1.37.2 answered, one request after the other (`scripts/record-answers.mjs`). */
const recorded: readonly Recorded[] = JSON.parse(
  readFileSync(new URL("recorded/answers.json", import.meta.url), "utf8"),
);

const cluster = new Cluster({ builtin: [] });

function answered({ method, url, type, accept, body = "" }: RecordedRequest): RecordedAnswer {
  const headers = {
    ...(type === undefined ? {} : { "content-type": type }),
    ...(accept === undefined ? {} : { accept }),
  };
  const served = serve(cluster, { method, url, headers, body });
  if ("watch" in served) return { status: 200, type: "a watch", body: "" };
  const { status, headers: sent, body: text } = served.answer;
  const named = (name: string) => sent.filter(([each]) => each === name).map(([, value]) => value);
  const answerType = named("content-type")[0] ?? "";
  const warnings = named("warning");
  return {
    status,
    type: answerType,
    ...(warnings.length === 0 ? {} : { warnings }),
    body: answerType === "application/json" ? JSON.parse(text) : text,
  };
}

describe.each(recorded)("as the real server: $about", ({ exchanges }) => {
  it.each(exchanges.map((exchange) => ({ ...exchange, ...exchange.request })))("$method $url $body", (exchange) => {
    const { request, answer, differs } = exchange;
    const ours = answered(request);
    if (differs === undefined) expect(normalised(ours)).toEqual(normalised(answer));
    else expect(ours.status).toBe(answer.status);
  });
});
