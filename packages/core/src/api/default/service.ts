import type { Service, ServicePort, ServiceSpec } from "../../kubernetes/types.ts";
import { withPart } from "../strategy/parts.ts";

const CLIENT_IP_SECONDS = 10_800;

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_Service; pkg/registry/core/service/storage/storage.go defaultOnReadInternalTrafficPolicy. */
export function defaultService(service: Service): Service {
  return withPart(service, "spec", defaultSpec(service.spec ?? {}));
}

function defaultSpec(given: ServiceSpec): ServiceSpec {
  const { type = "ClusterIP", ports } = given;
  let spec = withAffinity(withPart(given, "type", type));
  if (ports?.some(lacksDefaults)) spec = withPart(spec, "ports", ports.map(defaultPort));
  if (isReachedFromOutside(spec) && !spec.externalTrafficPolicy)
    spec = withPart(spec, "externalTrafficPolicy", "Cluster");
  const inside = type === "ExternalName" ? undefined : (spec.internalTrafficPolicy ?? "Cluster");
  spec = withPart(spec, "internalTrafficPolicy", inside);
  if (type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts === undefined)
    spec = withPart(spec, "allocateLoadBalancerNodePorts", true);
  return spec;
}

function withAffinity(given: ServiceSpec): ServiceSpec {
  const spec = withPart(given, "sessionAffinity", given.sessionAffinity || "None");
  if (spec.sessionAffinity === "None") return withPart(spec, "sessionAffinityConfig", undefined);
  if (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds !== undefined) return spec;
  return withPart(spec, "sessionAffinityConfig", { clientIP: { timeoutSeconds: CLIENT_IP_SECONDS } });
}

function lacksDefaults({ protocol, targetPort }: ServicePort): boolean {
  return !protocol || !targetPort;
}

function defaultPort(port: ServicePort): ServicePort {
  return { ...port, protocol: port.protocol || "TCP", targetPort: port.targetPort || port.port };
}

/** Source: pkg/api/v1/service/util.go ExternallyAccessible. */
export function isReachedFromOutside({ type, externalIPs = [] }: ServiceSpec): boolean {
  return type === "LoadBalancer" || type === "NodePort" || (type === "ClusterIP" && externalIPs.length > 0);
}

/** Source: pkg/registry/core/service/storage/alloc.go needsNodePort. */
export function needsNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === "NodePort" || (type === "LoadBalancer" && allocateLoadBalancerNodePorts !== false);
}
