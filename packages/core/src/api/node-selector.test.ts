import { describe, expect, it } from "vitest";
import type { Node, NodeSelectorTerm } from "../kubernetes/types.ts";
import { matchesNodeSelector, matchesRequiredNodeAffinity, preferredNodeScore } from "./node-selector.ts";

const node = (name: string, labels: Record<string, string> = {}) =>
  ({ apiVersion: "v1", kind: "Node", metadata: { name, labels } }) as Node;

const on = (operator: string, values: string[], key = "gpu"): NodeSelectorTerm => ({
  matchExpressions: [{ key, operator, values }],
});
const named = (operator: string, values: string[], key = "metadata.name"): NodeSelectorTerm => ({
  matchFields: [{ key, operator, values }],
});

// Source: component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity_test.go TestNodeSelectorMatch, TestPodMatchesNodeSelectorAndAffinityTerms.
describe("a node selector", () => {
  it.each<[string, NodeSelectorTerm[], boolean]>([
    ["no term", [], false],
    ["an empty term", [{}], false],
    ["a label in the list", [on("In", ["1", "2"])], true],
    ["a label not in the list", [on("In", ["3"])], false],
    ["NotIn, label absent", [on("NotIn", ["1"], "ssd")], true],
    ["Gt", [on("Gt", ["1"])], true],
    ["Lt", [on("Lt", ["2"])], false],
    ["Gt with two values is invalid", [on("Gt", ["0", "1"])], false],
    ["Exists with values is invalid", [on("Exists", ["0"])], false],
    ["the name", [named("In", ["node-1"])], true],
    ["another name", [named("In", ["node-2"])], false],
    ["not another name", [named("NotIn", ["node-2"])], true],
    ["two names are invalid", [named("In", ["node-1", "node-2"])], false],
    ["Exists on a field is invalid", [named("Exists", [])], false],
    ["an unknown field is empty", [named("In", ["x"], "metadata.uid")], false],
    ["terms are alternatives", [named("In", ["node-2"]), on("Exists", [])], true],
    ["a term's parts must all hold", [{ ...named("In", ["node-2"]), ...on("Exists", []) }], false],
    ["a broken term does not hinder the next", [on("Near", ["1"]), on("Exists", [])], true],
  ])("%s", (_, nodeSelectorTerms, expected) => {
    expect(matchesNodeSelector({ nodeSelectorTerms }, node("node-1", { gpu: "2" }))).toBe(expected);
  });

  it("must hold together with the plain labels", () => {
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [named("In", ["a"])] } },
    };
    expect(matchesRequiredNodeAffinity({}, node("a"))).toBe(true);
    expect(matchesRequiredNodeAffinity({ affinity }, node("a"))).toBe(true);
    expect(matchesRequiredNodeAffinity({ nodeSelector: { x: "y" }, affinity }, node("a"))).toBe(false);
    expect(matchesRequiredNodeAffinity({ nodeSelector: { x: "y" }, affinity }, node("a", { x: "y" }))).toBe(true);
  });

  it("scores the preferred terms that hold", () => {
    const preferred = [
      { weight: 5, preference: on("In", ["1"]) },
      { weight: 3, preference: on("Exists", []) },
      { weight: 9, preference: {} },
    ];
    expect(preferredNodeScore(preferred, node("a", { gpu: "1" }))).toBe(8);
    expect(preferredNodeScore(preferred, node("a", { gpu: "2" }))).toBe(3);
  });
});
