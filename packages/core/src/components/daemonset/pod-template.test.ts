import { describe, expect, test } from "vitest";
import type { Affinity, NodeSelectorTerm, Pod } from "../../kubernetes/types.ts";
import {
  createPodTemplate,
  HASH_LABEL,
  isPodUpdated,
  replaceNodeNameAffinity,
  TEMPLATE_GENERATION_LABEL,
  targetNodeName,
  templateGeneration,
} from "./pod-template.ts";

// The tables are those of pkg/controller/daemon/util/daemonset_util_test.go.
const pod = (spec: object, labels?: Readonly<Record<string, string>>) =>
  ({ metadata: { name: "pod1", ...(labels ? { labels } : {}) }, spec }) as unknown as Pod;

describe("isPodUpdated", () => {
  const both = { [TEMPLATE_GENERATION_LABEL]: "12345", [HASH_LABEL]: "55555" };
  const noHash = { [TEMPLATE_GENERATION_LABEL]: "12345" };
  test.each([
    ["generation and hash match", "12345", both, "55555", true],
    ["generation matches, hash does not", "12345", both, "55555123", true],
    ["generation matches, no hash label", "12345", noHash, "55555", true],
    ["generation matches, no hash label, no hash", "12345", noHash, "", true],
    ["generation matches, hash label, no hash", "12345", both, "", true],
    ["generation does not match, hash does", "12350", both, "55555", true],
    ["neither matches", "12350", both, "55555123", false],
    ["empty labels, no hash", "12345", {}, "", false],
    ["empty labels", "12345", {}, "55555", false],
    ["no labels", "12345", undefined, "55555", false],
  ] as const)("DS-POD-03 %s", (_name, generation, labels, hash, updated) => {
    expect(isPodUpdated(pod({}, labels), hash, generation)).toBe(updated);
  });
});

describe("createPodTemplate", () => {
  test("DS-POD-01 labels pods with the template's generation, and with the hash of the revision if there is one", () => {
    expect(createPodTemplate({}, "1", "").metadata?.labels).toEqual({ [TEMPLATE_GENERATION_LABEL]: "1" });
    expect(createPodTemplate({}, "2", "3242341807").metadata?.labels).toEqual({
      [TEMPLATE_GENERATION_LABEL]: "2",
      [HASH_LABEL]: "3242341807",
    });
  });

  test("DS-POD-01 a generation that cannot be read is none", () => {
    const generationOf = (text: string) =>
      templateGeneration({ metadata: { annotations: { "deprecated.daemonset.template.generation": text } } } as never);
    expect([generationOf("7"), generationOf("x"), generationOf("")]).toEqual(["7", undefined, undefined]);
  });
});

const byField = (...values: string[]): NodeSelectorTerm => ({
  matchFields: [{ key: "metadata.name", operator: "In", values }],
});
const byLabel: NodeSelectorTerm = {
  matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: ["host_1"] }],
};
const required = (...nodeSelectorTerms: NodeSelectorTerm[]): Affinity => ({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
});

describe("replaceNodeNameAffinity", () => {
  test.each([
    ["none", undefined],
    ["required labels", required(byLabel)],
    ["two names", required(byField("host_1", "host_2"))],
    ["several terms", required(byField("host_2"), byLabel)],
    ["an empty node affinity", { nodeAffinity: {} }],
  ] as const)("DS-POD-02 %s becomes the one node", (_name, affinity) => {
    expect(replaceNodeNameAffinity(affinity, "host_1")).toEqual(required(byField("host_1")));
  });

  test("DS-POD-02 what is only preferred stays", () => {
    const preferredDuringSchedulingIgnoredDuringExecution = [{ weight: 1, preference: byLabel }];
    expect(
      replaceNodeNameAffinity({ nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution } }, "host_1"),
    ).toEqual({
      nodeAffinity: { ...required(byField("host_1")).nodeAffinity, preferredDuringSchedulingIgnoredDuringExecution },
    });
  });
});

describe("targetNodeName", () => {
  test.each([
    ["the node it is on", { nodeName: "node-1", affinity: required(byField("node-2")) }, "node-1"],
    ["the node it is for", { affinity: required(byField("node-1")) }, "node-1"],
    ["the first term that names one", { affinity: required(byLabel, byField("node-1")) }, "node-1"],
    ["nothing for two names", { affinity: required(byField("node-1", "node-2")) }, undefined],
    ["nothing for labels", { affinity: required(byLabel) }, undefined],
    ["nothing for no terms", { affinity: required() }, undefined],
    ["nothing without affinity", {}, undefined],
  ] as const)("DS-POD-04 %s", (_name, spec, name) => {
    expect(targetNodeName(pod(spec))).toBe(name);
  });
});
