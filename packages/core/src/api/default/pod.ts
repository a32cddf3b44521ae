import type { Container, EphemeralContainer, Pod, PodSpec, PodTemplateSpec, Volume } from "../../kubernetes/types.ts";
import {
  defaultContainer,
  defaultEphemeralContainer,
  defaultHostPorts,
  requestWhatIsLimited,
} from "./pod-container.ts";
import { change, changeEach, fillAbsent, fillZero, remembered, replace, roundResourceList } from "./pod-fill.ts";
import { defaultVolume } from "./pod-volume.ts";

/**
 * Fills in what the server fills in for a pod: all that a template gets too, and what only pods get.
 * Returns the same reference where nothing is missing.
 * Source: pkg/apis/core/v1/defaults.go SetDefaults_Pod, SetDefaults_PodSpec, zz_generated.defaults.go SetObjectDefaults_Pod.
 */
export function defaultPod(pod: Pod): Pod {
  const spec = pod.spec === undefined ? undefined : defaultPodSpec(defaultPodOnly(pod.spec));
  const withSpec = replace(pod, "spec", spec ?? defaultPodSpec(defaultPodOnly({ containers: [] })));
  return syncPodIps(withSpec);
}

/** What a pod template gets. Source: pkg/apis/apps/v1/zz_generated.defaults.go SetObjectDefaults_DaemonSet, its template. */
export function defaultPodTemplateSpec(template: PodTemplateSpec): PodTemplateSpec {
  return replace(template, "spec", defaultPodSpec(template.spec ?? { containers: [] }));
}

/** What the spec of a pod gets wherever it stands. Source: pkg/apis/core/v1/defaults.go SetDefaults_PodSpec. */
export function defaultPodSpec(spec: PodSpec): PodSpec {
  let s = syncServiceAccount(spec);
  s = fillZero(s, { dnsPolicy: "ClusterFirst", restartPolicy: "Always", schedulerName: "default-scheduler" });
  s = fillAbsent(s, { securityContext: NO_CONTEXT, terminationGracePeriodSeconds: 30 });
  s = change(s, "volumes", defaultVolumes);
  s = change(s, "initContainers", defaultContainers);
  s = change(s, "containers", defaultContainers);
  s = change(s, "ephemeralContainers", defaultEphemeralContainers);
  s = change(s, "overhead", roundResourceList);
  return change(s, "resources", (resources) =>
    change(change(resources, "limits", roundResourceList), "requests", roundResourceList),
  );
}

/** One object for all: specs that share what they can are compared by reference. */
const NO_CONTEXT = Object.freeze({});

const defaultVolumes = remembered((volumes: readonly Volume[]) => changeEach(volumes, defaultVolume));
const defaultContainers = remembered((containers: readonly Container[]) => changeEach(containers, defaultContainer));
const defaultEphemeralContainers = remembered((containers: readonly EphemeralContainer[]) =>
  changeEach(containers, defaultEphemeralContainer),
);
const requestLimits = remembered((containers: readonly Container[]) => changeEach(containers, requestWhatIsLimited));
const hostPorts = remembered((containers: readonly Container[]) => changeEach(containers, defaultHostPorts));

function defaultPodOnly(spec: PodSpec): PodSpec {
  let s = fillAbsent(spec, { enableServiceLinks: true });
  if ((s.terminationGracePeriodSeconds ?? 0) < 0) s = replace(s, "terminationGracePeriodSeconds", 1);
  s = change(change(s, "containers", requestLimits), "initContainers", requestLimits);
  if (s.hostNetwork !== true) return s;
  return change(change(s, "containers", hostPorts), "initContainers", hostPorts);
}

/** `serviceAccount` is the old name of `serviceAccountName`: both are stored, and the new name wins. */
function syncServiceAccount(spec: PodSpec): PodSpec {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (name === undefined || name === "") return spec;
  return replace(replace(spec, "serviceAccountName", name), "serviceAccount", name);
}

/** `podIP` is the first of `podIPs`, and wins. Source: pkg/apis/core/v1/defaults.go SetDefaults_PodStatus. */
function syncPodIps(pod: Pod): Pod {
  const ip = pod.status?.podIP ?? "";
  const first = pod.status?.podIPs?.[0]?.ip;
  if (pod.status === undefined || (ip === "" && first === undefined) || ip === first) return pod;
  if (ip === "") return { ...pod, status: { ...pod.status, podIP: first ?? "" } };
  return { ...pod, status: { ...pod.status, podIPs: [{ ip }] } };
}
