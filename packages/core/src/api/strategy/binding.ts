import type { Binding, Node, Pod, PodCondition, Time } from "../../kubernetes/types.ts";
import { type FieldError, invalid, notSupported, required } from "../field-error.ts";
import { goQuote } from "../go-text.ts";
import { isDns1123Subdomain } from "../validate/names.ts";
import { withCondition } from "./pod-condition.ts";
import { withoutInitContainerAnnotations } from "./pod-gated-fields.ts";

/** What is wrong with a binding: the server answers 500 with these, in one text. Source: pkg/apis/core/validation/validation.go ValidatePodBinding. */
export function validateBinding(binding: Binding): readonly FieldError[] {
  const { kind = "", name = "" } = binding.target ?? {};
  const toNode = kind === "" || kind === "Node";
  return [
    ...(toNode ? [] : [notSupported("target.kind", kind, ["Node", "<empty>"])]),
    ...(name === "" ? [required("target.name")] : []),
    ...(toNode && name !== "" ? isDns1123Subdomain(name).map((text) => invalid("target.name", name, text)) : []),
  ];
}

/**
 * The pod on the node that the binding names; or, as a text, why not: the server answers 409 with it. `now` is the time
 * of the condition `PodScheduled`. The generation stays: a binding is not a change of the spec by its author.
 * Source: pkg/registry/core/pod/storage/storage.go BindingREST.setPodNodeAndMetadata.
 */
export function bindPod(pod: Pod, binding: Binding, now: Time): Pod | string {
  const { name } = pod.metadata;
  const nodeName = pod.spec?.nodeName ?? "";
  if (pod.metadata.deletionTimestamp !== undefined) return `pod ${name} is being deleted, cannot be assigned to a host`;
  if (nodeName !== "") return `pod ${name} is already assigned to node ${goQuote(nodeName)}`;
  if ((pod.spec?.schedulingGates ?? []).length > 0) return `pod ${name} has non-empty .spec.schedulingGates`;
  const { nominatedNodeName: _, ...status } = pod.status ?? {};
  const scheduled: PodCondition = {
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null as unknown as Time,
    lastTransitionTime: now,
  };
  return {
    ...pod,
    metadata: withBindingMetadata(pod, binding),
    spec: { containers: [], ...pod.spec, nodeName: binding.target?.name ?? "" },
    status: withCondition(status, scheduled),
  };
}

function withBindingMetadata(pod: Pod, binding: Binding): Pod["metadata"] {
  const { labels, annotations } = binding.metadata ?? {};
  const kept = withoutInitContainerAnnotations({ ...pod.metadata.annotations, ...annotations });
  return Object.assign(
    {},
    pod.metadata,
    annotations === undefined && kept === pod.metadata.annotations ? {} : withEntries("annotations", kept),
    labels === undefined ? {} : withEntries("labels", { ...pod.metadata.labels, ...labels }),
  );
}

function withEntries<K extends string>(name: K, map: Readonly<Record<string, string>>): Partial<Record<K, typeof map>> {
  return Object.keys(map).length === 0 ? {} : ({ [name]: map } as Record<K, typeof map>);
}

const TOPOLOGY_LABELS = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"];

/**
 * A pod carries its node's zone and region as labels: admission puts them on the binding, and on a pod made with its
 * node. Returns the same labels where the node has neither.
 * Source: plugin/pkg/admission/podtopologylabels/admission.go.
 */
export function withTopologyLabels(
  labels: Readonly<Record<string, string>> | undefined,
  node: Node | undefined,
): Readonly<Record<string, string>> | undefined {
  const own = node?.metadata.labels ?? {};
  const found = TOPOLOGY_LABELS.filter((name) => Object.hasOwn(own, name) && own[name] !== labels?.[name]);
  if (found.length === 0) return labels;
  return { ...labels, ...Object.fromEntries(found.map((name) => [name, own[name] ?? ""])) };
}
