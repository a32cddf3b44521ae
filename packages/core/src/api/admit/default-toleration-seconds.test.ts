import { describe, expect, it } from "vitest";
import type { Pod, Toleration } from "../../kubernetes/types.ts";
import { addDefaultTolerations } from "./default-toleration-seconds.ts";

// The cases of plugin/pkg/admission/defaulttolerationseconds/admission_test.go TestForgivenessAdmission.

const forgiving = (key: string, seconds = 300): Toleration => ({
  key,
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: seconds,
});
const NOT_READY = "node.kubernetes.io/not-ready";
const UNREACHABLE = "node.kubernetes.io/unreachable";

function podWith(tolerations?: readonly Toleration[]): Pod {
  const spec = { containers: [], ...(tolerations ? { tolerations } : {}) };
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec } as unknown as Pod;
}

describe("addDefaultTolerations", () => {
  const other = { key: "foo", operator: "Equal", value: "bar", effect: "NoExecute", tolerationSeconds: 7 };
  it.each<[string, readonly Toleration[] | undefined, readonly Toleration[]]>([
    ["none", undefined, [forgiving(NOT_READY), forgiving(UNREACHABLE)]],
    ["another", [other], [other, forgiving(NOT_READY), forgiving(UNREACHABLE)]],
    ["not-ready for 7 s", [forgiving(NOT_READY, 7)], [forgiving(NOT_READY, 7), forgiving(UNREACHABLE)]],
    ["unreachable for 7 s", [forgiving(UNREACHABLE, 7)], [forgiving(UNREACHABLE, 7), forgiving(NOT_READY)]],
    [
      "not-ready, but not for NoExecute",
      [{ key: NOT_READY, operator: "Exists", effect: "NoSchedule" }],
      [{ key: NOT_READY, operator: "Exists", effect: "NoSchedule" }, forgiving(NOT_READY), forgiving(UNREACHABLE)],
    ],
  ])("gives a pod that tolerates %s what it lacks", (_, own, expected) => {
    expect(addDefaultTolerations(podWith(own)).spec?.tolerations).toEqual(expected);
  });

  it.each<[string, readonly Toleration[]]>([
    ["both", [forgiving(NOT_READY, 1), forgiving(UNREACHABLE, 2)]],
    ["everything", [{ operator: "Exists" }]],
    ["everything of NoExecute", [{ operator: "Exists", effect: "NoExecute" }]],
  ])("leaves a pod that tolerates %s as it is", (_, own) => {
    const pod = podWith(own);
    expect(addDefaultTolerations(pod)).toBe(pod);
  });
});
