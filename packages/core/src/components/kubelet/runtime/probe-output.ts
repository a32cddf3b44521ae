import type { Container, Pod, Probe } from "../../../kubernetes/types.ts";
import type { ProbeKind } from "./probe-state.ts";

/** What a failed probe says of itself, where the behaviour does not. Source: pkg/probe/{http,tcp,grpc}. */
export function probeOutput(pod: Pod, container: Container, kind: ProbeKind): string {
  const probe = probeOf(container, kind);
  if (probe?.httpGet !== undefined) return "HTTP probe failed with statuscode: 503";
  if (probe?.tcpSocket !== undefined) {
    const host = probe.tcpSocket.host || pod.status?.podIP || "";
    return `dial tcp ${host}:${portNumber(container, probe.tcpSocket.port)}: connect: connection refused`;
  }
  return probe?.grpc === undefined ? "" : 'service unhealthy (responded with "NOT_SERVING")';
}

function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  if (kind === "Liveness") return container.livenessProbe;
  return kind === "Readiness" ? container.readinessProbe : container.startupProbe;
}

function portNumber(container: Container, port: number | string): number | string {
  if (typeof port === "number") return port;
  return container.ports?.find((candidate) => candidate.name === port)?.containerPort ?? port;
}
