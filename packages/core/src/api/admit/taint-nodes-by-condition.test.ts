import { describe, expect, it } from "vitest";
import type { Node } from "../../kubernetes/types.ts";
import { taintNewNode } from "./taint-nodes-by-condition.ts";

const notReady = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };
const node = (spec?: Node["spec"]) => ({ metadata: { name: "n" }, ...(spec && { spec }) }) as Node;

// Source: plugin/pkg/admission/nodetaint/admission_test.go Test_nodeTaints.
describe("a new node", () => {
  it("is tainted as not ready, after its own taints", () => {
    expect(taintNewNode(node()).spec?.taints).toEqual([notReady]);
    const other = { key: "other", effect: "NoSchedule" };
    expect(taintNewNode(node({ taints: [other], unschedulable: true })).spec).toEqual({
      taints: [other, notReady],
      unschedulable: true,
    });
  });

  it("is left alone where it has that taint, with whatever value", () => {
    const tainted = node({ taints: [{ ...notReady, value: "x" }] });
    expect(taintNewNode(tainted)).toBe(tainted);
  });
});
