import type { ObjectMeta, PodSpec } from "../../../kubernetes/types.ts";
import { child, duplicate, invalid, notSupported, required } from "../../field-error.ts";
import { goQuote } from "../../go-text.ts";
import { validateLabels } from "../labels.ts";
import { inclusiveRangeError, isDns1123Subdomain } from "../names.ts";
import {
  eachItem,
  type FieldErrors,
  invalidEach,
  NO_ERRORS,
  repeated,
  textOf,
  validateDnsLabel,
  validateQualifiedName,
  validateRequiredOneOf,
} from "./check.ts";
import { validateResourceClaims } from "./claims.ts";
import {
  type PodParts,
  validateContainers,
  validateEphemeralContainers,
  validateInitContainers,
} from "./containers.ts";
import { validateDnsConfig, validateDnsPolicy, validateHostAliases } from "./dns.ts";
import { validateFileKeyVolumes } from "./env.ts";
import { validateHostNetworkPorts, validateHostnameOverride, validateHostUsers } from "./host.ts";
import { validateAffinity } from "./pod-affinity.ts";
import { validatePodResources } from "./pod-resources.ts";
import { validateContainerResources } from "./resources.ts";
import { validatePodSecurityContext, validateShareProcessNamespace } from "./security-context.ts";
import { differsOnlyInOwn } from "./shared-spec.ts";
import { validateTolerations } from "./tolerations.ts";
import { validateTopologySpread } from "./topology-spread.ts";
import { validateVolumes } from "./volumes.ts";
import { validateHostProcess, validateLinuxPod, validateWindowsPod } from "./windows.ts";

export interface PodSpecContext {
  /** The pod's own metadata, where the spec is a pod's and not a template's. */
  readonly metadata?: ObjectMeta;
  /** True for a pod: a template may leave out what a pod gets by default. */
  readonly isPod: boolean;
}

/**
 * Whether a pod's spec is valid: all that is wrong, in the server's order. `spec` has its defaults.
 * Source: pkg/apis/core/validation/validation.go ValidatePodSpec.
 */
export function validatePodSpec(spec: PodSpec, path: string, context: PodSpecContext): FieldErrors {
  if (isLikeAccepted(spec, context)) return validateOwn(spec, path);
  const errors = validateAll(spec, path, context);
  if (errors.length === 0) acceptedFor(context).set(spec.containers, spec);
  return errors;
}

/** The last valid spec that had these containers. A memo of what is immutable in practice, so it cannot go stale. */
type Accepted = WeakMap<object, PodSpec>;
const acceptedInPods: Accepted = new WeakMap();
const acceptedInTemplates: Accepted = new WeakMap();

function acceptedFor(context: PodSpecContext): Accepted {
  return context.isPod ? acceptedInPods : acceptedInTemplates;
}

function isLikeAccepted(spec: PodSpec, context: PodSpecContext): boolean {
  const like = spec.containers ? acceptedFor(context).get(spec.containers) : undefined;
  if (like === undefined) return false;
  // Ephemeral volumes' claims, and what static pods may not have, depend on the pod's metadata.
  if (spec.volumes?.some((volume) => volume.ephemeral) || spec.resourceClaims !== undefined) return false;
  return differsOnlyInOwn(spec, like);
}

function validateOwn(spec: PodSpec, path: string): FieldErrors {
  return [
    ...validateAffinity(spec.affinity, child(path, "affinity")),
    ...validateName(spec.nodeName, child(path, "nodeName")),
    ...validateTolerations(spec.tolerations, child(path, "tolerations")),
  ];
}

function validateAll(spec: PodSpec, path: string, context: PodSpecContext): FieldErrors {
  return [
    ...validateWorkload(spec, path, context),
    ...validatePlacement(spec, path, context),
    ...validateIdentity(spec, path),
    ...validateScheduling(spec, path),
    ...validateOs(spec, path),
    ...validateFileKeyVolumes(spec, path),
  ];
}

function validateWorkload(spec: PodSpec, path: string, { metadata }: PodSpecContext): FieldErrors {
  const { errors, byName } = validateVolumes(spec.volumes, metadata, child(path, "volumes"));
  const claimNames = new Set(
    (spec.resourceClaims ?? []).map((claim) => textOf(claim.name)).filter((name) => name !== ""),
  );
  const parts: PodParts = { spec, volumes: byName, claimNames };
  const ungraceful = spec.terminationGracePeriodSeconds === undefined;
  return [
    ...(ungraceful ? [required(child(path, "terminationGracePeriodSeconds"))] : NO_ERRORS),
    ...errors,
    ...validateResourceClaims(spec.resourceClaims, metadata, child(path, "resourceClaims")),
    ...validateContainers(parts, child(path, "containers")),
    ...validateInitContainers(parts, child(path, "initContainers")),
    ...validateEphemeralContainers(parts, child(path, "ephemeralContainers")),
    ...validatePodResources(spec, child(path, "resources")),
  ];
}

function validatePlacement(spec: PodSpec, path: string, { isPod }: PodSpecContext): FieldErrors {
  return [
    ...validateHostNetworkPorts(spec, isPod, path),
    ...validateRequiredOneOf(spec.restartPolicy, child(path, "restartPolicy"), ["Always", "OnFailure", "Never"]),
    ...validateDnsPolicy(spec, child(path, "dnsPolicy")),
    ...validateLabels(spec.nodeSelector, child(path, "nodeSelector")),
    ...validatePodSecurityContext(spec, child(path, "securityContext")),
    ...validateShareProcessNamespace(spec, path),
    ...validateAffinity(spec.affinity, child(path, "affinity")),
    ...validateDnsConfig(spec, child(path, "dnsConfig")),
    ...eachItem(spec.readinessGates, child(path, "readinessGates"), (gate, at) =>
      validateQualifiedName(textOf(gate.conditionType), child(at, "conditionType")),
    ),
    ...validateSchedulingGates(spec, child(path, "schedulingGates")),
    ...validateTopologySpread(spec.topologySpreadConstraints, child(path, "topologySpreadConstraints")),
    ...validateHostProcess(spec, path),
    ...validateHostUsers(spec, path),
    ...validateHostnameOverride(spec, path),
  ];
}

function validateSchedulingGates(spec: PodSpec, path: string): FieldErrors {
  const names = (spec.schedulingGates ?? []).map((gate) => textOf(gate.name));
  const twice = new Set(repeated(names).map(({ i }) => i));
  return eachItem(names, path, (name, at, i) => [
    ...validateQualifiedName(name, at),
    ...(twice.has(i) ? [duplicate(at, name)] : NO_ERRORS),
  ]);
}

function validateName(name: string | undefined, path: string): FieldErrors {
  return textOf(name) === "" ? NO_ERRORS : invalidEach(path, textOf(name), isDns1123Subdomain(textOf(name)));
}

function validateIdentity(spec: PodSpec, path: string): FieldErrors {
  const { hostname, subdomain } = spec;
  return [
    ...validateName(spec.serviceAccountName, child(path, "serviceAccountName")),
    ...validateServiceAccountAlias(spec, child(path, "deprecatedServiceAccount")),
    ...validateName(spec.nodeName, child(path, "nodeName")),
    ...validateDeadline(spec.activeDeadlineSeconds, 1, child(path, "activeDeadlineSeconds")),
    ...(hostname ? validateDnsLabel(hostname, child(path, "hostname")) : NO_ERRORS),
    ...(subdomain ? validateDnsLabel(subdomain, child(path, "subdomain")) : NO_ERRORS),
  ];
}

function validateServiceAccountAlias(spec: PodSpec, path: string): FieldErrors {
  const [name, alias] = [textOf(spec.serviceAccountName), textOf(spec.serviceAccount)];
  return name === alias
    ? NO_ERRORS
    : [invalid(path, alias, `must be the same as serviceAccountName: ${goQuote(name)}`)];
}

const MAX_INT32 = 2147483647;

export function validateDeadline(seconds: number | undefined, min: number, path: string): FieldErrors {
  if (seconds === undefined || (seconds >= min && seconds <= MAX_INT32)) return NO_ERRORS;
  return [invalid(path, seconds, inclusiveRangeError(min, MAX_INT32))];
}

function validateScheduling(spec: PodSpec, path: string): FieldErrors {
  const { runtimeClassName, preemptionPolicy, overhead } = spec;
  const policies = ["PreemptLowerPriority", "Never"];
  return [
    ...validateTolerations(spec.tolerations, child(path, "tolerations")),
    ...validateHostAliases(spec.hostAliases, child(path, "hostAliases")),
    ...validateName(spec.priorityClassName, child(path, "priorityClassName")),
    ...(runtimeClassName === undefined
      ? NO_ERRORS
      : invalidEach(child(path, "runtimeClassName"), runtimeClassName, isDns1123Subdomain(runtimeClassName))),
    ...(preemptionPolicy === undefined
      ? NO_ERRORS
      : validateRequiredOneOf(preemptionPolicy, child(path, "preemptionPolicy"), policies)),
    ...(overhead === undefined
      ? NO_ERRORS
      : validateContainerResources({ limits: overhead }, new Set(), child(path, "overhead"))),
  ];
}

function validateOs(spec: PodSpec, path: string): FieldErrors {
  if (spec.os === undefined) return NO_ERRORS;
  const name = textOf(spec.os.name);
  if (name === "") return [required(child(path, "os.name"))];
  if (name === "linux") return validateLinuxPod(spec, path);
  if (name === "windows") return validateWindowsPod(spec, path);
  return [notSupported(child(path, "os"), name, ["linux", "windows"])];
}
