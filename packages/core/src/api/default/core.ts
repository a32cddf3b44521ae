import type {
  Event,
  Namespace,
  Node,
  NodeSpec,
  NodeStatus,
  NodeSystemInfo,
  PriorityClass,
  Quantity,
} from "../../kubernetes/types.ts";
import { canonicalQuantity } from "../quantity.ts";
import { withLabel, withPart } from "../strategy/parts.ts";

/** Defaults of nodes, namespaces, events and priority classes. Source: pkg/apis/core/v1/defaults.go, pkg/apis/scheduling/v1/defaults.go. */

/** Names a namespace in selectors, whatever a client writes there. Source: SetDefaults_Namespace. */
export const NAMESPACE_NAME_LABEL = "kubernetes.io/metadata.name";

export function defaultNamespace(namespace: Namespace): Namespace {
  const { name } = namespace.metadata;
  return name ? withLabel(namespace, NAMESPACE_NAME_LABEL, name) : namespace;
}

const UNKNOWN_SYSTEM: NodeSystemInfo = {
  machineID: "",
  systemUUID: "",
  bootID: "",
  kernelVersion: "",
  osImage: "",
  containerRuntimeVersion: "",
  kubeletVersion: "",
  kubeProxyVersion: "",
  operatingSystem: "",
  architecture: "",
};

export function defaultNode(node: Node): Node {
  const status = defaultNodeStatus(node.status ?? {});
  return withPart(withPart(node, "spec", defaultNodeSpec(node.spec ?? {})), "status", status);
}

/** The older `podCIDR` wins over the list. Source: pkg/apis/core/v1/conversion.go Convert_v1_NodeSpec_To_core_NodeSpec. */
function defaultNodeSpec(spec: NodeSpec): NodeSpec {
  const { podCIDR, podCIDRs = [] } = spec;
  const [first] = podCIDRs;
  if (podCIDR && podCIDR !== first) return { ...spec, podCIDRs: [podCIDR] };
  return !podCIDR && first !== undefined ? { ...spec, podCIDR: first } : spec;
}

/** Source: SetDefaults_NodeStatus, and the fields that the server prints even when they are empty. */
function defaultNodeStatus(status: NodeStatus): NodeStatus {
  let filled = withPart(status, "capacity", canonicalResources(status.capacity));
  filled = withPart(filled, "allocatable", canonicalResources(status.allocatable) ?? filled.capacity);
  if (filled.daemonEndpoints?.kubeletEndpoint === undefined) {
    filled = withPart(filled, "daemonEndpoints", { kubeletEndpoint: { Port: 0 } });
  }
  return filled.nodeInfo === undefined ? withPart(filled, "nodeInfo", UNKNOWN_SYSTEM) : filled;
}

type Resources = Readonly<Record<string, Quantity>>;

const canonical = new WeakSet<Resources>();

/** The amounts as the server stores them: `1000m` becomes `1`. Lists seen to be so are remembered by identity. */
function canonicalResources(resources: Resources | undefined): Resources | undefined {
  if (resources === undefined || canonical.has(resources)) return resources;
  const entries = Object.entries(resources).map(([name, amount]) => [name, canonicalQuantity(String(amount))] as const);
  const same = entries.every(([name, amount]) => resources[name] === amount);
  const result = same ? resources : Object.fromEntries(entries);
  canonical.add(result);
  return result;
}

/** The fields that the server prints even when they are empty; absent times stay absent here. */
export function defaultEvent(event: Event): Event {
  const { source = {}, reportingComponent = "", reportingInstance = "" } = event;
  return withPart(
    withPart(withPart(event, "source", event.source ?? source), "reportingComponent", reportingComponent),
    "reportingInstance",
    reportingInstance,
  );
}

/** Source: SetDefaults_PriorityClass. */
export function defaultPriorityClass(priorityClass: PriorityClass): PriorityClass {
  const policy = priorityClass.preemptionPolicy ?? "PreemptLowerPriority";
  return withPart(withPart(priorityClass, "value", priorityClass.value ?? 0), "preemptionPolicy", policy);
}
