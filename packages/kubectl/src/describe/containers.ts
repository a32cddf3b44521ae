import type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  EnvFromSource,
  Pod,
  Probe,
  Quantity,
  ResourceRequirements,
} from "@kubetick/core";
import { canonicalQuantity } from "@kubetick/core";
import { compare, sortedKeys } from "../print/labels.ts";
import { rfc1123 } from "../print/rfc1123.ts";
import { describeEnv } from "./env.ts";
import type { DescribeText } from "./text.ts";

/** Where the containers stand: in a pod, with their statuses, or in a template. */
export interface ContainerSource {
  readonly pod?: Pod;
  readonly statuses?: readonly ContainerStatus[] | undefined;
}

/** Source: kubectl/pkg/describe describeContainers. */
export function describeContainers(
  text: DescribeText,
  title: string,
  containers: readonly Container[],
  { pod, statuses = [] }: ContainerSource,
): void {
  const space = pod === undefined ? "  " : "";
  text.line(0, containers.length === 0 ? `${space}${title}: <none>` : `${space}${title}:`);
  for (const container of containers) {
    const status = [...statuses].reverse().find((s) => s.name === container.name);
    describeBasics(text, container, status, space === "" ? "" : " ");
    describeWords(text, "Command", container.command);
    describeWords(text, "Args", container.args);
    if (status !== undefined) describeContainerState(text, status);
    describeResources(text, container.resources, 2);
    describeProbes(text, container);
    describeEnvFrom(text, container.envFrom);
    describeEnv(text, container, pod);
    describeMounts(text, container);
  }
}

function describeBasics(
  text: DescribeText,
  container: Container,
  status: ContainerStatus | undefined,
  indent: string,
): void {
  text.line(1, `${indent}${container.name}:`);
  if (status !== undefined) text.line(2, `Container ID:\t${status.containerID ?? ""}`);
  text.line(2, `Image:\t${container.image ?? ""}`);
  if (status !== undefined) text.line(2, `Image ID:\t${status.imageID ?? ""}`);
  describePorts(text, "Port", (container.ports ?? []).map(portText));
  describePorts(
    text,
    "Host Port",
    (container.ports ?? []).map((p) => `${p.hostPort ?? 0}/${p.protocol}${portName(p)}`),
  );
  const seccomp = container.securityContext?.seccompProfile;
  if (seccomp === undefined) return;
  text.line(2, `SeccompProfile:\t${seccomp.type}`);
  if (seccomp.type === "Localhost") text.line(3, `LocalhostProfile:\t${seccomp.localhostProfile ?? ""}`);
}

function describePorts(text: DescribeText, title: string, ports: readonly string[]): void {
  text.line(2, ports.length > 1 ? `${title}s:\t${ports.join(", ")}` : `${title}:\t${ports[0] ?? "<none>"}`);
}

function portText(port: ContainerPort): string {
  return `${port.containerPort}/${port.protocol}${portName(port)}`;
}

function portName({ name }: ContainerPort): string {
  return name ? ` (${name})` : "";
}

function describeWords(text: DescribeText, title: string, words: readonly string[] | undefined): void {
  if (words === undefined || words.length === 0) return;
  text.line(2, `${title}:`);
  for (const word of words) for (const line of word.split("\n")) text.line(3, line);
}

function describeContainerState(text: DescribeText, status: ContainerStatus): void {
  describeState(text, "State", status.state ?? {});
  if (status.lastState?.terminated) describeState(text, "Last State", status.lastState);
  text.line(2, `Ready:\t${status.ready ? "True" : "False"}`);
  text.line(2, `Restart Count:\t${status.restartCount ?? 0}`);
}

/** Source: kubectl/pkg/describe describeStatus. */
function describeState(text: DescribeText, title: string, { running, waiting, terminated }: ContainerState): void {
  if (running) {
    text.line(2, `${title}:\tRunning`);
    text.line(3, `Started:\t${rfc1123(running.startedAt)}`);
  } else if (waiting || !terminated) {
    text.line(2, `${title}:\tWaiting`);
    if (waiting?.reason) text.line(3, `Reason:\t${waiting.reason}`);
  } else {
    text.line(2, `${title}:\tTerminated`);
    if (terminated.reason) text.line(3, `Reason:\t${terminated.reason}`);
    if (terminated.message) text.line(3, `Message:\t${terminated.message}`);
    text.line(3, `Exit Code:\t${terminated.exitCode}`);
    if ((terminated.signal ?? 0) > 0) text.line(3, `Signal:\t${terminated.signal}`);
    text.line(3, `Started:\t${rfc1123(terminated.startedAt)}`);
    text.line(3, `Finished:\t${rfc1123(terminated.finishedAt)}`);
  }
}

/** Source: kubectl/pkg/describe describeResources. */
export function describeResources(
  text: DescribeText,
  resources: ResourceRequirements | undefined,
  level: number,
): void {
  describeAmounts(text, "Limits", resources?.limits, level);
  describeAmounts(text, "Requests", resources?.requests, level);
}

function describeAmounts(
  text: DescribeText,
  title: string,
  amounts: Readonly<Record<string, Quantity>> | undefined,
  level: number,
): void {
  const names = sortedKeys(amounts);
  if (names.length > 0) text.line(level, `${title}:`);
  for (const name of names) text.line(level + 1, `${name}:\t${canonicalQuantity(String(amounts?.[name]))}`);
}

function describeProbes(text: DescribeText, container: Container): void {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  if (livenessProbe) text.line(2, `Liveness:\t${probeText(livenessProbe)}`);
  if (readinessProbe) text.line(2, `Readiness:\t${probeText(readinessProbe)}`);
  if (startupProbe) text.line(2, `Startup:\t${probeText(startupProbe)}`);
}

/** Source: kubectl/pkg/describe DescribeProbe. */
function probeText(probe: Probe): string {
  const times =
    `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 0}s period=${probe.periodSeconds ?? 0}s ` +
    `successThreshold=${probe.successThreshold ?? 0} failureThreshold=${probe.failureThreshold ?? 0}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(" ")}] ${times}`;
  if (probe.httpGet) {
    const { scheme = "", host = "", port, path = "" } = probe.httpGet;
    const separator = path === "" || path.startsWith("/") ? "" : "/";
    const address = `${scheme.toLowerCase()}://${joinHostPort(host, String(port))}`;
    return `http-get ${address}${separator}${escapePath(path)} ${times}`;
  }
  if (probe.tcpSocket) return `tcp-socket ${probe.tcpSocket.host ?? ""}:${probe.tcpSocket.port} ${times}`;
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ""} ${times}`;
  return `unknown ${times}`;
}

function joinHostPort(host: string, port: string): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Go's net/url escapes more in a path than `encodeURI` does. */
function escapePath(path: string): string {
  return encodeURI(path).replace(/[?!*()'#]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function describeEnvFrom(text: DescribeText, sources: readonly EnvFromSource[] | undefined): void {
  if (sources === undefined || sources.length === 0) return;
  text.line(2, "Environment Variables from:");
  for (const { configMapRef, secretRef, prefix } of sources) {
    const from = configMapRef ? "ConfigMap" : secretRef ? "Secret" : "";
    const ref = configMapRef ?? secretRef;
    const withPrefix = prefix ? ` with prefix '${prefix}'` : "";
    text.line(3, `${ref?.name ?? ""}\t${from}${withPrefix}\tOptional: ${ref?.optional ?? false}`);
  }
}

function describeMounts(text: DescribeText, { volumeMounts = [], volumeDevices = [] }: Container): void {
  const none = volumeMounts.length === 0 ? "\t<none>" : "";
  text.line(2, `Mounts:${none}`);
  for (const mount of [...volumeMounts].sort((a, b) => compare(a.mountPath, b.mountPath))) {
    const flags = [mount.readOnly ? "ro" : "rw", ...(mount.subPath ? [`path=${JSON.stringify(mount.subPath)}`] : [])];
    text.line(3, `${mount.mountPath} from ${mount.name} (${flags.join(",")})`);
  }
  if (volumeDevices.length === 0) return;
  text.line(2, `Devices:${none}`);
  for (const device of [...volumeDevices].sort((a, b) => compare(a.devicePath, b.devicePath))) {
    text.line(3, `${device.devicePath} from ${device.name}`);
  }
}
