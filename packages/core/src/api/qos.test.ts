import { describe, expect, it } from "vitest";
import type { Container, Pod, PodSpec, ResourceRequirements } from "../kubernetes/types.ts";
import { podQosClass, type QosClass } from "./qos.ts";

// The cases of pkg/apis/core/v1/helper/qos/qos_test.go TestComputePodQOS.

const list = (cpu: string, memory: string) => ({ cpu, memory });

const guaranteed: ResourceRequirements = {
  requests: { ...list("100m", "100Mi"), "ephemeral-storage": "10Gi" },
  limits: list("100m", "100Mi"),
};
const bestEffort: readonly ResourceRequirements[] = [
  {},
  { requests: list("0", "0") },
  { requests: list("0", "0"), limits: list("0", "0") },
  { requests: { "ephemeral-storage": "10Gi" } },
  { requests: { "ephemeral-storage": "10Gi" }, limits: { "ephemeral-storage": "10Gi" } },
];
const burstable: readonly ResourceRequirements[] = [
  { requests: list("100m", "100Mi"), limits: list("200m", "200Mi") },
  { requests: list("100m", "100Mi"), limits: list("100m", "200Mi") },
  { requests: list("100m", "100Mi"), limits: list("200m", "100Mi") },
  { requests: list("100m", "100Mi") },
  { requests: list("100m", "100Mi"), limits: { cpu: "100m" } },
];

function podWith(spec: PodSpec, qosClass?: string): Pod {
  const status = qosClass === undefined ? {} : { status: { qosClass } };
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec, ...status } as Pod;
}

const containersOf = (...all: readonly ResourceRequirements[]): readonly Container[] =>
  all.map((resources, i) => ({ name: `c${i}`, image: "x", resources }));

const classOf = (...all: readonly ResourceRequirements[]) => podQosClass(podWith({ containers: containersOf(...all) }));

describe("podQosClass", () => {
  it.each<[QosClass, readonly ResourceRequirements[]]>([
    ["Guaranteed", [guaranteed]],
    ["BestEffort", bestEffort],
    ["Burstable", burstable],
  ])("of one container: %s", (expected, cases) => {
    expect(cases.map((each) => classOf(each))).toEqual(cases.map(() => expected));
  });

  it("of two containers of one class is that class, of two classes Burstable", () => {
    const kinds = [guaranteed, bestEffort[1] ?? {}, burstable[0] ?? {}];
    const classes = kinds.map((one) => kinds.map((other) => classOf(one, other)));
    expect(classes).toEqual([
      ["Guaranteed", "Burstable", "Burstable"],
      ["Burstable", "BestEffort", "Burstable"],
      ["Burstable", "Burstable", "Burstable"],
    ]);
  });

  it("counts init containers", () => {
    const spec = { containers: containersOf(guaranteed), initContainers: containersOf({}) };
    expect(podQosClass(podWith(spec))).toBe("Burstable");
  });

  it("of a pod with resources of its own is theirs", () => {
    const own = podWith({
      containers: containersOf({}),
      resources: { requests: list("1", "1Gi"), limits: list("1", "1Gi") },
    });
    expect(podQosClass(own)).toBe("Guaranteed");
  });

  it("stays what the status says", () => {
    expect(podQosClass(podWith({ containers: containersOf(guaranteed) }, "BestEffort"))).toBe("BestEffort");
  });
});
