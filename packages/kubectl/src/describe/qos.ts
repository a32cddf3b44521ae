import type { Container, Pod, ResourceRequirements } from "@kubetick/core";
import { compareQuantity, quantityOf, signOf } from "@kubetick/core";

type QosClass = "Guaranteed" | "Burstable" | "BestEffort";

/** The class that the status gives, or else the one that the resources make. Source: kubectl/pkg/util/qos/qos.go. */
export function qosClass(pod: Pod): string {
  if (pod.status?.qosClass) return pod.status.qosClass;
  if (hasPodResources(pod.spec?.resources)) return requirementsClass(pod.spec?.resources);
  const containers: readonly Container[] = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const classes = new Set(containers.map((container) => requirementsClass(container.resources)));
  if (classes.size > 1) return "Burstable";
  return [...classes][0] ?? "BestEffort";
}

function hasPodResources(resources: ResourceRequirements | undefined): boolean {
  const names = [...Object.keys(resources?.requests ?? {}), ...Object.keys(resources?.limits ?? {})];
  return names.some((name) => name === "cpu" || name === "memory" || name.startsWith("hugepages-"));
}

function requirementsClass(resources: ResourceRequirements | undefined): QosClass {
  const [cpu, memory] = [resourceClass(resources, "cpu"), resourceClass(resources, "memory")];
  return cpu === memory ? cpu : "Burstable";
}

function resourceClass(resources: ResourceRequirements | undefined, name: string): QosClass {
  const request = quantityOf(resources?.requests?.[name]);
  if (compareQuantity(request, quantityOf(resources?.limits?.[name])) !== 0) return "Burstable";
  return signOf(request) === 0 ? "BestEffort" : "Guaranteed";
}
