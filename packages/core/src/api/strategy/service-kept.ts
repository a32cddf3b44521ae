import type { Service, ServicePort, ServiceSpec } from "../../kubernetes/types.ts";
import { isReachedFromOutside, needsNodePorts } from "../default/service.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { withPart } from "./parts.ts";

/**
 * What was given to a service stays where a client leaves it out, and goes where the new type has no use for it and the
 * client did not change it.
 * Source: pkg/registry/core/service/storage/storage.go patchAllocatedValues; strategy.go dropTypeDependentFields.
 */
export function withKeptValues(service: Service, { spec: old = {} }: Service): Service {
  return withPart(service, "spec", dropped(kept(service.spec ?? {}, old), old));
}

function kept(given: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let spec = given;
  if (spec.type !== "ExternalName" && old.type !== "ExternalName") {
    if (!spec.clusterIP) spec = withPart(withPart(spec, "clusterIP", old.clusterIP), "clusterIPs", old.clusterIPs);
    if (spec.ipFamilyPolicy === undefined) spec = withPart(spec, "ipFamilyPolicy", old.ipFamilyPolicy);
  }
  return needsNodePorts(spec) && needsNodePorts(old) ? withOldNodePorts(spec, old.ports ?? []) : spec;
}

/** Ports are known by their names. */
function withOldNodePorts(spec: ServiceSpec, old: readonly ServicePort[]): ServiceSpec {
  const { ports = [] } = spec;
  const used = new Set(ports.map((port) => port.nodePort));
  const patched = ports.map((port) => {
    if (port.nodePort) return port;
    const before = old.find(({ name = "" }) => name === (port.name ?? ""))?.nodePort;
    return before === undefined || used.has(before) ? port : { ...port, nodePort: before };
  });
  return ports.every((port, at) => port === patched[at]) ? spec : withPart(spec, "ports", patched);
}

function dropped(given: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let spec = given;
  if (old.type !== "ExternalName" && spec.type === "ExternalName")
    spec = withoutSame(spec, old, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
  if (needsNodePorts(old) && !needsNodePorts(spec)) spec = withoutOldNodePorts(spec, old.ports ?? []);
  if (old.type === "LoadBalancer" && spec.type !== "LoadBalancer")
    spec = withoutSame(spec, old, "allocateLoadBalancerNodePorts", "loadBalancerClass");
  return isReachedFromOutside(old) && !isReachedFromOutside(spec)
    ? withoutSame(spec, old, "externalTrafficPolicy")
    : spec;
}

function withoutSame(spec: ServiceSpec, old: ServiceSpec, ...fields: readonly (keyof ServiceSpec)[]): ServiceSpec {
  return fields
    .filter((field) => semanticEqual(spec[field], old[field]))
    .reduce((rest, field) => withPart(rest, field, undefined), spec);
}

function withoutOldNodePorts(spec: ServiceSpec, old: readonly ServicePort[]): ServiceSpec {
  const { ports = [] } = spec;
  const numbers = (all: readonly ServicePort[]) => all.map(({ nodePort = 0 }) => nodePort);
  if (!semanticEqual(numbers(ports), numbers(old))) return spec;
  return withPart(
    spec,
    "ports",
    ports.map((port) => withPart(port, "nodePort", undefined)),
  );
}
