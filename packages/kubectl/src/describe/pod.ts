import type { Pod } from "@kubetick/core";
import { since } from "../print/duration.ts";
import { rfc1123 } from "../print/rfc1123.ts";
import { describeContainers, describeResources } from "./containers.ts";
import { describeEvents, searchEvents, subjectOf } from "./events.ts";
import {
  controllerName,
  describeLabels,
  describeLabelsAndAnnotations,
  describeName,
  describeTolerations,
} from "./metadata.ts";
import { describeTopologySpread } from "./pod-template.ts";
import { qosClass } from "./qos.ts";
import { DescribeText } from "./text.ts";
import { describeVolumes } from "./volumes.ts";
import type { DescribeWorld } from "./world.ts";

const MIRROR_POD = "kubernetes.io/config.mirror";

/** Source: kubectl/pkg/describe describePod. */
export function describePod(pod: Pod, world: DescribeWorld): string {
  const text = new DescribeText();
  describeName(text, pod);
  describePlacement(text, pod);
  describeLabelsAndAnnotations(text, pod);
  describePhase(text, pod, world);
  describeIps(text, pod);
  const controller = controllerName(pod);
  if (controller !== undefined) text.line(0, `Controlled By:\t${controller}`);
  if (pod.status?.nominatedNodeName) text.line(0, `NominatedNodeName:\t${pod.status.nominatedNodeName}`);
  if (pod.spec?.resources !== undefined) {
    text.line(0, "Resources:");
    describeResources(text, pod.spec.resources, 1);
  }
  describeAllContainers(text, pod);
  describeReadinessGates(text, pod);
  describeConditions(text, pod);
  describeVolumes(text, pod.spec?.volumes, "");
  text.line(0, `QoS Class:\t${qosClass(pod)}`);
  describeLabels(text, "Node-Selectors", pod.spec?.nodeSelector);
  describeTolerations(text, "Tolerations", pod.spec?.tolerations);
  describeTopologySpread(text, pod.spec?.topologySpreadConstraints, "");
  if (world.showEvents) describeEvents(text, searchEvents(world, eventSubject(pod)), world.now);
  return text.finish();
}

function describePlacement(text: DescribeText, { spec, status }: Pod): void {
  if (spec?.priority !== undefined) text.line(0, `Priority:\t${spec.priority}`);
  if (spec?.priorityClassName) text.line(0, `Priority Class Name:\t${spec.priorityClassName}`);
  if (spec?.runtimeClassName) text.line(0, `Runtime Class Name:\t${spec.runtimeClassName}`);
  if (spec?.serviceAccountName) text.line(0, `Service Account:\t${spec.serviceAccountName}`);
  text.line(0, `Node:\t${spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ""}` : "<none>"}`);
  if (status?.startTime) text.line(0, `Start Time:\t${rfc1123(status.startTime)}`);
}

function describePhase(text: DescribeText, { metadata, spec, status }: Pod, world: DescribeWorld): void {
  const ended = status?.phase === "Failed" || status?.phase === "Succeeded";
  if (metadata.deletionTimestamp && !ended) {
    text.line(0, `Status:\tTerminating (lasts ${since(metadata.deletionTimestamp, world.now)})`);
    text.line(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else text.line(0, `Status:\t${status?.phase ?? ""}`);
  if (status?.reason) text.line(0, `Reason:\t${status.reason}`);
  if (status?.message) text.line(0, `Message:\t${status.message}`);
  const seccomp = spec?.securityContext?.seccompProfile;
  if (seccomp === undefined) return;
  text.line(0, `SeccompProfile:\t${seccomp.type}`);
  if (seccomp.type === "Localhost") text.line(0, `LocalhostProfile:\t${seccomp.localhostProfile ?? ""}`);
}

function describeIps(text: DescribeText, { status }: Pod): void {
  text.line(0, `IP:\t${status?.podIP ?? ""}`);
  const ips = status?.podIPs ?? [];
  if (ips.length === 0) return text.line(0, "IPs:\t<none>");
  text.line(0, "IPs:");
  for (const { ip } of ips) text.line(1, `IP:\t${ip}`);
}

function describeAllContainers(text: DescribeText, pod: Pod): void {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const { initContainerStatuses, containerStatuses, ephemeralContainerStatuses } = pod.status ?? {};
  if (initContainers.length > 0) {
    describeContainers(text, "Init Containers", initContainers, { pod, statuses: initContainerStatuses });
  }
  describeContainers(text, "Containers", containers, { pod, statuses: containerStatuses });
  if (ephemeralContainers.length > 0) {
    describeContainers(text, "Ephemeral Containers", ephemeralContainers, {
      pod,
      statuses: ephemeralContainerStatuses,
    });
  }
}

function describeReadinessGates(text: DescribeText, { spec, status }: Pod): void {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return;
  text.line(0, "Readiness Gates:");
  text.line(1, "Type\tStatus");
  for (const { conditionType } of gates) {
    const condition = status?.conditions?.find((c) => c.type === conditionType);
    text.line(1, `${conditionType} \t${condition?.status ?? "<none>"} `);
  }
}

function describeConditions(text: DescribeText, { status }: Pod): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  text.line(0, "Conditions:");
  text.line(1, "Type\tStatus");
  for (const { type, status: value } of conditions) text.line(1, `${type} \t${value} `);
}

/** The events about a static pod are about what its mirror was made from. */
function eventSubject(pod: Pod) {
  const mirrored = pod.metadata.annotations?.[MIRROR_POD];
  return { ...subjectOf(pod), kind: "", uid: mirrored ?? pod.metadata.uid };
}
