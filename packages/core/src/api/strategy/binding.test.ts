import { describe, expect, it } from "vitest";
import type { Binding, Node, Pod, PodSpec } from "../../kubernetes/types.ts";
import { aggregateFieldErrors } from "../field-error.ts";
import { bindPod, validateBinding, withTopologyLabels } from "./binding.ts";

const NOW = "2026-01-01T00:00:00Z";
const system = { uid: "u", resourceVersion: "1", creationTimestamp: NOW };

function podWith(spec: Partial<PodSpec>, metadata: Partial<Pod["metadata"]> = {}): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "g", namespace: "default", generation: 2, labels: { a: "b" }, ...system, ...metadata },
    spec: { containers: [{ name: "c", image: "x" }], ...spec },
    status: { phase: "Pending", qosClass: "BestEffort" },
  };
}

function bindingTo(target: Binding["target"], metadata: object = {}): Binding {
  return { apiVersion: "v1", kind: "Binding", metadata: { name: "g", ...system, ...metadata }, target };
}

// The texts and the results are those of the real API server v1.37.2.
describe("bindPod", () => {
  it("puts the pod on the node, and says so in a condition", () => {
    const metadata = { annotations: { k: "v" }, labels: { "topology.kubernetes.io/zone": "z" } };
    const bound = bindPod(podWith({}), bindingTo({ kind: "Node", name: "n1" }, metadata), NOW) as Pod;
    expect(bound.spec?.nodeName).toBe("n1");
    expect(bound.metadata.generation).toBe(2);
    expect(bound.metadata.annotations).toEqual({ k: "v" });
    expect(bound.metadata.labels).toEqual({ a: "b", "topology.kubernetes.io/zone": "z" });
    expect(bound.status).toEqual({
      phase: "Pending",
      qosClass: "BestEffort",
      conditions: [{ type: "PodScheduled", status: "True", lastProbeTime: null, lastTransitionTime: NOW }],
    });
  });

  it.each([
    [podWith({ nodeName: "n1" }), 'pod g is already assigned to node "n1"'],
    [podWith({ schedulingGates: [{ name: "x" }] }), "pod g has non-empty .spec.schedulingGates"],
    [podWith({}, { deletionTimestamp: NOW }), "pod g is being deleted, cannot be assigned to a host"],
  ])("refuses (%#)", (pod, text) => {
    expect(bindPod(pod, bindingTo({ kind: "Node", name: "n1" }), NOW)).toBe(text);
  });
});

describe("validateBinding", () => {
  it.each([
    [{ kind: "Node", name: "" }, "target.name: Required value"],
    [{ kind: "Foo", name: "x" }, 'target.kind: Unsupported value: "Foo": supported values: "Node", "<empty>"'],
    [{ kind: "Node", name: "n1" }, ""],
    [{ name: "n1" }, ""],
  ])("%j", (target, text) => {
    expect(aggregateFieldErrors(validateBinding(bindingTo(target)))).toBe(text);
  });
});

describe("withTopologyLabels", () => {
  const node = (labels: Record<string, string>) => ({ metadata: { labels } }) as unknown as Node;

  it("copies zone and region, over the pod's own", () => {
    const own = { "topology.kubernetes.io/zone": "z", "topology.kubernetes.io/region": "r", other: "o" };
    expect(withTopologyLabels({ a: "b", "topology.kubernetes.io/zone": "old" }, node(own))).toEqual({
      a: "b",
      "topology.kubernetes.io/zone": "z",
      "topology.kubernetes.io/region": "r",
    });
  });

  it("returns the same labels where the node has neither, or is not there", () => {
    const labels = { a: "b" };
    expect(withTopologyLabels(labels, node({ x: "y" }))).toBe(labels);
    expect(withTopologyLabels(labels, undefined)).toBe(labels);
  });
});
