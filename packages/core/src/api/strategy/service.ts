import type { Service, ServiceSpec } from "../../kubernetes/types.ts";
import { defaultService, needsNodePorts } from "../default/service.ts";
import type { ResourceStrategy } from "../strategy.ts";
import { nameIsDnsLabel } from "../validate/metadata.ts";
import { strategyOf } from "./kind-rules.ts";
import { withPart } from "./parts.ts";
import { withKeptValues } from "./service-kept.ts";

/** Source: pkg/kubeapiserver/options/options.go DefaultServiceNodePortRange. */
const FIRST_NODE_PORT = 30_000;
const NODE_PORTS = 2768;
const HEADLESS = "None";

/**
 * Services: defaulted, and given addresses and node ports; what is in their spec is not validated. Nothing routes to them,
 * so that two services may share an address: it follows from the uid.
 * Source: pkg/registry/core/service/strategy.go, pkg/registry/core/service/storage.
 */
export const serviceStrategy: ResourceStrategy<Service> = strategyOf<Service>({
  namespaced: true,
  checkName: nameIsDnsLabel,
  default: defaultService,
  prepareForCreate: (service) => withPart(withAllocated(service), "status", { loadBalancer: {} }),
  prepareForUpdate: (service, old) => withPart(withAllocated(withKeptValues(service, old)), "status", old.status),
  prepareForStatusUpdate: (service, old) => withPart({ ...old, metadata: service.metadata }, "status", service.status),
});

function withAllocated(service: Service): Service {
  const { spec = {}, metadata } = service;
  const addressed = spec.type === "ExternalName" ? spec : withAddress(withFamilies(spec), metadata.uid ?? "");
  return withPart(
    service,
    "spec",
    needsNodePorts(addressed) ? withNodePorts(addressed, metadata.uid ?? "") : addressed,
  );
}

/** The cluster has IPv4 alone. Source: storage/alloc.go initIPFamilyFields. */
function withFamilies(given: ServiceSpec): ServiceSpec {
  const free = given.clusterIP === HEADLESS && Object.keys(given.selector ?? {}).length === 0;
  const spec = withPart(given, "ipFamilyPolicy", given.ipFamilyPolicy ?? (free ? "RequireDualStack" : "SingleStack"));
  if (spec.ipFamilies !== undefined && spec.ipFamilies.length > 0) return spec;
  return withPart(spec, "ipFamilies", free && spec.ipFamilyPolicy !== "SingleStack" ? ["IPv4", "IPv6"] : ["IPv4"]);
}

/** Source: storage/alloc.go allocClusterIPs, storage/storage.go normalizeClusterIPs. */
function withAddress(given: ServiceSpec, uid: string): ServiceSpec {
  const spec = withPart(given, "clusterIP", given.clusterIP || clusterIp(uid));
  const [first] = spec.clusterIPs ?? [];
  return first === spec.clusterIP ? spec : withPart(spec, "clusterIPs", [spec.clusterIP as string]);
}

/** An address in 10.96.0.0/12, kubeadm's range. Source: cmd/kubeadm/app/apis/kubeadm/v1beta4/defaults.go DefaultServicesSubnet. */
function clusterIp(uid: string): string {
  const bits = bitsOf(uid);
  return `10.${96 + (bits & 15)}.${(bits >>> 4) & 255}.${1 + ((bits >>> 12) % 254)}`;
}

function bitsOf(uid: string): number {
  return Number.parseInt(uid.slice(0, 8), 16) || 0;
}

function withNodePorts(spec: ServiceSpec, uid: string): ServiceSpec {
  const { ports = [] } = spec;
  if (ports.every((port) => port.nodePort)) return spec;
  const used = new Set(ports.map((port) => port.nodePort));
  let next = bitsOf(uid);
  const given = ports.map((port) => {
    if (port.nodePort) return port;
    while (used.has(FIRST_NODE_PORT + (next % NODE_PORTS)) && used.size < NODE_PORTS) next++;
    return { ...port, nodePort: FIRST_NODE_PORT + (next++ % NODE_PORTS) };
  });
  return withPart(spec, "ports", given);
}
