import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Event, Pod } from "../kubernetes/types.ts";
import {
  fieldSelectorMatcher,
  formatLabelSelector,
  formatRequirement,
  labelSelectorTextMatcher,
  matchesLabelSelector,
  parseFieldSelector,
  parseLabelSelector,
} from "./selector.ts";

interface Recorded {
  readonly text: string;
  readonly string?: string;
  readonly error?: string;
}

function recorded(name: string): readonly Recorded[] {
  return JSON.parse(readFileSync(new URL(`./recorded/${name}.json`, import.meta.url), "utf8")) as readonly Recorded[];
}

// Recorded from k8s.io/apimachinery v0.37.2 pkg/labels.
describe("a label selector as text", () => {
  it.each(recorded("label-selectors"))("$text", ({ text, string, error }) => {
    const requirements = parseLabelSelector(text);
    if (typeof requirements === "string") expect(requirements).toBe(error);
    else expect(requirements.map(formatRequirement).join(",")).toBe(string);
  });

  // Source: labels/selector_test.go TestSelectorMatches.
  it.each([
    ["", { x: "y" }, true],
    ["x=y", { x: "y" }, true],
    ["x=y,z=w", { x: "y", z: "w" }, true],
    ["x!=y,z!=w", { x: "z", z: "a" }, true],
    ["notin=in", { notin: "in" }, true],
    ["x", { x: "z" }, true],
    ["!x", { y: "z" }, true],
    ["x>1", { x: "2" }, true],
    ["x<1", { x: "0" }, true],
    ["x=z", {}, false],
    ["x=y", { x: "z" }, false],
    ["x=y,z=w", { x: "w", z: "w" }, false],
    ["x!=y,z!=w", { x: "z", z: "w" }, false],
    ["x", { y: "z" }, false],
    ["!x", { x: "z" }, false],
    ["x>1", { x: "0" }, false],
    ["x<1", { x: "2" }, false],
    ["foo notin (a)", {}, true],
    ["constructor", {}, false],
  ])("%s on %o is %s", (text, labels, expected) => {
    const matches = labelSelectorTextMatcher(text);
    expect(typeof matches === "string" ? matches : matches(labels as Record<string, string>)).toBe(expected);
  });
});

describe("a label selector", () => {
  it("selects nothing where there is none, and everything where it is empty", () => {
    expect(matchesLabelSelector(undefined, { a: "b" })).toBe(false);
    expect(matchesLabelSelector({}, undefined)).toBe(true);
  });

  it("asks for all of its labels and expressions", () => {
    const selector = {
      matchLabels: { app: "web" },
      matchExpressions: [{ key: "tier", operator: "NotIn", values: ["b", "a"] }],
    };
    expect(matchesLabelSelector(selector, { app: "web" })).toBe(true);
    expect(matchesLabelSelector(selector, { app: "web", tier: "a" })).toBe(false);
    expect(matchesLabelSelector(selector, { app: "db" })).toBe(false);
    expect(formatLabelSelector(selector)).toBe("app=web,tier notin (a,b)");
  });

  it("selects nothing where it is not valid", () => {
    expect(matchesLabelSelector({ matchExpressions: [{ key: "a", operator: "Like" }] }, { a: "b" })).toBe(false);
    expect(formatLabelSelector({ matchExpressions: [{ key: "a", operator: "In" }] })).toBe("<error>");
  });
});

const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web", namespace: "default" },
  spec: { nodeName: "node-1", containers: [] },
  status: { phase: "Running" },
} as unknown as Pod;

describe("a field selector", () => {
  // Recorded from k8s.io/apimachinery v0.37.2 pkg/fields.
  it.each(recorded("field-selectors"))("$text", ({ text, string, error }) => {
    const requirements = parseFieldSelector(text);
    if (typeof requirements === "string") {
      expect(requirements).toBe(error);
      return;
    }
    const escaped = (value: string) => value.replace(/[\\,=]/g, "\\$&");
    expect(requirements.map((r) => r.field + r.operator + escaped(r.value)).join(",")).toBe(string);
  });

  it.each([
    ["spec.nodeName=node-1", true],
    ["spec.host=node-1", true],
    ["spec.nodeName=node-1,status.phase!=Running", false],
    ["spec.nodeName!=node-2,metadata.namespace=default", true],
    ["spec.hostNetwork=false", true],
    ["status.podIPs=", true],
    ["", true],
  ])("%s on a pod is %s", (text, expected) => {
    const matches = fieldSelectorMatcher("pods", text);
    expect(typeof matches === "string" ? matches : matches(pod)).toBe(expected);
  });

  it("takes an event's source from either of its two fields", () => {
    const event = { reportingComponent: "kubelet", involvedObject: {}, metadata: {} } as Event;
    const matches = fieldSelectorMatcher("events", "source=kubelet");
    expect(typeof matches === "string" ? matches : matches(event)).toBe(true);
  });

  // Recorded from kube-apiserver v1.37.2.
  it.each([
    ["pods", "spec.x=1", "field label not supported: spec.x"],
    ["nodes", "spec.podCIDR=1", "field label not supported: spec.podCIDR"],
    ["configmaps", "data=1", '"data" is not a known field selector: only "metadata.name", "metadata.namespace"'],
    ["daemonsets.apps", "metadata.name=Active,a", "invalid selector: 'metadata.name=Active,a'; can't understand 'a'"],
  ])("is refused for %s: %s", (resource, text, message) => {
    expect(fieldSelectorMatcher(resource, text)).toBe(message);
  });
});
