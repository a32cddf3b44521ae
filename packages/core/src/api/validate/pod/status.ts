import type { Container, ContainerStatus, Pod, PodCondition, PodSpec } from "../../../kubernetes/types.ts";
import { child, forbidden, index, internalError, invalid } from "../../field-error.ts";
import { validateImmutable } from "../common.ts";
import { isDns1123Subdomain } from "../names.ts";
import { validatePodAnnotationUpdates } from "./annotations.ts";
import { eachItem, type FieldErrors, invalidEach, NO_ERRORS, textOf, validateQualifiedName } from "./check.ts";
import { isIpv4, isIpv6, validateLegacyIp } from "./ip.ts";

/**
 * Whether a pod's status may change so: all but the rules for the metadata of every kind. The spec is the old one.
 * Left out: the status of resource claims, of volumes' health, and of devices in containers.
 * Source: pkg/apis/core/validation/validation.go ValidatePodStatusUpdate.
 */
export function validatePodStatusUpdate(pod: Pod, old: Pod): FieldErrors {
  const [status, before, spec] = [pod.status ?? {}, old.status ?? {}, old.spec ?? { containers: [] }];
  const annotations = pod.metadata.annotations;
  return [
    ...validatePodAnnotationUpdates(annotations, old.metadata.annotations, spec, "metadata.annotations"),
    ...(status.conditions === before.conditions ? NO_ERRORS : validateConditions(status.conditions)),
    ...validateNominatedNode(textOf(status.nominatedNodeName), textOf(before.nominatedNodeName), spec),
    ...validateGeneration(status.observedGeneration, "status.observedGeneration"),
    ...validateImmutable(textOf(status.qosClass), textOf(before.qosClass), "status.qosClass"),
    ...validateTransitions(status.containerStatuses, before.containerStatuses, spec, "containers"),
    ...validateTransitions(status.initContainerStatuses, before.initContainerStatuses, spec, "initContainers"),
    ...validateEphemeralTransitions(status.ephemeralContainerStatuses, before.ephemeralContainerStatuses),
    ...validateIps(pod, old),
    ...validateHostIps(pod, old),
  ];
}

const SYSTEM_CONDITIONS = ["PodScheduled", "Ready", "Initialized"];

function validateConditions(conditions: readonly PodCondition[] | undefined): FieldErrors {
  return eachItem(conditions, "status.conditions", (condition, at) => [
    ...validateGeneration(condition.observedGeneration, child(at, "observedGeneration")),
    ...(SYSTEM_CONDITIONS.includes(condition.type)
      ? NO_ERRORS
      : validateQualifiedName(textOf(condition.type), child(at, "Type"))),
  ]);
}

function validateGeneration(generation: number | undefined, path: string): FieldErrors {
  if (generation === undefined || generation >= 0) return NO_ERRORS;
  return [invalid(path, generation, "must be a non-negative integer")];
}

function validateNominatedNode(node: string, old: string, spec: PodSpec): FieldErrors {
  if (node === old || node === "") return NO_ERRORS;
  const at = "status.nominatedNodeName";
  const bound = textOf(spec.nodeName) !== "";
  return [
    ...invalidEach(at, node, isDns1123Subdomain(node)),
    ...(bound ? [forbidden(at, "may not be set on pods that are already bound to a node")] : NO_ERRORS),
  ];
}

type Statuses = readonly ContainerStatus[] | undefined;

/** What has ended stays so, unless it is to be restarted. Source: validation.go ValidateContainerStateTransition. */
function validateTransitions(
  statuses: Statuses,
  old: Statuses,
  spec: PodSpec,
  list: "containers" | "initContainers",
): FieldErrors {
  if (statuses === old || allMayRestart(spec)) return NO_ERRORS;
  const path = list === "containers" ? "status.containerStatuses" : "status.initContainerStatuses";
  return revived(statuses, old, path, (before) => {
    const container = (spec[list] ?? []).find((each) => each.name === before.name);
    return container !== undefined && shouldRestart(container, spec, before.state?.terminated?.exitCode ?? 0);
  });
}

function validateEphemeralTransitions(statuses: Statuses, old: Statuses): FieldErrors {
  return statuses === old ? NO_ERRORS : revived(statuses, old, "status.ephemeralContainerStatuses", () => false);
}

function revived(
  statuses: Statuses,
  old: Statuses,
  path: string,
  mayRestart: (before: ContainerStatus) => boolean,
): FieldErrors {
  return eachItem(old, path, (before, at) => {
    if (before.state?.terminated === undefined) return NO_ERRORS;
    const now = (statuses ?? []).find((each) => each.name === before.name && each.state?.terminated === undefined);
    if (now === undefined || mayRestart(before)) return NO_ERRORS;
    return [forbidden(child(at, "state"), "may not be transitioned to non-terminated state")];
  });
}

/** Source: pkg/api/v1/pod/util.go AllContainersCouldRestart. */
function allMayRestart(spec: PodSpec): boolean {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  return all.some((container) => container.restartPolicyRules?.some((rule) => rule.action === "RestartAllContainers"));
}

/** Source: pkg/api/v1/pod/util.go ContainerShouldRestart. */
function shouldRestart(container: Container, spec: PodSpec, exitCode: number): boolean {
  const rule = container.restartPolicyRules?.find((each) => {
    const operator = each.exitCodes?.operator;
    const values = each.exitCodes?.values ?? [];
    return operator === "In" ? values.includes(exitCode) : operator === "NotIn" && !values.includes(exitCode);
  });
  if (rule?.action === "Restart") return true;
  const policy = container.restartPolicy ?? spec.restartPolicy;
  return policy === "Always" || (policy === "OnFailure" && exitCode !== 0);
}

/** Source: validation.go validatePodIPs. */
function validateIps(pod: Pod, old: Pod): FieldErrors {
  const { podIP = "", podIPs = [] } = pod.status ?? {};
  if (pod.status?.podIPs === old.status?.podIPs && podIP === textOf(old.status?.podIP)) return NO_ERRORS;
  const path = "status.podIPs";
  const kept = (old.status?.podIPs ?? []).map(({ ip }) => ip);
  const ips = podIPs.map(({ ip }) => textOf(ip));
  return [
    ...eachItem(ips, path, (ip, at) => validateLegacyIp(ip, at, kept)),
    ...validateFamilies(ips, path),
    ...first(),
  ];

  function first(): FieldErrors {
    const both = "podIP and podIPs must either both be set or both be unset";
    if ((podIP === "") !== (ips.length === 0)) return [invalid(path, ips.map(goIp), both)];
    const [head] = ips;
    if (head === undefined || head === podIP) return NO_ERRORS;
    return [invalid(child(index(path, 0), "ip"), head, "must be equal to `podIP`")];
  }
}

/** Source: validation.go validateHostIPs. */
function validateHostIps(pod: Pod, old: Pod): FieldErrors {
  const { hostIP = "", hostIPs = [] } = pod.status ?? {};
  const [head] = hostIPs;
  if (head === undefined || pod.status?.hostIPs === old.status?.hostIPs) return NO_ERRORS;
  const path = "status.hostIPs";
  const kept = (old.status?.hostIPs ?? []).map(({ ip }) => ip);
  const ips = hostIPs.map(({ ip }) => textOf(ip));
  const same = textOf(head.ip) === hostIP;
  return [
    ...(same ? NO_ERRORS : [invalid(child(index(path, 0), "ip"), textOf(head.ip), "must be equal to `hostIP`")]),
    ...eachItem(ips, path, (ip, at) => validateLegacyIp(ip, at, kept)),
    ...validateFamilies(ips, path),
  ];
}

/** One of each family at most. Source: k8s.io/utils/net IsDualStackIPStrings. */
function validateFamilies(ips: readonly string[], path: string): FieldErrors {
  if (ips.length <= 1) return NO_ERRORS;
  const bad = ips.findIndex((ip) => !isIpv4(ip) && !isIpv6(ip));
  const dual = bad < 0 && ips.some(isIpv4) && ips.some(isIpv6) && ips.length === 2;
  const unknown = `failed to check for dual stack with error:invalid IP[${bad}]: ${ips[bad] ?? ""}`;
  return [
    ...(bad < 0 ? NO_ERRORS : [internalError(path, unknown)]),
    ...(dual ? NO_ERRORS : [invalid(path, ips.map(goIp), "may specify no more than one IP for each IP family")]),
  ];
}

function goIp(ip: string) {
  return { IP: ip };
}
