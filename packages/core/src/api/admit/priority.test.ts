import { describe, expect, it } from "vitest";
import type { Pod, PodSpec } from "../../kubernetes/types.ts";
import { admitPriority, keepPriority, type PriorityOfClass } from "./priority.ts";

// The cases of plugin/pkg/admission/priority/admission_test.go TestPodAdmission; the texts are the real server's.

const classes: Readonly<Record<string, PriorityOfClass>> = {
  default1: { metadata: { name: "default1" }, value: 1000 },
  never: { metadata: { name: "never" }, value: 2000, preemptionPolicy: "Never" },
};
const find = { get: (name: string) => (Object.hasOwn(classes, name) ? classes[name] : undefined) };
const withDefault = { ...find, getDefault: () => classes["default1"] };

function podWith(spec: Partial<PodSpec>): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p" },
    spec: { containers: [], ...spec },
  } as unknown as Pod;
}

describe("admitPriority", () => {
  it.each<[string, Partial<PodSpec>, Partial<PodSpec>]>([
    ["a class", { priorityClassName: "default1" }, { priority: 1000 }],
    ["no class", {}, { priority: 0, preemptionPolicy: "PreemptLowerPriority" }],
    ["a class of the system", { priorityClassName: "system-node-critical" }, { priority: 2000001000 }],
    ["the other class of the system", { priorityClassName: "system-cluster-critical" }, { priority: 2000000000 }],
    ["the right number", { priorityClassName: "default1", priority: 1000 }, { priority: 1000 }],
    ["a class's policy", { priorityClassName: "never" }, { priority: 2000, preemptionPolicy: "Never" }],
    ["no class, and 0", { priority: 0 }, { priority: 0 }],
  ])("resolves %s", (_, spec, expected) => {
    expect((admitPriority(podWith(spec), find) as Pod).spec).toMatchObject({ ...spec, ...expected });
  });

  it("takes the default class for a pod that names none", () => {
    const { spec } = admitPriority(podWith({}), withDefault) as Pod;
    expect(spec).toEqual({ containers: [], priorityClassName: "default1", priority: 1000 });
  });

  it.each<[Partial<PodSpec>, string]>([
    [{ priorityClassName: "nope" }, "no PriorityClass with name nope was found"],
    [{ priorityClassName: "__proto__" }, "no PriorityClass with name __proto__ was found"],
    [
      { priority: 5 },
      "the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name",
    ],
    [
      { priorityClassName: "never", preemptionPolicy: "PreemptLowerPriority" },
      "the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from the given PriorityClass name",
    ],
  ])("forbids %j", (spec, text) => {
    expect(admitPriority(podWith(spec), find)).toBe(text);
  });
});

describe("keepPriority", () => {
  const old = podWith({ priority: 7, preemptionPolicy: "Never" });

  it("keeps what an update leaves out", () => {
    expect(keepPriority(podWith({}), old).spec).toEqual({ containers: [], priority: 7, preemptionPolicy: "Never" });
  });

  it("leaves what an update says, and an unchanged spec", () => {
    const pod = podWith({ priority: 8, preemptionPolicy: "Never" });
    expect(keepPriority(pod, old)).toBe(pod);
    expect(keepPriority(old, old)).toBe(old);
  });
});
