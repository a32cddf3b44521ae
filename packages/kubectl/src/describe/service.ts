import type { KubeObject, Service, ServicePort } from "@kubetick/core";
import { formatLabels } from "../print/labels.ts";
import { describeEventsOf } from "./events.ts";
import { describeLabelsAndAnnotations, describeName } from "./metadata.ts";
import { DescribeText } from "./text.ts";
import type { DescribeWorld } from "./world.ts";

interface EndpointSlice extends KubeObject {
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
  readonly endpoints?: readonly {
    readonly addresses?: readonly string[];
    readonly conditions?: { readonly ready?: boolean };
  }[];
}

/** Source: kubectl/pkg/describe describeService. */
export function describeService(service: Service, world: DescribeWorld): string {
  const { metadata, spec = {} } = service;
  const text = new DescribeText();
  describeName(text, service);
  describeLabelsAndAnnotations(text, service);
  text.line(0, `Selector:\t${formatLabels(spec.selector)}`);
  text.line(0, `Type:\t${spec.type ?? ""}`);
  if (spec.ipFamilyPolicy) text.line(0, `IP Family Policy:\t${spec.ipFamilyPolicy}`);
  text.line(0, `IP Families:\t${(spec.ipFamilies ?? []).join(",") || "<none>"}`);
  text.line(0, `IP:\t${spec.clusterIP ?? ""}`);
  text.line(0, `IPs:\t${(spec.clusterIPs ?? []).join(",") || "<none>"}`);
  describeOutside(text, service);
  const labelSelector = `kubernetes.io/service-name=${metadata.name}`;
  const slices = world.list<EndpointSlice>("endpointslices.discovery.k8s.io", metadata.namespace ?? "", {
    labelSelector,
  });
  for (const port of spec.ports ?? []) describePort(text, port, slices);
  text.line(0, `Session Affinity:\t${spec.sessionAffinity ?? ""}`);
  if (spec.externalTrafficPolicy) text.line(0, `External Traffic Policy:\t${spec.externalTrafficPolicy}`);
  if (spec.internalTrafficPolicy) text.line(0, `Internal Traffic Policy:\t${spec.internalTrafficPolicy}`);
  if (spec.healthCheckNodePort) text.line(0, `HealthCheck NodePort:\t${spec.healthCheckNodePort}`);
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0) text.line(0, `LoadBalancer Source Ranges:\t${ranges.join(",")}`);
  if (spec.trafficDistribution) text.line(0, `Traffic Distribution:\t${spec.trafficDistribution}`);
  describeEventsOf(text, world, service);
  return text.finish();
}

function describeOutside(text: DescribeText, { spec, status }: Service): void {
  const external = spec?.externalIPs ?? [];
  if (external.length > 0) text.line(0, `External IPs:\t${external.join(",")}`);
  if (spec?.loadBalancerIP) text.line(0, `Desired LoadBalancer IP:\t${spec.loadBalancerIP}`);
  if (spec?.externalName) text.line(0, `External Name:\t${spec.externalName}`);
  const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, ipMode, hostname }) => {
    return ip ? `${ip}${ipMode ? ` (${ipMode})` : ""}` : (hostname ?? "");
  });
  if (ingress.length > 0) text.line(0, `LoadBalancer Ingress:\t${ingress.join(", ")}`);
}

function describePort(text: DescribeText, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const name = port.name || "<unset>";
  text.line(0, `Port:\t${name}\t${port.port}/${port.protocol}`);
  text.line(0, `TargetPort:\t${port.targetPort ?? 0}/${port.protocol}`);
  if (port.appProtocol) text.line(0, `AppProtocol:\t${port.appProtocol}`);
  if (port.nodePort) text.line(0, `NodePort:\t${name}\t${port.nodePort}/${port.protocol}`);
  text.line(0, `Endpoints:\t${endpointsText(slices, port.name ?? "")}`);
}

/** At most three endpoints are named. Source: kubectl/pkg/describe formatEndpointSlices. */
function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return "<none>";
  const all = slices.flatMap(({ ports = [], endpoints = [] }) => {
    const addresses = endpoints.filter((e) => e.conditions?.ready !== false).map((e) => e.addresses?.[0] ?? "");
    if (ports.length === 0) return addresses;
    const named = ports.filter((port) => (port.name ?? "") === portName);
    return named.flatMap(({ port }) => addresses.map((a) => (a.includes(":") ? `[${a}]:${port}` : `${a}:${port}`)));
  });
  const shown = all.slice(0, 3).join(",");
  return all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown;
}
