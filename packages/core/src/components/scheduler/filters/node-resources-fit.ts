import type { Node, Pod } from "../../../kubernetes/types.ts";
import { allocatableOf, type NodeInfo, nodeInfo } from "../node-info.ts";
import { type Amounts, podRequests } from "../pod-requests.ts";
import type { Filter } from "./filter.ts";

/** A node has room for what a pod requests. Source: plugins/noderesources/fit.go fitsRequest. */
export const nodeResourcesFit: Filter = (pod, info) => {
  const missing = insufficientResources(pod, info);
  if (missing.length === 0) return undefined;
  return {
    plugin: "NodeResourcesFit",
    reasons: missing.map(({ resource }) => (resource === "pods" ? "Too many pods" : `Insufficient ${resource}`)),
    unresolvable: missing.some(({ beyondCapacity }) => beyondCapacity),
  };
};

export interface InsufficientResource {
  readonly resource: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
  /** The pod would not fit an empty node either. */
  readonly beyondCapacity: boolean;
}

/** Everything that a node has too little of: `pods`, `cpu`, `memory`, `ephemeral-storage`, then the others. Source: fit.go fitsRequest. */
export function insufficientResources(pod: Pod, info: NodeInfo): readonly InsufficientResource[] {
  const { allocatable } = info;
  const missing: InsufficientResource[] = [];
  const places = allocatable.get("pods") ?? 0;
  if (info.pods.length + 1 > places) {
    missing.push({ resource: "pods", requested: 1, used: info.pods.length, capacity: places, beyondCapacity: false });
  }
  for (const [resource, requested] of countedRequests(pod)) {
    const capacity = allocatable.get(resource) ?? 0;
    if (requested <= 0 || requested <= capacity - (info.requested.get(resource) ?? 0)) continue;
    const used = info.requested.get(resource) ?? 0;
    missing.push({ resource, requested, used, capacity, beyondCapacity: requested > capacity });
  }
  return missing;
}

const FIRST = ["cpu", "memory", "ephemeral-storage"];

function countedRequests(pod: Pod): readonly (readonly [string, number])[] {
  const requests = podRequests(pod);
  const counted: (readonly [string, number])[] = [];
  for (const resource of FIRST) if (requests.has(resource)) counted.push([resource, amount(requests, resource)]);
  for (const request of requests) if (isScalar(request[0])) counted.push(request);
  return counted;
}

/** Source: pkg/scheduler/util/utils.go IsScalarResourceName, framework.Resource.Add. */
function isScalar(resource: string): boolean {
  return resource.includes("/") || resource.startsWith("hugepages-") || resource.startsWith("attachable-volumes-");
}

/** Whether the node, if it were empty, could take the pod. Source: fit.go isFit. */
export function fitsEmptyNode(pod: Pod, node: Node): boolean {
  return (
    insufficientResources(
      pod,
      nodeInfo(node, () => []),
    ).length === 0
  );
}

/** Whether the node has more of anything that the pod requests. Source: fit.go haveAnyRequestedResourcesIncreased. */
export function requestedResourcesIncreased(pod: Pod, before: Node, after: Node): boolean {
  const [old, now] = [allocatableOf(before), allocatableOf(after)];
  const more = (resource: string) => amount(now, resource) > amount(old, resource);
  return more("pods") || countedRequests(pod).some(([resource, requested]) => requested > 0 && more(resource));
}

function amount(amounts: Amounts, resource: string): number {
  return amounts.get(resource) ?? 0;
}
