import type { Container, ContainerPort, EnvVar, EphemeralContainer, PodSpec } from "../../kubernetes/types.ts";
import { child, index, key } from "../field-error.ts";
import { goQuote } from "../go-text.ts";
import { canonicalQuantity, quantityOf, scaledValue } from "../quantity.ts";
import { APPARMOR_PREFIX, SECCOMP_PREFIX } from "../validate/pod/annotations.ts";
import { containersWithPaths } from "../validate/pod/containers-with-paths.ts";

type Warnings = readonly string[];
type Annotations = Readonly<Record<string, string>>;

const NONE: Warnings = [];

/**
 * Warnings about each container. `appArmorContainers` are those whose old annotation is worth a warning: in templates.
 * Source: pkg/api/pod/warnings.go warningsForPodSpecAndMeta, its VisitContainersWithPath.
 */
export function containerWarnings(
  spec: PodSpec,
  annotations: Annotations,
  path: string,
  annotationsPath: string,
  appArmorContainers: Warnings,
): Warnings {
  return [
    ...overheadWarnings(spec, child(path, "overhead")),
    ...containersWithPaths(spec, path).flatMap(({ container, path: at }) => [
      ...profileWarnings(container, annotations, annotationsPath, appArmorContainers),
      ...fractionWarnings(container, child(at, "resources")),
      ...envWarnings(container.env ?? [], child(at, "env")),
    ]),
  ];
}

function profileWarnings(
  container: Container | EphemeralContainer,
  annotations: Annotations,
  path: string,
  appArmorContainers: Warnings,
): Warnings {
  const { seccompProfile, appArmorProfile } = container.securityContext ?? {};
  const seccomp = SECCOMP_PREFIX + container.name;
  const oldSeccomp = seccompProfile === undefined && Object.hasOwn(annotations, seccomp);
  const oldAppArmor = appArmorProfile === undefined && appArmorContainers.includes(container.name);
  return [
    ...(oldSeccomp
      ? [`${key(path, seccomp)}: non-functional in v1.27+; use the "seccompProfile" field instead`]
      : NONE),
    ...(oldAppArmor
      ? [
          `${key(path, APPARMOR_PREFIX + container.name)}: deprecated since v1.30; use the "appArmorProfile" field instead`,
        ]
      : NONE),
  ];
}

const BYTES = ["memory", "ephemeral-storage"];

function fraction(amount: string | undefined, path: string): Warnings {
  if (amount === undefined || scaledValue(quantityOf(amount), -3) % 1000n === 0n) return NONE;
  return [`${path}: fractional byte value ${goQuote(canonicalQuantity(amount))} is invalid, must be an integer`];
}

function fractionWarnings(container: Container | EphemeralContainer, path: string): Warnings {
  return BYTES.flatMap((name) =>
    (["limits", "requests"] as const).flatMap((list) =>
      fraction(container.resources?.[list]?.[name], key(child(path, list), name)),
    ),
  );
}

function overheadWarnings(spec: PodSpec, path: string): Warnings {
  return BYTES.flatMap((name) => fraction(spec.overhead?.[name], key(path, name)));
}

/** A variable may build on one of the same name before it; anything else hides that. */
function envWarnings(env: readonly EnvVar[], path: string): Warnings {
  const seen = new Set<string>();
  return env.flatMap(({ name, value = "", valueFrom }, i) => {
    if (!seen.has(name)) {
      seen.add(name);
      return NONE;
    }
    const reference = `$(${name})`;
    if (valueFrom === undefined && value !== reference && value.includes(reference)) return NONE;
    return [`${index(path, i)}: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`];
  });
}

interface PortAt {
  readonly port: ContainerPort;
  readonly path: string;
}

/** Warnings about ports that get in each other's way, in one container or in several. */
export function portWarnings(spec: PodSpec, path: string): Warnings {
  const all: readonly PortAt[] = containersWithPaths(spec, path).flatMap(({ container, path: at }) =>
    (container.ports ?? []).map((port, i) => ({ port, path: index(child(at, "ports"), i) })),
  );
  const byNumber = new Map<string, PortAt[]>();
  const conflicts = all.flatMap((each) => {
    const number = `${each.port.containerPort}/${each.port.protocol}`;
    const others = byNumber.get(number) ?? [];
    const warnings = [...hostIpWarning(each), ...others.flatMap((other) => conflict(each, other))];
    byNumber.set(number, [...others, each]);
    return warnings;
  });
  return [...conflicts, ...nameWarnings(all)];
}

/** Shown as Go prints the struct with %+v. */
function hostIpWarning({ port, path }: PortAt): Warnings {
  if (!port.hostIP || port.hostPort) return NONE;
  const { name = "", containerPort, protocol = "", hostIP } = port;
  const shown = `{Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
  return [`${path}: hostIP set without hostPort: ${shown}`];
}

function conflict({ port, path }: PortAt, other: PortAt): Warnings {
  const [ip, otherIp] = [port.hostIP ?? "", other.port.hostIP ?? ""];
  const [host, otherHost] = [port.hostPort ?? 0, other.port.hostPort ?? 0];
  if (ip === otherIp && host === otherHost) return [`${path}: duplicate port definition with ${other.path}`];
  if (host === 0 || otherHost === 0) return [`${path}: overlapping port definition with ${other.path}`];
  if (host !== otherHost || (ip === "") === (otherIp === "")) return NONE;
  return [`${path}: dangerously ambiguous port definition with ${other.path}`];
}

function nameWarnings(all: readonly PortAt[]): Warnings {
  const first = new Map<string, string>();
  return all.flatMap(({ port, path }) => {
    if (!port.name) return NONE;
    const other = first.get(port.name);
    if (other === undefined) {
      first.set(port.name, path);
      return NONE;
    }
    const name = goQuote(port.name);
    return [
      `${path}: duplicate port name ${name} with ${other}, services and probes that select ports by name will use ${other}`,
    ];
  });
}
