import type { Container, Pod, PodSpec, ResourceRequirements } from "../kubernetes/types.ts";
import { compareQuantity, quantityOf, signOf } from "./quantity.ts";

export type QosClass = "Guaranteed" | "Burstable" | "BestEffort";

/**
 * The pod's quality of service: what its requests and limits promise. Once set in the status it stays.
 * Source: pkg/apis/core/helper/qos/qos.go GetPodQOS, ComputePodQOS.
 */
export function podQosClass(pod: Pod): QosClass {
  const stored = pod.status?.qosClass;
  if (stored !== undefined && stored !== "") return stored as QosClass;
  return pod.spec === undefined ? "BestEffort" : specQosClass(pod.spec);
}

function specQosClass(spec: PodSpec): QosClass {
  if (spec.resources !== undefined && hasPodLevelResources(spec.resources)) return requirementsQos(spec.resources);
  const classes = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map(containerQos);
  const [first = "BestEffort"] = classes;
  return classes.every((each) => each === first) ? first : "Burstable";
}

function hasPodLevelResources({ requests, limits }: ResourceRequirements): boolean {
  const names = [...Object.keys(requests ?? {}), ...Object.keys(limits ?? {})];
  return names.some((name) => name === "cpu" || name === "memory" || name.startsWith("hugepages-"));
}

/** The pods of one template have the same containers. */
const known = new WeakMap<Container, QosClass>();

function containerQos(container: Container): QosClass {
  let answer = known.get(container);
  if (answer === undefined) {
    answer = requirementsQos(container.resources ?? {});
    known.set(container, answer);
  }
  return answer;
}

function requirementsQos(resources: ResourceRequirements): QosClass {
  const [cpu, memory] = [resourceQos(resources, "cpu"), resourceQos(resources, "memory")];
  return cpu === memory ? cpu : "Burstable";
}

/** Guaranteed: a request equal to the limit. BestEffort: neither. */
function resourceQos({ requests, limits }: ResourceRequirements, name: "cpu" | "memory"): QosClass {
  const request = quantityOf(requests?.[name]);
  if (compareQuantity(request, quantityOf(limits?.[name])) !== 0) return "Burstable";
  return signOf(request) === 0 ? "BestEffort" : "Guaranteed";
}
