import { describe, expect, it } from "vitest";
import type { Pod, PodSpec, PodTemplateSpec } from "../../kubernetes/types.ts";
import { defaultPod, defaultPodSpec, defaultPodTemplateSpec } from "./pod.ts";
import { defaultPullPolicy } from "./pod-image.ts";

// What the real server fills in is compared as a whole in ../validate/pod/recorded.test.ts and ../validate/pod-template.test.ts.

function podWith(spec: Partial<PodSpec>, status?: Pod["status"]): Pod {
  const all = { containers: [{ name: "c", image: "x" }], ...spec };
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: all, ...(status ? { status } : {}) } as Pod;
}

describe("defaultPod", () => {
  const full = podWith({
    hostNetwork: true,
    serviceAccount: "s",
    containers: [
      { name: "c", image: "x", ports: [{ containerPort: 80 }], resources: { limits: { cpu: "1" } } },
      { name: "d", image: "y:1", env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }] },
    ],
    volumes: [{ name: "v" }, { name: "w", configMap: { name: "x" } }],
  });

  it("returns a pod that has its defaults as it is", () => {
    const pod = defaultPod(full);
    expect(defaultPod(pod)).toBe(pod);
  });

  it("gives the pods of one template the same containers", () => {
    const { containers, volumes } = full.spec ?? { containers: [] };
    const [one, other] = [defaultPod(podWith({ containers, volumes })), defaultPod(podWith({ containers, volumes }))];
    expect(one.spec?.containers).toBe(other.spec?.containers);
    expect(one.spec?.volumes).toBe(other.spec?.volumes);
  });

  // Source: pkg/apis/core/v1/defaults.go SetDefaults_PodStatus.
  it.each([
    [{ podIP: "1.1.1.1" }, { podIP: "1.1.1.1", podIPs: [{ ip: "1.1.1.1" }] }],
    [{ podIPs: [{ ip: "1.1.1.1" }, { ip: "::1" }] }, { podIP: "1.1.1.1", podIPs: [{ ip: "1.1.1.1" }, { ip: "::1" }] }],
    [
      { podIP: "1.1.1.1", podIPs: [{ ip: "2.2.2.2" }, { ip: "::1" }] },
      { podIP: "1.1.1.1", podIPs: [{ ip: "1.1.1.1" }] },
    ],
    [{}, {}],
  ])("keeps podIP and podIPs the same (%#)", (status, expected) => {
    expect(defaultPod(podWith({}, status)).status).toEqual(expected);
  });
});

describe("defaultPodTemplateSpec", () => {
  it("does not do what only pods get", () => {
    const template = { spec: { ...podWith({}).spec, hostNetwork: true, terminationGracePeriodSeconds: -5 } };
    const { spec } = defaultPodTemplateSpec(template as PodTemplateSpec);
    expect(spec?.enableServiceLinks).toBeUndefined();
    expect(spec?.terminationGracePeriodSeconds).toBe(-5);
  });

  it("returns a template that has its defaults as it is", () => {
    const template = defaultPodTemplateSpec({ spec: podWith({}).spec } as PodTemplateSpec);
    expect(defaultPodTemplateSpec(template)).toBe(template);
  });

  it("leaves no trace in the input", () => {
    const spec: PodSpec = { containers: [] };
    defaultPodSpec(spec);
    expect(spec).toEqual({ containers: [] });
  });
});

// The references of pkg/util/parsers/parsers_test.go TestParseImageName.
describe("defaultPullPolicy", () => {
  const digest = `@sha256:${"0".repeat(64)}`;
  it.each([
    ["root", "Always"],
    ["root:tag", "IfNotPresent"],
    ["root:latest", "Always"],
    [`root${digest}`, "IfNotPresent"],
    ["user/repo", "Always"],
    ["user/repo:tag", "IfNotPresent"],
    ["url:5000/repo", "Always"],
    ["url:5000/repo:latest", "Always"],
    [`url:5000/repo:tag${digest}`, "IfNotPresent"],
    ["registry.k8s.io/pause:latest@bad", "IfNotPresent"],
    ["", "IfNotPresent"],
    ["a".repeat(64), "IfNotPresent"],
  ])("%s: %s", (image, policy) => {
    expect(defaultPullPolicy(image)).toBe(policy);
  });
});
