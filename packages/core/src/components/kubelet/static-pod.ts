import type { Pod } from "../../kubernetes/types.ts";

/** Source: pkg/kubelet/types/pod_update.go. */
export const CONFIG_SOURCE = "kubernetes.io/config.source";
export const CONFIG_MIRROR = "kubernetes.io/config.mirror";
export const CONFIG_HASH = "kubernetes.io/config.hash";
export const CONFIG_SEEN = "kubernetes.io/config.seen";

/** Whether the pod comes from a manifest on its node. Source: pkg/kubelet/types/pod_update.go IsStaticPod. */
export function isStaticPod(pod: Pod): boolean {
  const source = pod.metadata.annotations?.[CONFIG_SOURCE];
  return source !== undefined && source !== "api";
}

/** Whether the pod only shows a static pod in the API. */
export function isMirrorPod(pod: Pod): boolean {
  return pod.metadata.annotations?.[CONFIG_MIRROR] !== undefined;
}

/** Under what the kubelet knows the pod: a mirror pod may go and come back, what it shows runs on. */
export function runtimeUid(pod: Pod): string {
  const hash = pod.metadata.annotations?.[CONFIG_MIRROR];
  return hash === undefined ? (pod.metadata.uid ?? "") : `static-${pod.spec?.nodeName}-${hash}`;
}
