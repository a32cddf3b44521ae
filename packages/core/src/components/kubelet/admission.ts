import { findMatchingUntoleratedTaint } from "../../api/taint.ts";
import type { Container, Node, Pod, Quantity } from "../../kubernetes/types.ts";
import { matchesAffinity } from "../scheduler/filters/node-affinity.ts";
import { nodeName } from "../scheduler/filters/node-name.ts";
import { nodePorts } from "../scheduler/filters/node-ports.ts";
import { insufficientResources } from "../scheduler/filters/node-resources-fit.ts";
import { allocatableOf, type NodeInfo, nodeInfo } from "../scheduler/node-info.ts";
import { isStaticPod } from "./static-pod.ts";

/** Why a kubelet will not run a pod: `status.reason` and `status.message`, and the event. */
export interface AdmissionFailure {
  readonly reason: string;
  readonly message: string;
}

const OS_LABEL = "kubernetes.io/os";
const OS = "linux";

/**
 * Whether the node takes the pod, next to the pods that it has taken already. The first thing that is wrong is told.
 * Source: pkg/kubelet/lifecycle/predicate.go Admit.
 */
export function admissionFailure(pod: Pod, node: Node, others: () => readonly Pod[]): AdmissionFailure | undefined {
  const podOs = pod.metadata.labels?.[OS_LABEL];
  if (podOs !== undefined && podOs !== OS) {
    return {
      reason: "PodOSSelectorNodeLabelDoesNotMatch",
      message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    };
  }
  if (pod.spec?.os !== undefined && pod.spec.os.name !== OS) {
    return { reason: "PodOSNotSupported", message: "Failed to admit pod as the OS field doesn't match node OS" };
  }
  return generalFailure(pod, nodeInfo(node, others));
}

/** Source: predicate.go generalFilter, pkg/scheduler/eventhandlers.go AdmissionCheck. */
function generalFailure(pod: Pod, info: NodeInfo): AdmissionFailure | undefined {
  const [missing] = insufficientResources(withoutUnknownResources(pod, info.node), info);
  if (missing !== undefined) {
    const { resource, requested, used, capacity } = missing;
    const amounts = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
    return { reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, ${amounts}` };
  }
  if (!matchesAffinity(pod, info.node))
    return predicateFailure("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
  const rejection = nodeName(pod, info) ?? nodePorts(pod, info);
  if (rejection !== undefined) return predicateFailure(rejection.plugin, rejection.reasons[0] ?? "");
  return isStaticPod(pod) ? undefined : taintFailure(pod, info.node);
}

function taintFailure(pod: Pod, node: Node): AdmissionFailure | undefined {
  const taint = findMatchingUntoleratedTaint(
    node.spec?.taints,
    pod.spec?.tolerations,
    ({ effect }) => effect === "NoExecute",
  );
  return taint === undefined
    ? undefined
    : predicateFailure("TaintToleration", "node(s) had taints that the pod didn't tolerate");
}

function predicateFailure(plugin: string, reason: string): AdmissionFailure {
  return { reason: plugin, message: `Predicate ${plugin} failed: ${reason}` };
}

/** Extended resources that the node knows nothing of are none of its business. Source: predicate.go removeMissingExtendedResources. */
function withoutUnknownResources(pod: Pod, node: Node): Pod {
  const known = allocatableOf(node);
  const unknown = (name: string) => name.includes("/") && !name.includes("kubernetes.io/") && !known.has(name);
  const asks = (container: Container) => Object.keys(container.resources?.requests ?? {}).some(unknown);
  const spec = pod.spec;
  if (spec === undefined || ![...spec.containers, ...(spec.initContainers ?? [])].some(asks)) return pod;
  const stripped = (container: Container): Container => {
    const requests = Object.entries(container.resources?.requests ?? {}).filter(([name]) => !unknown(name));
    return {
      ...container,
      resources: { ...container.resources, requests: Object.fromEntries(requests) as Record<string, Quantity> },
    };
  };
  const { initContainers, containers } = spec;
  return {
    ...pod,
    spec: {
      ...spec,
      containers: containers.map(stripped),
      ...(initContainers === undefined ? {} : { initContainers: initContainers.map(stripped) }),
    },
  };
}
