import type { Container, EphemeralContainer, PodSpec } from "../../../kubernetes/types.ts";
import { child, duplicate, forbidden, index, invalid, notFound, required } from "../../field-error.ts";
import { type FieldErrors, NO_ERRORS, textOf, validateDnsLabel, validateRequiredOneOf } from "./check.ts";
import { validateEnv, validateEnvFrom } from "./env.ts";
import { validateContainerPorts, validateHostPortConflicts } from "./ports.ts";
import { validateLifecycle, validateProbes } from "./probes.ts";
import { validateContainerResources } from "./resources.ts";
import { validateContainerRestartPolicy, validateResizePolicy } from "./restart-rules.ts";
import { validateSecurityContext } from "./security-context.ts";
import { validateVolumeDevices, validateVolumeMounts } from "./volume-mounts.ts";
import { validatePullPolicy } from "./volume-sources.ts";
import type { VolumesByName } from "./volumes.ts";

/** What the containers of a pod refer to. */
export interface PodParts {
  readonly spec: PodSpec;
  readonly volumes: VolumesByName;
  readonly claimNames: ReadonlySet<string>;
}

/** Source: pkg/apis/core/validation/validation.go validateContainers. */
export function validateContainers(parts: PodParts, path: string): FieldErrors {
  const containers = parts.spec.containers ?? [];
  if (containers.length === 0) return [required(path)];
  const names = new Set<string>();
  const errors = containers.flatMap((container, i) => {
    const at = index(path, i);
    return [
      ...validateCommon(container, parts, at),
      ...validateNewName(textOf(container.name), names, child(at, "name")),
      ...validateHooksAndProbes(container, parts.spec, at),
      ...validateContainerRestartPolicy(container, at),
    ];
  });
  return [...errors, ...validateHostPortConflicts(containers, path)];
}

function validateNewName(name: string, names: Set<string>, path: string): FieldErrors {
  if (names.has(name)) return [duplicate(path, name)];
  names.add(name);
  return NO_ERRORS;
}

function validateHooksAndProbes(container: Container, spec: PodSpec, path: string): FieldErrors {
  const { lifecycle } = container;
  const grace = spec.terminationGracePeriodSeconds;
  return [
    ...(lifecycle === undefined ? NO_ERRORS : validateLifecycle(lifecycle, grace, child(path, "lifecycle"))),
    ...validateProbes(container, path),
  ];
}

const INIT_FORBIDDEN = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const;

/** Source: validation.go validateInitContainers. */
export function validateInitContainers(parts: PodParts, path: string): FieldErrors {
  const names = new Set((parts.spec.containers ?? []).map((container) => textOf(container.name)));
  return (parts.spec.initContainers ?? []).flatMap((container, i) => {
    const at = index(path, i);
    return [
      ...validateCommon(container, parts, at),
      ...validateContainerRestartPolicy(container, at),
      ...(container.name ? validateNewName(container.name, names, child(at, "name")) : NO_ERRORS),
      // One init container runs at a time: each has the host's ports for itself. The path is upstream's: always [0].
      ...validateHostPortConflicts([container], path),
      ...(container.restartPolicy === "Always"
        ? validateHooksAndProbes(container, parts.spec, at)
        : validateNotSidecar(container, at)),
    ];
  });
}

function validateNotSidecar(container: Container, path: string): FieldErrors {
  const detail = "may not be set for init containers without restartPolicy=Always";
  const restart = "must not be set to 'RestartContainer' for non-sidecar initContainers";
  return [
    ...INIT_FORBIDDEN.filter((name) => container[name] !== undefined).map((name) =>
      forbidden(child(path, name), detail),
    ),
    ...(container.resizePolicy ?? []).flatMap((policy, i) =>
      policy.restartPolicy === "RestartContainer"
        ? [invalid(child(index(child(path, "resizePolicy"), i), "restartPolicy"), policy.restartPolicy, restart)]
        : NO_ERRORS,
    ),
  ];
}

const EPHEMERAL_FORBIDDEN = [
  "ports",
  "resources",
  "resizePolicy",
  "restartPolicy",
  "restartPolicyRules",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
] as const;

/** Source: validation.go validateEphemeralContainers. */
export function validateEphemeralContainers(parts: PodParts, path: string): FieldErrors {
  const others = [...(parts.spec.containers ?? []), ...(parts.spec.initContainers ?? [])];
  const otherNames = new Set(others.map((container) => textOf(container.name)));
  const names = new Set(otherNames);
  return (parts.spec.ephemeralContainers ?? []).flatMap((container, i) => {
    const at = index(path, i);
    const target = textOf(container.targetContainerName);
    const known = target === "" || otherNames.has(target);
    return [
      ...validateCommon(container, parts, at),
      ...validateImagePadding(container, at),
      ...validateNewName(textOf(container.name), names, child(at, "name")),
      ...(known ? NO_ERRORS : [notFound(child(at, "targetContainerName"), target)]),
      ...validateEphemeralFields(container, at),
    ];
  });
}

function validateEphemeralFields(container: EphemeralContainer, path: string): FieldErrors {
  const refuse = (at: string) => forbidden(at, "cannot be set for an Ephemeral Container");
  return [
    ...EPHEMERAL_FORBIDDEN.filter((name) => isSet(container[name])).map((name) => refuse(child(path, name))),
    ...(container.volumeMounts ?? []).flatMap((mount, i) => {
      const at = index(child(path, "volumeMounts"), i);
      return (["subPath", "subPathExpr"] as const).filter((name) => mount[name]).map((name) => refuse(child(at, name)));
    }),
  ];
}

function isSet(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value !== undefined && value !== null;
  return Object.keys(value).length > 0;
}

/** Source: validation.go validateContainerCommon. */
function validateCommon(container: Container | EphemeralContainer, parts: PodParts, path: string): FieldErrors {
  const name = textOf(container.name);
  const policy = container.terminationMessagePolicy;
  const hostUsers = parts.spec.hostUsers ?? true;
  return [
    ...(name === "" ? [required(child(path, "name"))] : validateDnsLabel(name, child(path, "name"))),
    ...(textOf(container.image) === "" ? [required(child(path, "image"))] : NO_ERRORS),
    ...validateRequiredOneOf(policy, child(path, "terminationMessagePolicy"), ["File", "FallbackToLogsOnError"]),
    ...validateContainerPorts(container.ports, child(path, "ports")),
    ...validateEnv(container.env, child(path, "env")),
    ...validateEnvFrom(container.envFrom, child(path, "envFrom")),
    ...validateVolumeMounts(container, parts.volumes, child(path, "volumeMounts")),
    ...validateVolumeDevices(container, parts.volumes, child(path, "volumeDevices")),
    ...validatePullPolicy(container.imagePullPolicy, child(path, "imagePullPolicy")),
    ...validateContainerResources(container.resources, parts.claimNames, child(path, "resources")),
    ...validateResizePolicy(container.resizePolicy, parts.spec.restartPolicy, child(path, "resizePolicy")),
    ...validateSecurityContext(container, hostUsers, child(path, "securityContext")),
  ];
}

/** In a pod, not in a template. Source: validation.go validateContainerOnlyForPod. */
export function validateImagePadding(container: { readonly image?: string }, path: string): FieldErrors {
  const image = textOf(container.image);
  if (image.trim() === image) return NO_ERRORS;
  return [invalid(child(path, "image"), image, "must not have leading or trailing whitespace")];
}
