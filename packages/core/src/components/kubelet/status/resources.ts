import { addQuantity, formatQuantity, quantityOf } from "../../../api/quantity.ts";
import type { Container, PodSpec, PodStatus, Quantity } from "../../../kubernetes/types.ts";

type ResourceList = Readonly<Record<string, Quantity>>;

const known = new WeakMap<PodSpec, Pick<PodStatus, "allocatedResources" | "resources">>();
const MANAGED = ["cpu", "memory"] as const;

/**
 * What the pod as a whole has been given: the sums over its containers, limits only where all of them have one.
 * Source: pkg/kubelet/kubelet_pods.go convertToAPIPodLevelResourcesStatus.
 */
export function podResources(spec: PodSpec): Pick<PodStatus, "allocatedResources" | "resources"> {
  let resources = known.get(spec);
  if (resources === undefined) {
    resources = compute(spec);
    known.set(spec, resources);
  }
  return resources;
}

function compute(spec: PodSpec): Pick<PodStatus, "allocatedResources" | "resources"> {
  const lasting = [
    ...(spec.initContainers ?? []).filter((container) => container.restartPolicy === "Always"),
    ...spec.containers,
  ];
  const requests = { ...sum(lasting, "requests", false), ...spec.resources?.requests };
  const limits = { ...sum(lasting, "limits", true), ...spec.resources?.limits };
  const resources = {
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
  };
  return Object.keys(requests).length === 0 ? { resources } : { allocatedResources: requests, resources };
}

function sum(containers: readonly Container[], kind: "requests" | "limits", all: boolean): ResourceList {
  const total: Record<string, Quantity> = {};
  for (const name of MANAGED) {
    const amounts = containers
      .map((container) => container.resources?.[kind]?.[name])
      .filter((amount) => amount !== undefined);
    if (amounts.length === 0 || (all && amounts.length < containers.length)) continue;
    const [first, ...rest] = amounts;
    total[name] =
      rest.length === 0
        ? (first as string)
        : formatQuantity(rest.reduce((a, b) => addQuantity(a, quantityOf(b)), quantityOf(first)));
  }
  return total;
}
