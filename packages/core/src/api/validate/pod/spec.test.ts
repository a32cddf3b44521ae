import { describe, expect, it } from "vitest";
import type { PodSpec } from "../../../kubernetes/types.ts";
import { defaultPodSpec } from "../../default/pod.ts";
import { formatFieldError } from "../../field-error.ts";
import { validatePodSpec } from "./spec.ts";

const inPod = { isPod: true };

function texts(spec: PodSpec, context = inPod): readonly string[] {
  return validatePodSpec(spec, "spec", context).map(formatFieldError);
}

const base = (): PodSpec =>
  defaultPodSpec({
    containers: [
      { name: "c", image: "x", ports: [{ containerPort: 80 }], volumeMounts: [{ name: "v", mountPath: "/v" }] },
    ],
    volumes: [{ name: "v", emptyDir: {} }],
  });

function onNode(name: string, key = "metadata.name"): PodSpec["affinity"] {
  const matchFields = [{ key, operator: "In", values: [name] }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] } } };
}

describe("validatePodSpec, when it has accepted the same containers before", () => {
  const spec = base();
  expect(texts({ ...spec, affinity: onNode("n1") })).toEqual([]);

  it("accepts the next pod of the template", () => {
    expect(texts({ ...spec, affinity: onNode("n2"), nodeName: "n2", tolerations: [{ operator: "Exists" }] })).toEqual(
      [],
    );
  });

  it.each<[Partial<PodSpec>, string]>([
    [{ affinity: onNode("n1", "x") }, "not a valid field selector key"],
    [{ nodeName: "N_" }, "spec.nodeName: Invalid value"],
    [{ tolerations: [{ operator: "x", key: "k" }] }, "spec.tolerations[0].operator: Unsupported value"],
    [{ restartPolicy: "x" }, "spec.restartPolicy: Unsupported value"],
    [{ hostNetwork: true }, "must match `containerPort`"],
    [{ subdomain: "A" }, "spec.subdomain: Invalid value"],
  ])("still refuses %j", (bad, text) => {
    const errors = texts({ ...spec, ...bad });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(text);
  });

  it("still misses what is gone", () => {
    const { volumes: _, ...without } = spec;
    expect(texts(without)).toEqual(['spec.containers[0].volumeMounts[0].name: Not found: "v"']);
  });
});

it("a template that is accepted does not stand for a pod", () => {
  const spec = { ...base(), hostNetwork: true };
  expect(texts(spec, { isPod: false })).toEqual([]);
  expect(texts(spec)).toHaveLength(1);
});
